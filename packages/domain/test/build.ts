import {
  appendJournal,
  commissionId,
  derivedId,
  foldCommissions,
  foldOrder,
  money,
  type Act,
  type Commission,
  type Decision,
  type EventType,
  type Journal,
  type JsonObject,
  type Order,
  type Positions,
  type SluiceEvent,
} from '../src/index.js';

export const programme = 'demo';
export const partner = derivedId('partner', programme, 'nora');
export const at = new Date('2026-11-20T12:00:00Z');
export const act: Act = { programme, partner, at, actor: 'test' };

/** A partner's chain in memory: decides from the head, appends, throws on a refusal unless the test asks for it. */
export class Chain {
  journals: Journal[] = [];

  get head(): Journal | null {
    return this.journals.at(-1) ?? null;
  }

  #folded: { length: number; positions: Positions } = { length: 0, positions: {} };

  get positions(): Positions {
    const { length } = this.journals;
    if (this.#folded.length !== length) this.#folded = { length, positions: foldCommissions(this.journals) };
    return this.#folded.positions;
  }

  /** Appends what was decided; the journals it appended. */
  post(decide: (head: Journal | null, positions: Positions) => Decision): Journal[] {
    const decision = decide(this.head, this.positions);
    if (!decision.ok) throw new Error(`${decision.code}: ${decision.message}`);
    return decision.journals.map((decided) => {
      const journal = appendJournal(this.head, decided);
      this.journals.push(journal);
      return journal;
    });
  }

  /** The code of a refusal, or `ok`; nothing is appended. */
  ask(decide: (head: Journal | null, positions: Positions) => Decision): string {
    const decision = decide(this.head, this.positions);
    return decision.ok ? 'ok' : decision.code;
  }

  balance(account: string, currency = 'USD'): bigint {
    return this.head?.balancesAfter[`${account}|${currency}`] ?? 0n;
  }
}

export function commission(name: string, amount: bigint, currency = 'USD', over: Partial<Commission> = {}): Commission {
  const order = derivedId('order', programme, 'stripe', name);
  const key = { programme, order, partner, lineKey: 'order', component: 'base' };
  return {
    ...key,
    id: commissionId(key),
    referral: derivedId('referral', programme, name),
    orderExternalId: name,
    customer: 'cus_1',
    amount: money(amount, currency),
    base: money(amount * 10n, currency),
    terms: { type: 'percent', rate: '10' },
    rule: { key: 'standard', version: 1, hash: 'x' },
    facts: {},
    trace: [],
    explanation: [{ code: 'terms.percent', params: { rate: '10', base: { amount: String(amount * 10n), currency } } }],
    calculation: [],
    event: derivedId('event', programme, 'stripe', name),
    occurredAt: at,
    createdAt: at,
    ...over,
  };
}

let counter = 0;

export function event(type: EventType, data: JsonObject, when = at, id = `e${++counter}`): SluiceEvent {
  return {
    id: derivedId('event', programme, 'stripe', id),
    programme,
    source: 'stripe',
    sourceId: id,
    type,
    version: 1,
    occurredAt: when,
    receivedAt: when,
    data,
  };
}

const cash = (amount: number | bigint, currency: string) => ({ amount: String(amount), currency });

export const told = {
  paid: (order: string, amount: number | bigint, more: JsonObject = {}, currency = 'USD'): SluiceEvent =>
    event('order.paid', { order: { id: order, amount: cash(amount, currency), ...more }, customer: { id: 'cus_1' } }),
  refunded: (order: string, id: string, amount: number | bigint, more: JsonObject = {}, when = at): SluiceEvent =>
    event('order.refunded', { order: { id: order }, refund: { id, amount: cash(amount, 'USD'), ...more } }, when),
  dispute: (
    order: string,
    id: string,
    amount: number | bigint,
    what: 'opened' | 'won' | 'lost',
    when = at,
  ): SluiceEvent =>
    event(`dispute.${what}`, { order: { id: order }, dispute: { id, amount: cash(amount, 'USD') } }, when),
};

export function folded(...events: SluiceEvent[]): Order {
  const order = events.reduce<Order | null>((known, next) => foldOrder(known, next), null);
  if (!order) throw new Error('no events');
  return order;
}

export function later(seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}
