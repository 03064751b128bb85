import type { ProcessName } from './harness/process.js';

/** Which process is killed at which named places; each place is around one write or one outside call. */
export type Failpoints = Partial<Record<ProcessName, readonly string[]>>;

/** From the signed invoice to a payable commission: what was said, folded, attributed, started, computed, reviewed, held. */
export const earning = {
  api: ['events.insert.before', 'events.insert.after'],
  dispatcher: [
    'order.fold.before',
    'orders.change.after',
    'referral.insert.before',
    'referral.insert.after',
    'referral.order.after',
    'admission.insert.after',
    'run.start.before',
    'run.start.after',
    'event.done.before',
    'relay.append.before',
    'relay.append.after',
    'relay.pull.after',
  ],
  worker: [
    'run.save.after',
    'commission.insert.after',
    'ledger.post.after',
    'commissions.project.before',
    'message.insert.after',
    'wait.register.after',
    'approval.insert.after',
    'approval.decide.after',
    'mail.send.after',
    'run.close.after',
  ],
} as const satisfies Failpoints;

/** From the payable commission to the partner who is paid and told: the batch, its approval, the rail, the statement. */
export const paying = {
  api: ['idempotency.insert.before', 'admissions.insert.before'],
  dispatcher: [
    'run.signal.before',
    'run.signal.after',
    'payout.event.before',
    'payout.event.after',
    'ledger.post.after',
  ],
  worker: [
    'batch.insert.after',
    'payout.reserve.after',
    'batch.sending.after',
    'payout.commit.after',
    'payout.attempt.after',
    'rail.send.after',
    'rail.find.after',
    'statement.insert.after',
  ],
} as const satisfies Failpoints;

/** Every failpoint of the list as `process name`, e.g. `worker rail.send.after`. */
export function named(failpoints: Failpoints): string[] {
  return Object.entries(failpoints).flatMap(([process, names]) => names.map((name) => `${process} ${name}`));
}
