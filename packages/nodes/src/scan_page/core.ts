import type { NodeCore } from '@sluice/flows';
import { callWork } from '../effects.js';
import { anythingOf, listOf, textOf } from '../outputs.js';
import { shown } from '../read.js';

export const core: NodeCore = {
  type: 'scan_page',
  category: 'brand',
  title: 'Scan page',
  icon: 'scan',
  sentence: (config) => [
    'Look at ',
    { token: shown(config, 'url', "the partner's landing page"), field: 'url' },
    ' for disclosure and prohibited claims',
  ],
  ports: () => [
    { key: 'ok', title: 'in order' },
    { key: 'findings', title: 'findings' },
    { key: 'unreachable', title: 'cannot be read' },
  ],
  effect: callWork,
  historyCost: 6,
  money: false,
  editable: ['url', 'claims'],
  skippable: true,
  outputs: () => ({
    scan: textOf('Scan', 'Prüfung'),
    url: textOf('Page', 'Seite'),
    findings: anythingOf('Findings', 'Befunde'),
    words: listOf('Findings in words', 'Befunde in Worten'),
    error: textOf('Why it cannot be read', 'Warum sie nicht lesbar ist'),
  }),
  takes: () => ({ partner: 'partner' }),
};
