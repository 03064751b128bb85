import { projectorOf } from '@sluice/dispatcher/project/index';
import {
  decideHold,
  decideLift,
  decideRelease,
  orderId,
  type Decision,
  type EventType,
  type Journal,
  type Json,
  type JsonObject,
  type OrderId,
  type PartnerId,
  type Positions,
} from '@sluice/domain';
import type { EffectResult } from '@sluice/flows';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { parse, semanticHash, toJson } from '@sluice/rules';
import { relayOnce, verify, type Problem, type Store, type StoredCommission, type StoredEvent } from '@sluice/store';
import { applyRefund } from '@sluice/store/operations/index';
import { act, addPartner, programme, stepOf, stepsStore } from '../steps-support.js';

export const cash = (amount: number | bigint, currency = 'USD') => ({ amount: String(amount), currency });

/** The demo programme on a real store: events are folded and steps done by the code of the servers, one after the other. */
export class EdgeWorld {
  private constructor(
    readonly store: Store,
    readonly deps: ActivityDeps,
    readonly close: () => Promise<void>,
  ) {}

  clock = new Date('2026-11-20T12:00:00Z');

  static async open(): Promise<EdgeWorld> {
    const { store, deps, close } = await stepsStore();
    const world: EdgeWorld = new EdgeWorld(store, { ...deps, now: () => world.clock }, close);
    await world.publish('tiers', byTier('20', '15', '10'));
    return world;
  }

  partner(name: string, over: Parameters<typeof addPartner>[2] = {}): Promise<PartnerId> {
    return addPartner(this.store, name, over);
  }

  /** An event as it comes in: stored, and folded into its documents. */
  async told(
    type: EventType,
    id: string,
    data: JsonObject,
    when = this.clock,
    received = this.clock,
  ): Promise<StoredEvent> {
    const given = {
      programme,
      source: 'api',
      sourceId: id,
      type,
      version: 1,
      occurredAt: when,
      receivedAt: received,
      data,
    };
    const { event } = await this.store.events.insert(programme, given);
    await this.project(event);
    return event;
  }

  async project(event: StoredEvent): Promise<void> {
    const { store } = this;
    const deps = { store, now: () => this.clock, failpoint: () => undefined, hash: (text: string) => `hash:${text}` };
    await projectorOf(event.type)?.(deps, event);
  }

  /** What changes have told of themselves, folded in: internal events among them. */
  async settle(): Promise<void> {
    for (let round = 0; round < 5; round += 1) {
      await relayOnce(this.store);
      for (const event of await this.store.events.due(programme)) {
        await this.project(event);
        await this.store.events.markDispatched(programme, event.id, 'done');
      }
    }
  }

  /** A paid order that names its partner, and what is earned on it. */
  async paid(
    name: string,
    partner: PartnerId,
    order: JsonObject,
    { when = this.clock, received = this.clock, rule = 'tiers' } = {},
  ): Promise<StoredCommission | undefined> {
    await this.order(name, partner, order, when, received);
    await this.compute(name, rule);
    return this.commission(name);
  }

  async order(
    name: string,
    partner: PartnerId,
    order: JsonObject,
    when = this.clock,
    received = this.clock,
  ): Promise<OrderId> {
    const { customer = name, ...rest } = order;
    await this.told(
      'order.paid',
      `paid-${name}`,
      { order: { id: name, ...rest }, customer: { id: customer }, attribution: { partnerId: partner } },
      when,
      received,
    );
    return this.orderOf(name);
  }

  orderOf(name: string): OrderId {
    return orderId(programme, 'api', name);
  }

  compute(name: string, rule = 'tiers'): Promise<EffectResult> {
    const order = this.orderOf(name);
    return act(
      this.deps,
      stepOf('compute_commission', { kind: 'order', id: order }, { rule, order }, `compute-${name}`),
    );
  }

  /** The commission of an order, not counting lines that take back or give back. */
  async commission(name: string): Promise<StoredCommission | undefined> {
    return (await this.store.commissions.ofOrder(programme, this.orderOf(name))).find(({ reverses }) => !reverses);
  }

  async post(commission: StoredCommission, decide: (head: Journal | null, positions: Positions) => Decision) {
    return this.store.ledger.post(programme, commission.partner, { commissions: [commission.id] }, decide);
  }

  async hold(commission: StoredCommission, until: Date) {
    const of = { ...this.actOf(commission), commission: commission.id };
    const hold = { key: 'window', kind: 'refund_window' as const, since: this.clock, until, openedBy: 'test' };
    return this.post(commission, (h, p) => decideHold(h, p, { ...of, hold }));
  }

  async release(commission: StoredCommission) {
    const of = { ...this.actOf(commission), commission: commission.id };
    await this.post(commission, (h, p) => decideLift(h, p, { ...of, key: 'window', early: true }));
    return this.post(commission, (h, p) => decideRelease(h, p, of));
  }

  async refunded(name: string, refund: string, amount: number, currency = 'USD'): Promise<void> {
    await this.told('order.refunded', `refund-${refund}`, {
      order: { id: name },
      refund: { id: refund, amount: cash(amount, currency) },
    });
    await this.weigh(name, `refund:${name}:${refund}`);
  }

  async weigh(name: string, cause: string): Promise<void> {
    await applyRefund(this.store, {
      programme: await this.store.programmes.need(programme),
      order: this.orderOf(name),
      cause,
      at: this.clock,
      actor: 'test',
    });
  }

  async balance(partner: PartnerId, account: string, currency = 'USD'): Promise<bigint> {
    return (await this.store.ledger.head(programme, partner))?.balancesAfter[`${account}|${currency}`] ?? 0n;
  }

  /** A version of a commission rule, which counts from a time on. */
  async publish(key: string, logic: Json, effectiveFrom = new Date(0)): Promise<void> {
    const text = JSON.stringify(logic);
    const hash = semanticHash(toJson(parse(text).root) as Json);
    await this.store.rules.publish(programme, key, {
      kind: 'commission',
      title: key,
      facts: { id: 'commission', version: 1 },
      outcome: 'commission_terms',
      logic: text,
      cases: [],
      layout: {},
      comments: {},
      hash,
      makers: ['maker'],
      publishedBy: 'checker',
      effectiveFrom,
    });
  }

  /** Everything that `sluice verify` proves. No flow runs here, so that nothing releases what is held by itself. */
  async problems(): Promise<Problem[]> {
    await this.settle();
    const found = await verify(this.store, { programme, now: this.clock, graceMs: 365 * 86_400_000 });
    return found.filter(({ code }) => code !== 'hold_overdue');
  }

  private actOf({ partner }: StoredCommission) {
    return { programme, partner, at: this.clock, actor: 'test' };
  }
}

/** Percent by the partner's tier: gold, silver, any other. */
export function byTier(gold: string, silver: string, other: string): Json {
  const tier = (name: string): Json => ({ '==': [{ var: 'partner.tier' }, name] });
  const percent = (rate: string): Json => ({ type: 'percent', rate });
  return { if: [tier('gold'), percent(gold), tier('silver'), percent(silver), percent(other)] };
}
