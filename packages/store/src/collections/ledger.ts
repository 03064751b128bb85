import {
  appendJournal,
  foldCommission,
  type Account,
  type Balances,
  type CommissionId,
  type CommissionPosition,
  type Decision,
  type Journal,
  type JournalId,
  type JournalKind,
  type PartnerId,
  type Positions,
  type Refusal,
} from '@sluice/domain';
import { ChainHead } from '../core/chain.js';
import { pause, type PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import { StoreError } from '../core/errors.js';
import { KeyedQueue } from '../core/queue.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';
import type { commissions } from './commissions.js';

/** What posting came to: the journals as they are stored (also those that were there before), or the decision's refusal. */
export type Posted = { ok: true; journals: Journal[]; appended: number } | Refusal;

/** Decides purely from the partner's head and the positions of the named commissions as of that head. */
export type Decide = (head: Journal | null, positions: Positions) => Decision;

export interface PostOptions {
  /** Commissions whose positions the decision looks at. */
  commissions: readonly CommissionId[];
  /** What leaves with the journal: asked once per journal that is appended. */
  out?: (journal: Journal) => Outgoing;
}

export interface AccountSum {
  account: Account;
  currency: string;
  balance: bigint;
}

const maxAttempts = 500;

/**
 * The ledger: each partner's journals form one chain by the unique (programme, partner, seq). Whoever inserts head + 1 has
 * decided from the head; everybody else decides again. No transactions, no locks.
 */
export function ledger(db: Database, commissionsOf: ReturnType<typeof commissions>) {
  const c = db.collection<Journal>({
    name: 'journals',
    version: 1,
    fields: {
      partner: 'string',
      seq: 'number',
      at: 'date',
      kind: 'string',
      cause: 'string',
      commissions: 'plain',
      payout: 'string',
      batch: 'string',
      postings: 'plain',
      conversion: 'plain',
      balancesAfter: 'map',
      counters: 'map',
      reason: 'text',
      actor: 'string',
    },
    lookups: { touches: 'strings' },
    derive: (journal) => ({ touches: journal.commissions.map(({ id }) => id) }),
    indexes: [
      { keys: ['partner', 'seq'], unique: true },
      { keys: ['touches'] },
      { keys: ['payout'] },
      { keys: ['batch'] },
      { keys: ['kind'] },
      { keys: ['at'] },
    ],
  });
  const turns = new KeyedQueue();
  const heads = new ChainHead<Stored<Journal>>(
    (chain, seq) => c.findOne(programmeOf(chain), { partner: partnerOf(chain), seq }),
    async (chain) =>
      (await c.find(programmeOf(chain), { partner: partnerOf(chain) }, { sort: { seq: -1 }, limit: 1 }))[0] ?? null,
  );

  /** The journals up to a number that name the given commissions, by commission; only those that any journal names. */
  async function histories(
    programme: string,
    partner: PartnerId,
    ids: readonly CommissionId[],
    upTo: number,
  ): Promise<Map<CommissionId, Journal[]>> {
    const wanted = new Set(ids);
    if (wanted.size === 0 || upTo === 0) return new Map();
    const [only] = wanted;
    const naming = wanted.size === 1 ? only : { $in: [...wanted] };
    const journals = await c.find(programme, { partner, touches: naming, seq: { $lte: upTo } }, { sort: { seq: 1 } });
    const by = new Map<CommissionId, Journal[]>();
    for (const journal of journals)
      for (const { id } of journal.commissions) if (wanted.has(id)) by.set(id, [...(by.get(id) ?? []), journal]);
    return by;
  }

  async function positions(
    programme: string,
    partner: PartnerId,
    ids: readonly CommissionId[],
    upTo: number,
  ): Promise<Record<string, CommissionPosition>> {
    const by = await histories(programme, partner, ids, upTo);
    return Object.fromEntries([...by].map(([id, journals]) => [id, foldCommission(journals, id)]));
  }

  async function stored(programme: string, ids: readonly JournalId[]): Promise<Map<string, Journal>> {
    const found = await Promise.all(ids.map((id) => c.get(programme, id)));
    return new Map(found.filter((journal) => journal !== null).map((journal) => [journal.id, journal]));
  }

  /** Brings the projections of commissions up to the partner's head; one that is there already is left alone. */
  async function project(
    programme: string,
    partner: PartnerId,
    ids: readonly CommissionId[],
    upTo?: number,
  ): Promise<void> {
    if (ids.length === 0) return;
    const seq = upTo ?? (await heads.find(`${programme}|${partner}`))?.seq ?? 0;
    await db.failpoint('commissions.project.before');
    for (const [id, journals] of await histories(programme, partner, ids, seq)) {
      try {
        await commissionsOf.project(programme, id, foldCommission(journals, id), stateSince(journals, id));
      } catch (error) {
        // A journal may name a commission that only the ledger knows, e.g. a line whose document is still to be written.
        if (!(error instanceof StoreError) || error.code !== 'not_found') throw error;
      }
    }
    await db.failpoint('commissions.project.after');
  }

  const repository = {
    collection: c,

    /** The newest journal of a partner, or null. Its `balancesAfter` is what the partner has. */
    head: (programme: string, partner: PartnerId): Promise<Stored<Journal> | null> =>
      heads.find(`${programme}|${partner}`),

    /**
     * Moves money: reads the head, decides, inserts head + 1; where somebody else was quicker decides again, and where a
     * journal of that id is there already it has happened: that one is answered. Journals of one decision are appended one
     * by one; cut off between two, the next try decides (or finds) the rest.
     */
    post: (programme: string, partner: PartnerId, options: PostOptions, decide: Decide): Promise<Posted> =>
      turns.run(`${programme}|${partner}`, () => decideAndAppend(programme, partner, options, decide)),

    get: (programme: string, id: JournalId) => c.get(programme, id),

    /** Positions of some of a partner's commissions as of its head. */
    async positions(programme: string, partner: PartnerId, ids: readonly CommissionId[]): Promise<Positions> {
      const head = await repository.head(programme, partner);
      return positions(programme, partner, ids, head?.seq ?? 0);
    },

    /** A stretch of a partner's chain, both ends included; the whole chain by default. */
    journals: (
      programme: string,
      partner: PartnerId,
      fromSeq = 1,
      toSeq = Number.MAX_SAFE_INTEGER,
    ): Promise<Stored<Journal>[]> =>
      c.find(programme, { partner, seq: { $gte: fromSeq, $lte: toSeq } }, { sort: { seq: 1 } }),

    ofCommission: (programme: string, commission: CommissionId): Promise<Stored<Journal>[]> =>
      c.find(programme, { touches: commission }, { sort: { seq: 1 } }),

    ofPayout: (programme: string, payout: string): Promise<Stored<Journal>[]> =>
      c.find(programme, { payout }, { sort: { seq: 1 } }),

    list: (
      programme: string,
      query: PageQuery & { partner?: PartnerId; kind?: JournalKind; batch?: string; from?: Date; to?: Date } = {},
    ) =>
      c.page(
        programme,
        {
          ...(query.partner ? { partner: query.partner } : {}),
          ...(query.kind ? { kind: query.kind } : {}),
          ...(query.batch ? { batch: query.batch } : {}),
          ...(query.from || query.to
            ? { at: { ...(query.from ? { $gte: query.from } : {}), ...(query.to ? { $lt: query.to } : {}) } }
            : {}),
        },
        query,
        { field: 'at', direction: -1 },
      ),

    /** Partners that have a chain. */
    partners: (programme: string): Promise<PartnerId[]> =>
      c.model.distinct('partner', { programme }) as unknown as Promise<PartnerId[]>,

    /** Every partner's head. */
    async heads(programme: string): Promise<Stored<Journal>[]> {
      const found: Stored<Journal>[] = [];
      for (const partner of await repository.partners(programme)) {
        const head = await repository.head(programme, partner);
        if (head) found.push(head);
      }
      return found;
    },

    /** Balance of every account over all partners, from their heads. Per currency the balances sum to zero. */
    async accounts(programme: string): Promise<AccountSum[]> {
      const sums: Balances = {};
      for (const head of await repository.heads(programme))
        for (const [key, amount] of Object.entries(head.balancesAfter)) sums[key] = (sums[key] ?? 0n) + amount;
      return Object.entries(sums)
        .map(([key, balance]) => {
          const bar = key.lastIndexOf('|');
          return { account: key.slice(0, bar) as Account, currency: key.slice(bar + 1), balance };
        })
        .sort((a, b) => (a.currency + a.account < b.currency + b.account ? -1 : 1));
    },

    /** Balance of every account by the journals before an instant, summed by the server. */
    async accountsBefore(programme: string, before: Date): Promise<AccountSum[]> {
      const sums = await c.model.aggregate<{ _id: { account: Account; currency: string }; sum: number | bigint }>([
        { $match: { programme, at: { $lt: before } } },
        { $unwind: '$postings' },
        {
          $group: {
            _id: { account: '$postings.account', currency: '$postings.currency' },
            sum: { $sum: '$postings.amount' },
          },
        },
      ]);
      return sums
        .map(({ _id, sum }) => ({ account: _id.account, currency: _id.currency, balance: BigInt(sum) }))
        .sort((a, b) => (a.currency + a.account < b.currency + b.account ? -1 : 1));
    },

    /** Per currency: all accounts, and their sum, which is zero in a book that balances; now, or as it was before an instant. */
    async trialBalance(
      programme: string,
      before?: Date,
    ): Promise<{ currency: string; accounts: AccountSum[]; sum: bigint }[]> {
      const all = await (before ? repository.accountsBefore(programme, before) : repository.accounts(programme));
      return [...new Set(all.map(({ currency }) => currency))].map((currency) => {
        const accounts = all.filter((each) => each.currency === currency);
        return { currency, accounts, sum: accounts.reduce((sum, { balance }) => sum + balance, 0n) };
      });
    },

    /** Brings projections up to the head: for a crash between journal and projection, and for rebuilding. */
    project,
  };

  async function decideAndAppend(
    programme: string,
    partner: PartnerId,
    options: PostOptions,
    decide: Decide,
  ): Promise<Posted> {
    let appended = 0;
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const head = await repository.head(programme, partner);
      const decision = decide(head, await positions(programme, partner, options.commissions, head?.seq ?? 0));
      if (!decision.ok) return decision;
      const known = await stored(
        programme,
        decision.journals.map(({ id }) => id),
      );
      const journals: Journal[] = [];
      let tip: Journal | null = head;
      let lost = false;
      for (const decided of decision.journals) {
        const before = known.get(decided.id);
        if (before) {
          journals.push(before);
          continue;
        }
        const next = await append(appendJournal(tip, decided), options.out);
        if (!next) {
          lost = true;
          break;
        }
        heads.note(`${programme}|${partner}`, next);
        journals.push(next);
        tip = next;
        appended += 1;
      }
      if (lost) {
        await pause(attempt);
        continue;
      }
      // Where nothing was left to be done, an earlier try may have been cut off before it came to the projections.
      const named =
        journals.length > 0 ? journals.flatMap((each) => each.commissions.map(({ id }) => id)) : options.commissions;
      await project(programme, partner, named, tip?.seq ?? 0);
      return { ok: true, journals, appended };
    }
    throw new StoreError('contention', `The journals of ${partner} grow so fast that none gets in.`, { partner });
  }

  /** Null where the place in the chain, or the journal's id, was taken meanwhile: decide again. */
  async function append(journal: Journal, out: PostOptions['out']): Promise<Stored<Journal> | null> {
    await db.failpoint(`ledger.${journal.kind}.before`);
    try {
      const appended = await c.insert(journal, out?.(journal));
      await db.failpoint(`ledger.${journal.kind}.after`);
      return appended;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'duplicate') return null;
      throw error;
    }
  }

  return repository;
}

/** When a commission reached the state it has: the time of the last journal that changed it. */
export function stateSince(journals: readonly Journal[], id: CommissionId): Date {
  let since = new Date(0);
  let state: string | undefined;
  for (const journal of journals) {
    const told = journal.commissions.find((entry) => entry.id === id)?.state;
    if (told === undefined || told === state) continue;
    state = told;
    since = journal.at;
  }
  return since;
}

function programmeOf(chain: string): string {
  return chain.slice(0, chain.indexOf('|'));
}

function partnerOf(chain: string): string {
  return chain.slice(chain.indexOf('|') + 1);
}
