import { createHash } from 'node:crypto';
import { derivedId, matchBooking, type BankMatch, type MatchWorld } from '@sluice/domain';
import { readBankFile, type BankBooking } from '@sluice/connectors/bank/index';
import type { BankStatementImport } from '@sluice/contracts';
import { settlePayout } from '@sluice/store/operations/index';
import type { BankEntry, BankStatement } from '@sluice/store';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import { compact } from '../present/plain.js';
import { actorOf } from '../routes/users.js';
import { worldOf } from './world.js';

/** Entries that are posted at the same time: each is about payouts of its own. */
const atOnce = 8;

export interface Imported {
  statement: BankStatement;
  isNew: boolean;
  entries: BankEntry[];
}

/**
 * Reads a bank's statement and posts what it says of our payouts, entry by entry: first the money, then the entry that says so. Cut
 * off anywhere, the same file imported again goes on; imported twice it changes nothing. A dry run stores nothing.
 */
export async function importStatement(context: Context, caller: Caller, body: BankStatementImport): Promise<Imported> {
  const { store } = context;
  const { programme } = caller;
  const read = readBankFile(
    body.content,
    compact({ format: body.format, columns: body.columns, currency: body.currency }),
  );
  if (!read.ok) {
    throw new Refusal('invalid', {
      detail: 'This file cannot be read as a bank statement; nothing was imported.',
      errors: read.problems.map(({ where, code, message }) => ({
        pointer: '/content',
        code,
        message: `${where}: ${message}`,
      })),
    });
  }
  const sha256 = createHash('sha256').update(body.content, 'utf8').digest('hex');
  const { bookings, ...about } = read.statement;
  const statement: BankStatement = {
    id: derivedId('bank_statement', programme, sha256),
    programme,
    name: body.name,
    format: about.format,
    sha256,
    ...(about.account !== undefined && { account: tail(about.account) }),
    ...compact({ number: about.number, from: about.from, to: about.to }),
    entries: bookings.length,
    importedBy: actorOf(caller),
    createdAt: context.now(),
  };
  const drafts = withIds(programme, bookings);
  const own = new Set<string>(drafts.map(({ id }) => id));
  const world = await worldOf(context, programme, bookings, own);
  const stored = new Map((await storedOf(context, programme, [...own])).map((entry) => [entry.id as string, entry]));
  const entries: BankEntry[] = [];
  const toKeep: { entry: BankEntry; known: BankEntry | undefined; match: BankMatch | undefined }[] = [];
  const told = new Map<string, Set<string>>();
  for (const { id, booking } of drafts) {
    const known = stored.get(id);
    // A booking that was matched, or that a person has decided about, stays what it is; what was open is looked at again.
    const isDone = known && !['open', 'suggested', 'pending'].includes(known.state);
    const match = isDone ? undefined : matchBooking(booking, within(world, told));
    const entry = known && !match ? known : entryOf(statement, id, booking, match ?? { kind: 'open' });
    for (const payout of entry.outcome === undefined ? [] : entry.payouts)
      told.set(payout, (told.get(payout) ?? new Set()).add(entry.outcome!));
    toKeep.push({ entry, known, match });
    entries.push(entry);
  }
  if (body.dryRun) return { statement, isNew: !(await store.bankStatements.get(programme, statement.id)), entries };
  for (let from = 0; from < toKeep.length; from += atOnce)
    await Promise.all(
      toKeep.slice(from, from + atOnce).map(({ entry, known, match }) => keep(context, caller, entry, known, match)),
    );
  const { inserted, doc } = await store.bankStatements.insertOrRead(statement, {
    audit: {
      action: 'bank_statement.imported',
      actor: actorOf(caller),
      detail: {
        name: statement.name,
        sha256,
        entries: entries.length,
        matched: entries.filter(({ state }) => state === 'matched').length,
      },
    },
  });
  return { statement: doc, isNew: inserted, entries };
}

