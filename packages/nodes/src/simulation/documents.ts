import type {
  Approval,
  Batch,
  Claims,
  Commission,
  CustomerId,
  DocumentRequest,
  FxRate,
  Id,
  Json,
  JsonObject,
  Journal,
  Order,
  Partner,
  PartnerGroup,
  PartnerId,
  Payout,
  Prospect,
  Referral,
  RuleDecision,
  Statement,
  Touch,
} from '@sluice/domain';
import type { StepNotice } from '../decisions/notice.js';
import type { StepTask } from '../decisions/task.js';
import type { World } from './types.js';

/** The documents that the simulated steps of ours read and write, as the domain knows them. */
export interface Documents {
  partners: Partner;
  customers: { id: CustomerId; externalId: string; email?: string; firstSeenAt: Date };
  orders: Order;
  referrals: Referral;
  touches: Touch & { customer?: CustomerId };
  coupons: { id: string; partner: PartnerId; code: string; active: boolean; expiresAt?: Date; terms?: string };
  coupon_requests: {
    id: string;
    partner: PartnerId;
    code: string;
    landingPage?: string;
    state: string;
    coupon?: string;
    reason?: string;
  };
  links: { id: Id<'link'>; partner: PartnerId; code: string; active: boolean };
  assets: {
    id: Id<'asset'>;
    kind: 'landing_page' | 'banner' | 'copy';
    title: string;
    url?: string;
    text?: string;
    tier?: string;
    active: boolean;
    createdAt?: Date;
  };
  prospects: Omit<Prospect, 'programme' | 'history' | 'createdAt' | 'tags'>;
  notices: StepNotice;
  commissions: Commission & { risk?: number };
  journals: Journal;
  groups: PartnerGroup;
  spend_claims: { id: string; key: string; unit: string; claims: Claims };
  approvals: Omit<Approval, 'rev'>;
  tasks: StepTask;
  document_requests: DocumentRequest;
  batches: Omit<Batch, 'rev'>;
  payouts: Omit<Payout, 'rev'>;
  statements: Statement;
  decisions: RuleDecision;
  users: { id: string; name: string; email: string; roles: string[]; disabled?: boolean };
  fx_rates: FxRate & { id: string };
  events: {
    id: string;
    type: string;
    source: string;
    occurredAt: Date;
    receivedAt: Date;
    data: JsonObject;
    correlations: string[];
  };
}

type Kind = keyof Documents;

/** A document of the world; undefined where there is none. */
export function read<K extends Kind>(world: World, kind: K, id: string): Documents[K] | undefined {
  const found = world.get(kind, id);
  return found && typed<K>(found);
}

/** All of a kind, in the order in which they were put. */
export function readAll<K extends Kind>(world: World, kind: K): Documents[K][] {
  return world.all(kind).map((document) => typed<K>(document));
}

export function write<K extends Kind>(world: World, kind: K, document: Documents[K]): void {
  world.put(kind, document.id, plain(document) as JsonObject);
}

/** A document as JSON: instants as ISO texts, minor units as decimal texts, nothing undefined. */
export function plain(value: unknown): Json {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value as Json;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, Json][] => (item === undefined ? [] : [[key, plain(item)]])),
  );
}

// What a document of the world says is what its author wrote: one that leaves out what a step needs stops that step.
const typed = <K extends Kind>(document: JsonObject): Documents[K] => revived(document) as Documents[K];

const instants = new Set(
  'at since until from to cutoff createdAt changedAt tierSince receivedAt occurredAt firstSeenAt endedAt sentAt paidAt settledAt decidedAt dueAt stagedUntil remindAt escalateAt expiresAt asOf followUpAt'.split(
    ' ',
  ),
);
/** What lies beneath these is JSON of its own. */
const opaque = new Set('params data facts trace terms vars evidence custom result outcome settings'.split(' '));
/** Minor units that stand without a currency of their own beside them. */
const units = new Set(['delta', 'reversed']);
/** Maps to minor units. */
const sums = new Set(['balancesAfter', 'counters', 'claims']);

function revived(value: Json, key = ''): unknown {
  if (typeof value === 'string') {
    if (instants.has(key) && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return new Date(value);
    return units.has(key) ? BigInt(value) : value;
  }
  if (value === null || typeof value !== 'object' || opaque.has(key)) return value;
  if (Array.isArray(value)) return value.map((item) => revived(item, key));
  const isSum = sums.has(key);
  const isMoney = typeof value['currency'] === 'string' && typeof value['amount'] === 'string';
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      typeof item === 'string' && (isSum || (isMoney && name === 'amount')) ? BigInt(item) : revived(item, name),
    ]),
  );
}
