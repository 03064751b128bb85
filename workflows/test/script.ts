import type { EffectContext, EffectResult } from '@sluice/flows';

/** The money path as the activities would answer it, without a store. */
export function ordinary(context: EffectContext): EffectResult {
  switch (context.type) {
    case 'compute_commission':
      return { port: 'earned', output: { commissions: ['com_1'], amount: { amount: '30600', currency: 'USD' } } };
    case 'fraud_check':
      return {
        port: 'clear',
        output: { risk: 12, reasons: [], signals: {} },
        label: { code: 'fraud.clear', params: { risk: 12 } },
      };
    case 'hold': {
      const duration = context.config['for'];
      if (context.stage !== 'enter') return { port: 'ended' };
      return { wait: { kind: 'hold', for: typeof duration === 'string' ? duration : 'P30D', wake: ['hold:com_1'] } };
    }
    case 'release':
      return { port: 'released' };
    case 'approval':
      return {
        wait: {
          kind: 'approval',
          wake: 'approval:apr_1',
          ...(typeof context.config['remind'] === 'string' && { remind: context.config['remind'] }),
          approval: {
            id: 'apr_1',
            subjectHash: 'h1',
            role: String(context.config['role']),
            needed: 1,
            makers: context.makers,
            decisions: [],
          },
        },
        output: { approval: 'apr_1' },
      };
    case 'open_batch':
      return { port: 'opened', output: { batch: 'bat_1', total: { amount: '30600', currency: 'USD' }, payouts: 1 } };
    case 'send_payouts':
      if (context.stage === 'enter') return { wait: { kind: 'settlement', for: 'PT1H', wake: 'batch:bat_1' } };
      return { port: 'sent', output: { batch: 'bat_1', paid: 1, failed: 0 } };
    case 'claw_back':
      return {
        port: 'changed',
        output: { commissions: ['com_1'], held: [], direction: 'taken', amount: { amount: '-100', currency: 'USD' } },
      };
    default:
      return { port: 'next' };
  }
}
