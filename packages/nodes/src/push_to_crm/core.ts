import type { NodeCore } from '@sluice/flows';
import { callWork } from '../effects.js';
import { idOf, textOf } from '../outputs.js';
import { shown } from '../read.js';

/** Sends a lead to the sales CRM, with the partner and how the credit came about. */
export const core: NodeCore = {
  type: 'push_to_crm',
  category: 'referral',
  title: 'Push to CRM',
  icon: 'cloud-upload',
  sentence: (config) => ['Push the lead to ', { token: shown(config, 'crm', 'the CRM'), field: 'crm' }],
  ports: () => [{ key: 'next', title: 'taken' }],
  effect: callWork,
  historyCost: 6,
  money: false,
  editable: ['crm', 'fields'],
  skippable: true,
  outputs: () => ({
    referral: idOf('referral', 'Referral', 'Empfehlung'),
    partner: idOf('partner', 'Partner', 'Partner'),
    push: textOf('Push', 'Übergabe'),
    reference: textOf('Name in the CRM', 'Name im CRM'),
  }),
  takes: () => ({ referral: 'referral' }),
};
