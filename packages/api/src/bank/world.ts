import {
  fileRails,
  isId,
  keyOfEndToEndId,
  payOf,
  readAccount,
  shortReference,
  type MatchablePayout,
  type MatchWorld,
  type Payout,
  type PayoutId,
} from '@sluice/domain';
import type { BankBooking } from '@sluice/connectors/bank/index';
import type { BankEntry, PayoutFile } from '@sluice/store';
import type { Context } from '../context.js';

/** How far back a payment is looked for that came back without our reference. */
const lookBackMs = 120 * 86_400_000;

/** All that the bookings of a statement may be about, read before they are matched. `own`: entries that speak of themselves. */
export async function worldOf(
  context: Context,
  programme: string,
  bookings: readonly Pick<BankBooking, 'endToEndId' | 'text' | 'message' | 'direction'>[],
  own: ReadonlySet<string>,
): Promise<MatchWorld> {
  const files = await filesOf(context, programme, bookings);
  const named = bookings.flatMap(({ endToEndId = '', text = '' }) => keysIn(`${endToEndId} ${text}`));
  const ids = [
    ...named.map((key) => key.split('/')[0]!),
    ...files.flatMap(({ items }) => items.map((one) => one.payout)),
  ];
  const { store } = context;
  const waiting = await store.payouts.ofState(programme, 'sent');
  const back = bookings.some(({ direction }) => direction === 'credit')
    ? await store.payouts.collection.find(programme, {
        state: 'paid',
        paidAt: { $gte: new Date(context.now().getTime() - lookBackMs) },
      })
    : [];
  const known = new Map<string, Payout>([...waiting, ...back].map((payout) => [payout.id, payout]));
  const missing = [...new Set(ids)].filter((id) => !known.has(id));
  if (missing.length > 0) {
    for (const payout of await store.payouts.collection.find(programme, { _id: { $in: missing } }))
      known.set(payout.id, payout);
  }
  const all = await matchable(context, programme, [...known.values()], own);
  const byShort = new Map(all.map((one) => [shortReference(one.key), one]));
  const byId = new Map(all.map((one) => [one.id as string, one]));
  const byKey = new Map(all.map((one) => [one.key, one]));
  const byFile = new Map(files.map((file) => [messageOf(file), file]));
  const some = (payouts: readonly Payout[]) => payouts.flatMap(({ id }) => byId.get(id) ?? []);
  const [sent, paid] = [some(waiting), some(back)];
  return {
    byKey: (key) => byKey.get(key),
    byShort: (reference) => byShort.get(reference),
    ofFile: (message) => byFile.get(message.replace(/-\d+$/, ''))?.items.flatMap((item) => byId.get(item.payout) ?? []),
    candidates: (direction) => (direction === 'debit' ? sent : paid),
  };
}

/** Payouts as they are matched: with what they were to pay, whose they are, and what other entries have said of them. */
export async function matchable(
  context: Context,
  programme: string,
  payouts: readonly Payout[],
  own: ReadonlySet<string>,
): Promise<MatchablePayout[]> {
  const { store, secrets } = context;
  const partners = await store.partners.many(programme, [...new Set(payouts.map(({ partner }) => partner))]);
  const names = new Map(partners.map((partner) => [partner.id, partner.name]));
  const told = await toldOf(
    context,
    programme,
    payouts.map(({ id }) => id),
    own,
  );
  return payouts.flatMap((payout) => {
    const key = payout.attempts.at(-1)?.key;
    if (key === undefined || !/^pay_[0-9A-Z]+\/\d+$/.test(key)) return [];
    const read = payout.payee && readAccount(secrets.openAccount(payout.payee.account), payout.rail);
    const holder = read?.ok && 'holder' in read.account ? read.account.holder : payout.payee?.holder;
    return [
      {
        id: payout.id,
        key,
        state: payout.state,
        pay: payOf(payout),
        byFile: (fileRails as readonly string[]).includes(payout.rail),
        names: [names.get(payout.partner), holder].filter((name) => name !== undefined),
        told: told.get(payout.id) ?? [],
      },
    ];
  });
}

/** What entries other than `own` have said of payouts. */
async function toldOf(
  context: Context,
  programme: string,
  ids: readonly PayoutId[],
  own: ReadonlySet<string>,
): Promise<Map<string, ('paid' | 'returned')[]>> {
  const told = new Map<string, ('paid' | 'returned')[]>();
  const entries: BankEntry[] = [];
  for (let from = 0; from < ids.length; from += 1_000)
    entries.push(
      ...(await context.store.bankEntries.collection.find(programme, {
        payouts: { $in: ids.slice(from, from + 1_000) },
        state: { $in: ['matched', 'mine'] },
      })),
    );
  for (const { id, payouts, outcome } of entries) {
    if (outcome === undefined || own.has(id)) continue;
    for (const payout of payouts) told.set(payout, [...(told.get(payout) ?? []), outcome]);
  }
  return told;
}

function keysIn(text: string): string[] {
  const upper = text.replace(/\s+/g, ' ').toUpperCase();
  return [...upper.matchAll(/PAY[0-9A-Z]{26}-\d{1,4}/g)].flatMap(([one]) => keyOfEndToEndId(one) ?? []);
}

async function filesOf(
  context: Context,
  programme: string,
  bookings: readonly Pick<BankBooking, 'message'>[],
): Promise<PayoutFile[]> {
  const ids = bookings.flatMap(({ message }) => {
    const id = message === undefined ? undefined : `pfl_${/^PFL([0-9A-Z]{26})(-\d+)?$/.exec(message)?.[1] ?? ''}`;
    return isId('payout_file', id) ? [id] : [];
  });
  const files = await Promise.all([...new Set(ids)].map((id) => context.store.payoutFiles.get(programme, id)));
  return files.filter((file) => file !== null);
}

function messageOf(file: PayoutFile): string {
  return `PFL${file.id.slice(4)}`;
}
