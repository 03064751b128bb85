import type { ApprovalId, Batch } from '@sluice/domain';
import { verify, type StoredCommission } from '@sluice/store';
import { stripeEvent, type GivenPayment } from '../stripe.js';
import type { Answer } from './api-client.js';
import type { System } from './system.js';
import { until } from './until.js';

/** How long a step may take: processes are killed on the way, and the machine may be busy. */
const patience = 600_000;

export const people = {
  admin: 'admin@halden.example',
  ops: 'ops@halden.example',
  manager: 'manager@halden.example',
  priya: 'finance@halden.example',
  tomas: 'finance2@halden.example',
} as const;

/** A payment of this installation that names its partner by the code of the partner's link. */
export function credited(system: System, link: string, payment: GivenPayment): GivenPayment {
  const name = `${payment.name}-${system.tag}`;
  return { at: new Date(), subscriptionMetadata: { sluice_partner: link }, ...payment, name };
}

/** What Stripe sends when an invoice is paid: the invoice, the same in older words, and which payment it was paid by. */
export function paidEvents(payment: GivenPayment): unknown[] {
  return [
    stripeEvent.invoicePaid(payment),
    stripeEvent.invoicePaymentSucceeded(payment),
    stripeEvent.invoicePaymentPaid(payment),
  ];
}

/** Delivers the events at once, in the order given. */
export async function deliver(system: System, events: readonly unknown[]): Promise<void> {
  await Promise.all(events.map((event) => system.api.stripe(event)));
}

/** The commission of a Stripe payment's invoice, where it is earned already. */
export async function commissionOf(system: System, payment: string): Promise<StoredCommission | undefined> {
  const found = await system.store.commissions.collection.find(system.programme, {
    orderExternalId: `in_${payment}-${system.tag}`,
  });
  return found.find(({ reverses }) => reverses === undefined);
}

/** Waits until the payment's commission is in `state` by its position. */
export function commissionIn(
  system: System,
  payment: string,
  state: string,
  timeoutMs = patience,
): Promise<StoredCommission> {
  return until(
    `the commission of ${payment} to be ${state}`,
    async () => {
      const commission = await commissionOf(system, payment);
      return commission?.position?.state === state && commission;
    },
    timeoutMs,
  );
}

export interface Pending {
  id: ApprovalId;
  subjectHash: string;
}

/** The approval that waits for people about `subject`. */
export function approvalOf(system: System, subject: string, timeoutMs = patience): Promise<Pending> {
  return until(
    `an approval about ${subject}`,
    async () => {
      const all = await system.store.approvals.ofSubject(system.programme, subject);
      return all.find(({ state }) => state === 'pending');
    },
    timeoutMs,
  );
}

/** Answers an approval over the API, naming what was looked at. */
export function decide(
  system: System,
  approval: Pending,
  as: string,
  outcome: 'approve' | 'reject' = 'approve',
): Promise<Answer<{ code?: string; state?: string }>> {
  return system.api.call('POST', `/v1/approvals/${approval.id}/decision`, {
    as,
    body: { outcome, subjectHash: approval.subjectHash, ...(outcome === 'reject' && { comment: 'Not like this.' }) },
  });
}

/** Prepares a payout batch over the API; answers it when it waits for approval, or when there was nothing to pay. */
export async function openBatch(system: System, as: string): Promise<Batch> {
  const answer = await system.api.call<{ run: string }>('POST', '/v1/payout-batches', { as, body: {} });
  if (answer.status >= 300) throw new Error(`The batch was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return until(
    'the batch to be prepared',
    async () => {
      const batch = await system.store.batches.ofRun(system.programme, answer.body.run);
      return batch !== null && batch.state !== 'draft' && batch;
    },
    patience,
  );
}

/** Waits until the batch is in one of the states. */
export function batchIn(system: System, id: Batch['id'], ...states: Batch['state'][]): Promise<Batch> {
  return until(
    `the batch to be ${states.join(' or ')}`,
    async () => {
      const batch = await system.store.batches.need(system.programme, id);
      return states.includes(batch.state) && batch;
    },
    patience,
  );
}

/** How many runs are in each status, e.g. `{ completed: 4 }`. */
export async function runStates(system: System): Promise<Record<string, number>> {
  const states: Record<string, number> = {};
  for (const { status, count } of await system.store.runs.counts(system.programme))
    states[status] = (states[status] ?? 0) + count;
  return states;
}

/** Waits until every admitted run is over, then proves the books against the rail's own record with no grace for anything. */
export async function settled(system: System, timeoutMs = patience): Promise<void> {
  await until(
    'every run to be over',
    async () => {
      const states = await runStates(system);
      if (Object.keys(states).some((state) => state !== 'completed')) throw new Error(JSON.stringify(states));
      return true;
    },
    timeoutMs,
    400,
  );
  await until(
    'the books to be right',
    async () => {
      const problems = await verify(system.store, { railRecords: await system.rail.payments(), graceMs: 0 });
      if (problems.length > 0) throw new Error(JSON.stringify(problems.slice(0, 5)));
      return true;
    },
    timeoutMs,
    800,
  );
}
