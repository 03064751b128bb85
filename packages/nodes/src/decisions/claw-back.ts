import { moneyToJson, type JsonObject } from '@sluice/domain';
import type { EffectResult } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';

/** `refund:<order>:<refund>` or `dispute:<order>:<dispute>`; `event:<order>:<event>` where a name joined an earlier one. */
export function causeOf(event: unknown, order: string): string {
  const { id: eventId, data } = (event ?? {}) as {
    id?: string;
    data?: { refund?: { id?: string }; dispute?: { id?: string } };
  };
  if (data?.refund?.id) return `refund:${order}:${data.refund.id}`;
  if (data?.dispute?.id) return `dispute:${order}:${data.dispute.id}`;
  if (eventId) return `event:${order}:${eventId}`;
  throw new NonRetryable('no_cause', 'The run was not started by an event.');
}

/** The way out by what was taken back or given back. `held`: what came back to life has no run of its own to release it. */
export function clawBackAnswer(
  touched: readonly { commission: string; change: bigint }[],
  currency: string,
  held: string[],
): EffectResult {
  if (touched.length === 0) return { port: 'unchanged', output: { commissions: [] } };
  const change = touched.reduce((sum, one) => sum + one.change, 0n);
  const amount: JsonObject = { ...moneyToJson({ amount: change, currency }) };
  return {
    port: 'changed',
    output: {
      commissions: touched.map((one) => one.commission),
      held,
      amount,
      direction: change < 0n ? 'taken_back' : 'given_back',
    },
    label: { code: 'money', params: amount },
  };
}
