import type { StreamEvent } from '@sluice/contracts';
import type { AuditEntry, Store } from '@sluice/store';
import { at } from '../present/plain.js';
import { auditText } from '../present/words.js';
import type { Change, ChangeSource } from './hub.js';

/** Where a reader stands: the audit log's number, and the newest instants of events and approvals it has seen. */
interface Place {
  audit: number;
  event: number;
  approval: number;
}

const batch = 500;
/** Clocks of processes differ and writes overtake each other: a reader looks back this far, and skips what it has seen. */
const overlapMs = 2_000;

type Told = Omit<StreamEvent, 'id'> & { key: string; partner?: string };

/**
 * Changes as the store tells them: the audit log (money, access, decisions, in order), events as they come in, approvals as
 * they open, and runs whose revision has grown since the reader last looked. A reader that comes back with a cursor alone gets
 * the first three again; what it shows of runs it fetches anyway.
 */
export function storeChanges(store: Store): ChangeSource {
  /** Revision of each of the newest runs: it counts up with every flush. */
  async function revisions(programme: string): Promise<[string, number][]> {
    const runs = await store.runs.collection.model
      .find({ programme }, { rev: 1 })
      .sort({ startedAt: -1 })
      .limit(batch)
      .lean<{ _id: string; rev: number }[]>();
    return runs.map(({ _id, rev }) => [`run:${_id}`, Number(rev)]);
  }

  /** The same of the newest backtests: each chunk counts it up. */
  async function backtestRevisions(programme: string): Promise<[string, number][]> {
    const newest = await store.backtests.collection.model
      .find({ programme }, { rev: 1 })
      .sort({ createdAt: -1 })
      .limit(20)
      .lean<{ _id: string; rev: number }[]>();
    return newest.map(({ _id, rev }) => [_id, Number(rev)]);
  }

  return {
    async head(programme) {
      const [head, [event], [approval]] = await Promise.all([
        store.audit.head(programme),
        store.events.collection.find(programme, {}, { sort: { receivedAt: -1 }, limit: 1 }),
        store.approvals.collection.find(programme, {}, { sort: { createdAt: -1 }, limit: 1 }),
      ]);
      return print({
        audit: head?.seq ?? 0,
        event: event?.receivedAt.getTime() ?? 0,
        approval: approval?.createdAt.getTime() ?? 0,
      });
    },

    async since(programme, cursor, seen) {
      const from = parse(cursor);
      const after = (instant: number) => ({ $gt: new Date(Math.max(0, instant - (seen ? overlapMs : 0))) });
      const [audits, events, approvals, runs, tests] = await Promise.all([
        store.audit.range(programme, from.audit + 1, from.audit + batch),
        store.events.collection.find(
          programme,
          { receivedAt: after(from.event) },
          { sort: { receivedAt: 1 }, limit: batch },
        ),
        store.approvals.collection.find(
          programme,
          { createdAt: after(from.approval) },
          { sort: { createdAt: 1 }, limit: batch },
        ),
        seen ? revisions(programme) : [],
        seen ? backtestRevisions(programme) : [],
      ]);
      const told: Told[] = [
        ...events.map((event) => ({
          key: `event:${event.id}`,
          at: at(event.receivedAt),
          kind: 'event' as const,
          subject: { kind: 'event', id: event.id },
          text: event.type,
        })),
        ...approvals.map((approval) => ({
          key: `approval:${approval.id}`,
          at: at(approval.createdAt),
          kind: 'approval' as const,
          subject: { kind: 'approval', id: approval.id },
          text: approval.title,
        })),
        ...runs.map(([key, rev]) => ({
          key: `${key}:${rev}`,
          at: at(new Date()),
          kind: 'run' as const,
          subject: { kind: 'run', id: key.slice('run:'.length) },
          text: '',
        })),
        ...tests.map(([id, rev]) => ({
          key: `backtest:${id}:${rev}`,
          at: at(new Date()),
          kind: 'backtest' as const,
          subject: { kind: 'backtest', id },
          text: '',
        })),
        ...audits.map(ofAudit),
      ];
      const next: Place = {
        audit: audits.at(-1)?.seq ?? from.audit,
        event: Math.max(from.event, events.at(-1)?.receivedAt.getTime() ?? 0),
        approval: Math.max(from.approval, approvals.at(-1)?.createdAt.getTime() ?? 0),
      };
      const first = seen?.size === 0;
      const fresh = told.filter(({ key }) => !seen?.has(key));
      for (const { key } of fresh) seen?.add(key);
      // What a reader sees at its very first look was there before it came, except what its place says is newer.
      const news = first
        ? fresh.filter((one) => one.kind !== 'run' && !one.key.startsWith('backtest:') && isNewer(one, from))
        : fresh;
      return { changes: news.map((one, index) => numbered(one, next, index)), cursor: print(next) };
    },
  };
}

function isNewer(told: Told, from: Place): boolean {
  if (told.kind === 'event') return Date.parse(told.at) > from.event;
  if (told.key.startsWith('approval:')) return Date.parse(told.at) > from.approval;
  return true;
}

/** The id is the place after the whole look, so that a reader goes on from there, and a count that tells changes apart. */
function numbered({ key: _key, partner, ...event }: Told, place: Place, index: number): Change {
  return { event: { id: `${print(place)}.${index}`, ...event }, ...(partner === undefined ? {} : { partner }) };
}

function print({ audit, event, approval }: Place): string {
  return [audit, event, approval].map((number) => number.toString(36)).join('.');
}

function parse(cursor: string): Place {
  const [audit, event, approval] = cursor
    .split('.')
    .map((part) => (/^[0-9a-z]{1,11}$/.test(part) ? parseInt(part, 36) : NaN));
  if (
    audit === undefined ||
    event === undefined ||
    approval === undefined ||
    [audit, event, approval].some(Number.isNaN)
  ) {
    throw new RangeError('not a place of this stream');
  }
  return { audit, event, approval };
}

/** Collections are called in the plural, things in the singular. */
const kinds: Record<string, StreamEvent['kind']> = {
  commissions: 'commission',
  commission: 'commission',
  journals: 'commission',
  batches: 'batch',
  batch: 'batch',
  payouts: 'payout',
  payout: 'payout',
  statements: 'statement',
  statement: 'statement',
  messages: 'message',
  tasks: 'task',
  task: 'task',
  partners: 'partner',
  partner: 'partner',
  rules: 'rule',
  rule: 'rule',
  facts: 'rule',
  approvals: 'approval',
  approval: 'approval',
  runs: 'run',
  run: 'run',
  backtests: 'backtest',
  backtest: 'backtest',
};

function ofAudit(entry: AuditEntry): Told {
  const kind = kinds[entry.subject.kind] ?? 'audit';
  const partner = kind === 'partner' ? entry.subject.id : entry.detail.partner;
  return {
    key: `audit:${entry.seq}`,
    at: at(entry.at),
    kind,
    subject: entry.subject,
    text: auditText(entry, 'en'),
    ...(typeof partner === 'string' ? { partner } : {}),
  };
}