/** What entries earlier in the same file have said counts as said. */
function within(world: MatchWorld, told: ReadonlyMap<string, ReadonlySet<string>>): MatchWorld {
  const also = <T extends { id: string; told: readonly ('paid' | 'returned')[] }>(payout: T): T => {
    const more = (['paid', 'returned'] as const).filter((one) => told.get(payout.id)?.has(one));
    return more.length === 0 ? payout : { ...payout, told: [...payout.told, ...more] };
  };
  const one = <T extends Parameters<typeof also>[0]>(payout: T | undefined) => payout && also(payout);
  return {
    byKey: (key) => one(world.byKey(key)),
    byShort: (reference) => one(world.byShort(reference)),
    ofFile: (message) => world.ofFile(message)?.map(also),
    candidates: (direction) => world.candidates(direction).filter(({ id }) => !told.has(id)),
  };
}

async function keep(
  context: Context,
  caller: Caller,
  entry: BankEntry,
  known: BankEntry | undefined,
  match: BankMatch | undefined,
): Promise<void> {
  const { store } = context;
  if (match?.kind === 'matched') {
    for (const payout of match.payouts) {
      await settlePayout(store, entry.programme, payout.id, {
        attempt: payout.key,
        outcome: match.outcome,
        railReference: entry.reference || entry.endToEndId || entry.id,
        ...(match.outcome === 'returned' && {
          error: {
            code: entry.returnReason?.code ?? 'returned',
            message: entry.returnReason?.text ?? 'The bank sent the money back.',
          },
        }),
        at: context.now(),
        actor: caller.id,
      });
    }
  }
  const audit =
    match?.kind === 'matched'
      ? {
          action: 'bank_entry.matched',
          actor: actorOf(caller),
          detail: {
            outcome: match.outcome,
            payouts: match.payouts.length,
            reference: entry.reference,
            bookedAt: entry.bookedAt,
          },
        }
      : undefined;
  if (!known) {
    const { inserted } = await store.bankEntries.insertOrRead(entry, audit && { audit });
    if (inserted || !match) return;
  }
  if (!match) return;
  await store.bankEntries.change(entry.programme, entry.id, (doc) =>
    ['open', 'suggested', 'pending'].includes(doc.state)
      ? {
          set: {
            state: entry.state,
            outcome: entry.outcome,
            payouts: entry.payouts,
            suggestions: entry.suggestions,
            problem: entry.problem,
          },
          ...(audit && { audit }),
        }
      : null,
  );
}

function entryOf(statement: BankStatement, id: BankEntry['id'], booking: BankBooking, match: BankMatch): BankEntry {
  const { endToEndId, text, name, returnReason, account } = booking;
  return {
    id,
    programme: statement.programme,
    statement: statement.id,
    reference: booking.reference,
    bookedAt: booking.bookedAt,
    direction: booking.direction,
    amount: booking.amount,
    ...compact({ endToEndId, text, name, returnReason }),
    ...(account !== undefined && { account: tail(account) }),
    state: match.kind,
    ...(match.kind === 'matched' && { outcome: match.outcome }),
    payouts: match.kind === 'matched' ? match.payouts.map((one) => one.id) : [],
    suggestions: match.kind === 'suggested' ? match.suggestions : [],
    ...(match.kind === 'open' && match.problem && { problem: match.problem }),
    createdAt: statement.createdAt,
  };
}

/**
 * A booking is the same in whichever file it is told: by our own reference where it has one, otherwise by the bank's. Equal ones in one
 * file are told apart by their place among each other.
 */
function withIds(programme: string, bookings: readonly BankBooking[]): { id: BankEntry['id']; booking: BankBooking }[] {
  const seen = new Map<string, number>();
  return bookings.map((booking) => {
    const { direction, bookedAt, amount, endToEndId, reference, text = '', name = '' } = booking;
    const own = endToEndId === undefined ? [reference, text, name] : ['e2e', endToEndId];
    const parts = [direction, bookedAt, amount.amount.toString(), amount.currency, ...own];
    const place = (seen.get(parts.join('\n')) ?? 0) + 1;
    seen.set(parts.join('\n'), place);
    return { id: derivedId('bank_entry', programme, ...parts, String(place)), booking };
  });
}

async function storedOf(context: Context, programme: string, ids: readonly string[]): Promise<BankEntry[]> {
  const found: BankEntry[] = [];
  for (let from = 0; from < ids.length; from += 1_000)
    found.push(
      ...(await context.store.bankEntries.collection.find(programme, { _id: { $in: ids.slice(from, from + 1_000) } })),
    );
  return found;
}

function tail(account: string): string {
  return account.length < 8 ? '••••' : `••••${account.slice(-4)}`;
}
