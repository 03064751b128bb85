import {
  dayOf,
  type CommissionId,
  type ExplanationPart,
  type Payout,
  type PayoutId,
  type Programme,
  type Statement,
} from '@sluice/domain';
import { decideInvoice, type EarlierInvoice, type SelfBilledInvoice } from '@sluice/domain/vat/invoice';
import { isSelfBilled, keptInvoiceNote, selfBillingNotes, selfBillingNumber } from '@sluice/domain/vat/notes';
import { recipientOf, supplierOf } from '@sluice/domain/vat/party';
import { NonRetryable } from '../activity-types.js';
import type { ActivityDeps } from './deps.js';

/** What a statement says of the partner's invoice, and the invoice itself where it is written with it. */
export type SelfBilling = { number: string; notes: ExplanationPart[]; invoice?: SelfBilledInvoice };

/**
 * Where the programme writes the partner's invoice: the invoice of a payout, under a number without a gap that is drawn once, or the
 * earlier one that holds for money that is sent again. Nothing is drawn before both parties can be named: the step is parked.
 */
export async function selfBillingOf(
  deps: ActivityDeps,
  programme: Programme,
  payout: Payout,
): Promise<SelfBilling | undefined> {
  const vat = payout.settlement?.vat;
  if (!vat || !isSelfBilled(vat)) return undefined;
  const items = await deps.store.commissions.many(
    programme.key,
    payout.items.map(({ commission }) => commission),
  );
  const { invoices, unused, commissions: told } = await earlierInvoices(deps, programme, items);
  const gone = told.filter(({ position }) => position?.state === 'rejected').map(({ id }) => id);
  const decided = decideInvoice({ ...payout, vat }, invoices, gone, programme.settings.rounding);
  if (decided.kind === 'kept') return { number: decided.number, notes: [keptInvoiceNote(decided.number)] };
  const { kind: _issue, ...content } = decided;
  const parties = await partiesOf(deps, programme, payout);
  const issued = deps.now();
  const number = unused ?? (await draw(deps, programme, payout, issued));
  const issuedOn = dayOf(issued, programme.timeZone);
  const days = items
    .filter(({ id }) => content.items.some(({ commission }) => commission === id))
    .map(({ occurredAt }) => dayOf(occurredAt, programme.timeZone))
    .sort();
  const service = { from: days[0] ?? issuedOn, to: days.at(-1) ?? issuedOn };
  const invoice = { number, scheme: vat.scheme, rate: vat.rate, ...content, ...parties, issuedOn, service };
  return { number, notes: selfBillingNotes(invoice), invoice };
}

/** Both parties by name, address and VAT number, as they are known now. */
async function partiesOf({ store }: ActivityDeps, { key, settings }: Programme, { partner, id }: Payout) {
  const profile = await store.taxForms.vatProfile(key, partner);
  const recipient = settings.vat && recipientOf(settings.vat);
  const supplier = profile && supplierOf(profile);
  if (recipient?.ok && supplier?.ok) return { recipient: recipient.party, supplier: supplier.party };
  const whose = recipient?.ok ? `the partner ${partner}` : 'the programme';
  throw new NonRetryable(
    'invoice_party',
    `The invoice of payout ${id} needs name, postal address and VAT number of ${whose}. Nothing was written; complete them, then try again.`,
  );
}

/** The next number of the range of the year in which it is issued; the payout's own where the step is tried again. */
async function draw(deps: ActivityDeps, { key, settings, timeZone }: Programme, { id }: Payout, at: Date) {
  await deps.failpoint('self_billing.issue.before');
  const inYear = Number(dayOf(at, timeZone).slice(0, 4));
  const { year, seq } = await deps.store.selfBillingNumbers.issue(key, inYear, id, at);
  await deps.failpoint('self_billing.issue.after');
  return numberOf(settings.vat?.numberPrefix, year, seq);
}

function numberOf(prefix = 'SB', year: number, seq: number): string {
  return selfBillingNumber(prefix, year, seq);
}

type Located = Awaited<ReturnType<ActivityDeps['store']['commissions']['many']>>[number];

/**
 * What was invoiced before with payouts whose money came back and is in this one, oldest first; and a number that was drawn for one
 * of them whose statement was never written, which is used instead of a new one.
 */
async function earlierInvoices({ store }: ActivityDeps, { key, settings }: Programme, items: readonly Located[]) {
  const returned = new Set<PayoutId>(
    items.flatMap(({ position }) => (position?.past ?? []).flatMap((one) => (one.by === 'returned' ? one.payout : []))),
  );
  const statements: Statement[] = [];
  let unused: string | undefined;
  for (const id of returned) {
    const statement = await store.statements.ofPayout(key, id);
    const drawn = statement ? null : await store.selfBillingNumbers.ofPayout(key, id);
    if (statement) statements.push(statement);
    if (drawn) unused ??= numberOf(settings.vat?.numberPrefix, drawn.year, drawn.seq);
  }
  const invoices: EarlierInvoice[] = [];
  for (const statement of statements.sort((a, b) => a.number - b.number)) {
    const invoice = statement.invoice ?? (await formerInvoice(store, statement));
    if (invoice) invoices.push(invoice);
  }
  const ids = new Set<CommissionId>(invoices.flatMap((one) => one.items.map(({ commission }) => commission)));
  return { invoices, unused, commissions: await store.commissions.many(key, [...ids]) };
}

/** The invoice that a statement was before invoices were kept with it: that of its whole payout. */
async function formerInvoice(
  store: ActivityDeps['store'],
  { programme, payout: id, selfBilling: number, notes }: Statement,
): Promise<EarlierInvoice | undefined> {
  if (!id || number === undefined || !notes?.some(({ code }) => code === 'self_billing.title')) return undefined;
  const payout = await store.payouts.need(programme, id);
  const { scheme, rate } = payout.settlement?.vat ?? {};
  return scheme !== undefined && rate !== undefined ? { number, scheme, rate, items: payout.items } : undefined;
}
