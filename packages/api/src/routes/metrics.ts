import type { Approval, Programme } from '@sluice/domain';
import type { HomeMetrics, NeedsMeItem } from '@sluice/contracts';
import type { StoredRun, Task } from '@sluice/store';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import type { Handlers } from '../http/wire.js';
import { figuresOf } from '../metrics/figures.js';
import type { FigureFacts } from '../metrics/figures.js';
import { weeksUntil } from '../metrics/weeks.js';
import { at, compact, moneyDto } from '../present/plain.js';
import { auditLines } from '../present/audit.js';
import { approvalRow } from './approvals.js';
import { programmeOf } from './programme.js';

/** Figures are reckoned over the whole history, so they are kept this long. */
const keptMs = 15_000;

export function metricsRoutes(context: Context): Pick<Handlers, 'getHomeMetrics'> {
  const kept = new Map<string, { until: number; figures: HomeMetrics['figures'] }>();

  async function figures(programme: Programme): Promise<HomeMetrics['figures']> {
    const known = kept.get(programme.key);
    const now = context.now();
    if (known && known.until > now.getTime()) return known.figures;
    const weeks = weeksUntil(now, 24, programme.timeZone);
    const made = figuresOf(await factsOf(context, programme), weeks);
    kept.set(programme.key, { until: now.getTime() + keptMs, figures: made });
    return made;
  }

  return {
    async getHomeMetrics({ caller, locale }) {
      const programme = await programmeOf(context, caller.programme);
      const [reckoned, needsMe, live] = await Promise.all([
        figures(programme),
        needsMeOf(context, caller, programme),
        liveOf(context, caller.programme, locale),
      ]);
      return { asOf: at(context.now()), needsMe, figures: reckoned, live };
    },
  };
}

/** Approvals that the caller may decide, parked runs, open tasks; the late and the oldest first. */
async function needsMeOf(context: Context, caller: Caller, programme: Programme): Promise<HomeMetrics['needsMe']> {
  const { store } = context;
  const [pending, parked, tasks] = await Promise.all([
    store.approvals.collection.find(programme.key, { state: 'pending' }, { sort: { createdAt: 1 }, limit: 200 }),
    store.runs.collection.find(programme.key, { status: 'parked' }, { sort: { startedAt: 1 }, limit: 200 }),
    store.tasks.collection.find(programme.key, { state: 'open' }, { sort: { createdAt: 1 }, limit: 200 }),
  ]);
  const now = context.now();
  const mine = pending.filter((approval) => approvalRow(approval, caller, programme.settings.singleOperator).canDecide);
  const fixes = caller.permissions['run.command'] === 'any' ? parked : [];
  const todo = tasks.filter((task) => mineTodo(task, caller));
  const items = [...mine.map(approvalItem), ...fixes.map(parkedItem), ...todo.map((task) => taskItem(task, now))];
  items.sort((a, b) => Number(b.late) - Number(a.late) || a.since.localeCompare(b.since));
  return {
    counts: { all: items.length, approvals: mine.length, parked: fixes.length, tasks: todo.length },
    items: items.slice(0, 20),
  };
}

function mineTodo(task: Task, caller: Caller): boolean {
  if (task.assignee !== undefined) return task.assignee === caller.id;
  return task.role === undefined || caller.roles.some((role) => role === task.role || role === 'admin');
}

function approvalItem(approval: Approval): NeedsMeItem {
  return compact({
    kind: 'approval' as const,
    id: approval.id,
    title: approval.title,
    amount: approval.amount && moneyDto(approval.amount),
    subject: approval.subject,
    since: at(approval.createdAt),
    dueAt: (approval.escalateAt ?? approval.expiresAt) && at((approval.escalateAt ?? approval.expiresAt) as Date),
    late: false,
  });
}

function parkedItem(run: StoredRun): NeedsMeItem {
  const park = run.current?.park;
  return compact({
    kind: 'parked' as const,
    id: run.id,
    title: park?.message ?? run.flow.title,
    detail: `${run.flow.title}, ${run.subject.title ?? run.subject.id}`,
    subject: compact({ kind: run.subject.kind, id: run.subject.id, title: run.subject.title }),
    since: park?.since ?? at(run.startedAt),
    late: false,
  });
}

function taskItem(task: Task, now: Date): NeedsMeItem {
  return compact({
    kind: 'task' as const,
    id: task.id,
    title: task.title,
    detail: task.detail,
    subject: task.subject && compact({ kind: task.subject.kind, id: task.subject.id, title: task.subject.title }),
    since: at(task.createdAt),
    dueAt: task.dueAt && at(task.dueAt),
    late: task.dueAt !== undefined && task.dueAt < now,
  });
}

async function liveOf(context: Context, programme: string, locale: 'en' | 'de'): Promise<HomeMetrics['live']> {
  const { store } = context;
  const since = new Date(context.now().getTime() - 5 * 60_000);
  const [asleep, parked, recent, audit] = await Promise.all([
    store.runs.collection.count(programme, { status: 'waiting' }),
    store.runs.collection.count(programme, { status: 'parked' }),
    store.events.collection.count(programme, { receivedAt: { $gte: since } }),
    store.audit.list(programme, { limit: 30 }),
  ]);
  return {
    asleep,
    parked,
    eventsPerMinute: Math.round((recent / 5) * 10) / 10,
    activity: await auditLines(store, programme, audit.data, locale),
  };
}

async function factsOf(context: Context, programme: Programme): Promise<FigureFacts> {
  const { store } = context;
  const { key, currency } = programme;
  const inCurrency = (amount: { currency: string }) => amount.currency === currency;
  const [orders, commissions, clicks, referrals, partners, payouts] = await Promise.all([
    store.orders.collection.find(key, {
      paidAt: { $exists: true },
      referral: { $exists: true },
      mergedInto: { $exists: false },
    }),
    store.commissions.collection.find(key, { currency }),
    store.touches.collection.find(key, { kind: 'click' }),
    store.referrals.collection.find(key, {}),
    store.partners.collection.find(key, {}),
    store.payouts.collection.find(key, { paidAt: { $exists: true } }),
  ]);
  const first = new Map<string, Date>();
  for (const referral of referrals) {
    const known = first.get(referral.partner);
    if (!known || referral.createdAt < known) first.set(referral.partner, referral.createdAt);
  }
  const orderedAt = new Map<string, Date>(commissions.map((one) => [one.id, one.occurredAt]));
  return {
    currency,
    orders: orders.flatMap(({ paid, refunds }) => {
      if (!paid || !inCurrency(paid.amount)) return [];
      const back = Object.values(refunds)
        .filter((one) => one.status === 'succeeded')
        .reduce((sum, one) => sum + one.amount.amount, 0n);
      return [{ at: paid.at, net: paid.amount.amount - back }];
    }),
    commissions: commissions.map((one) => ({ at: one.occurredAt, amount: one.amount.amount, partner: one.partner })),
    clicks: clicks.map((touch) => touch.at),
    newCustomers: referrals.filter(({ orders: count }) => count > 0).map(({ createdAt }) => createdAt),
    partners: partners.map(({ id, createdAt }) => compact({ id, joined: createdAt, firstReferral: first.get(id) })),
    payouts: payouts.flatMap(({ paidAt, items }) =>
      items.flatMap(({ commission }) => {
        const ordered = orderedAt.get(commission);
        return paidAt && ordered ? [{ at: paidAt, lagDays: (paidAt.getTime() - ordered.getTime()) / 86_400_000 }] : [];
      }),
    ),
  };
}
