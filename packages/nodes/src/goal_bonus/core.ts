import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { amountShown } from '../amount.js';
import { anythingOf, commissionIds, idOf, moneyOf } from '../outputs.js';
import { durationInWords, shown } from '../read.js';

const goals: Readonly<Record<string, string>> = { referrals: 'referrals', orders: 'orders', revenue: 'revenue' };

/** Waits until the goal is reached or its time is over. The activity counts, at every event, what came since the step was entered. */
export const core: NodeCore = {
  type: 'goal_bonus',
  category: 'money',
  title: 'Goal bonus',
  icon: 'target-arrow',
  sentence: (config) => [
    'Pay ',
    { token: amountShown(config, 'amount'), field: 'amount' },
    ' for ',
    config['goal'] === 'revenue'
      ? { token: amountShown(config, 'revenue'), field: 'revenue' }
      : { token: shown(config, 'count'), field: 'count' },
    ' ',
    { token: goals[String(config['goal'])] ?? '…', field: 'goal' },
    ' within ',
    { token: durationInWords(shown(config, 'for')), field: 'for' },
  ],
  ports: () => [
    { key: 'reached', title: 'reached, paid' },
    { key: 'missed', title: 'not reached in time' },
  ],
  run: (ctx) => ({ do: 'effect', input: { since: ctx.enteredAt, over: false } }),
  resume: (ctx, ended) => ({
    do: 'effect',
    stage: 'resume',
    input: { since: ctx.enteredAt, over: ended.by === 'timer' },
  }),
  effect: storeWork,
  historyCost: 9,
  money: true,
  editable: [],
  skippable: false,
  waits: true,
  outputs: () => ({
    commissions: commissionIds,
    partner: idOf('partner', 'Partner', 'Partner'),
    amount: moneyOf('Bonus', 'Bonus'),
    reached: anythingOf('What was reached', 'Was erreicht wurde'),
  }),
  takes: () => ({ partner: 'partner' }),
};
