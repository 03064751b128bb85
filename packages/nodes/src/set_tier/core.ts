import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { shown } from '../read.js';
import { idOf, textOf } from '../outputs.js';

/** Gives a partner a tier, which counts from the next event. */
export const core: NodeCore = {
  type: 'set_tier',
  category: 'partner',
  title: 'Set tier',
  icon: 'star',
  sentence: (config) => ['Move the partner to tier ', { token: shown(config, 'tier'), field: 'tier' }],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['tier'],
  skippable: true,
  outputs: () => ({
    partner: idOf('partner', 'Partner', 'Partner'),
    from: textOf('Tier before', 'Stufe davor'),
    tier: textOf('Tier now', 'Stufe jetzt'),
  }),
  takes: () => ({ partner: 'partner', decision: 'decision' }),
};
