import type { ProcessName } from './harness/build.js';

/** Which process is killed at which named places; each place is on one side of one write or one outside call. */
export type Failpoints = Partial<Record<ProcessName, readonly string[]>>;

/** `ledger.<kind>.before` and `.after` of journals. */
function journals(...kinds: string[]): string[] {
  return kinds.flatMap((kind) => [`ledger.${kind}.before`, `ledger.${kind}.after`]);
}

/** `<name>.before` and `<name>.after`. */
function bothSides(...names: string[]): string[] {
  return names.flatMap((name) => [`${name}.before`, `${name}.after`]);
}

/**
 * Every place of the money story, in the order of a story's life: both sides of each write and each outside call. Where two
 * of them have nothing between (the end of one write and the beginning of the next), one of the two names stands for both.
 */
export const places = {
  api: [
    ...bothSides('events.insert', 'idempotency.insert', 'admissions.insert', 'approval.answer', 'tasks.change'),
    'idempotency.change.after',
  ],
  dispatcher: [
    ...bothSides('order.fold'),
    'customer.seen.after',
    ...bothSides('referral.insert'),
    'referral.count.before',
    'referral.order.after',
    'event.correlate.after',
    ...bothSides('admission.insert', 'run.start'),
    'run.started.after',
    ...bothSides('run.signal', 'event.done', 'relay.append', 'relay.pull', 'payout.event', 'payout.settled'),
    ...journals('paid', 'failed', 'returned'),
  ],
  worker: [
    ...bothSides('run.save', 'commission.insert'),
    ...journals('earn', 'hold', 'lift', 'release', 'review', 'approve', 'reject', 'reduce', 'restore'),
    ...bothSides('commissions.project', 'message.insert', 'mail.send'),
    'message.sent.after',
    ...bothSides('wait.register', 'approval.insert', 'approval.decide', 'run.close'),
    'run.close.cleared',
    ...bothSides('batch.insert'),
    'payout.insert.before',
    ...journals('reserve'),
    ...bothSides('batch.submit'),
    'payout.submit.after',
    ...journals('unreserve'),
    ...bothSides('batch.refresh', 'approval.reopen'),
    'batch.approve.before',
    ...bothSides('batch.sending'),
    ...journals('send'),
    ...bothSides('payout.attempt', 'rail.send', 'rail.find'),
    ...journals('paid'),
    ...bothSides('payout.settled', 'batch.sent', 'statement.insert'),
    'payout.statement.after',
    ...bothSides('task.insert'),
    ...journals('claw_back'),
    ...bothSides('line.insert'),
  ],
} as const satisfies Failpoints;

/**
 * Deals the places out to `hands` installations as cards are: neighbours, which would kill the same step of the same run one
 * after the other, go to different ones.
 */
export function deal(all: Failpoints, hands: number): Failpoints[] {
  return Array.from({ length: hands }, (_, hand) =>
    Object.fromEntries(
      Object.entries(all).map(([process, names]) => [process, names.filter((__, index) => index % hands === hand)]),
    ),
  );
}

/** Every failpoint of the list as `process name`, e.g. `worker rail.send.after`. */
export function named(failpoints: Failpoints): string[] {
  return Object.entries(failpoints).flatMap(([process, names]) => names.map((name) => `${process} ${name}`));
}
