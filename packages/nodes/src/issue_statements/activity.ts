import {
  buildStatement,
  type BatchId,
  type Commission,
  type CommissionId,
  type Journal,
  type Payout,
  type PayoutId,
  type PayoutSettlement,
  type Programme,
  type Statement,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { inParallel, payoutsAtOnce } from '@sluice/store/operations/index';
import type { NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { selfBillingOf } from '../activity/self-billing.js';

/** Issues a statement to each partner whom the batch paid: every journal since the one before, in words. Once a payout. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'issue_statements',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const batch = String(ctx.config['batch']) as BatchId;
    let statements = 0;
    await inParallel(deps.store.payouts.eachOfBatch(ctx.programme, batch, ['paid']), payoutsAtOnce, async (payout) => {
      if (payout.statement === undefined) await issue(deps, ctx, programme, payout);
      deps.heartbeat({ payout: payout.id, done: (statements += 1) });
    });
    return {
      port: 'next',
      output: { batch, statements },
      label: { code: 'count', params: { count: statements } },
    };
  },
};

async function issue(deps: ActivityDeps, ctx: EffectContext, programme: Programme, payout: Payout): Promise<void> {
  const before = await deps.store.statements.ofPayout(ctx.programme, payout.id);
  const statement = before ?? (await build(deps, ctx, programme, payout));
  await deps.failpoint('payout.statement.before');
  await deps.store.payouts.change(ctx.programme, payout.id, (doc) =>
    doc.statement === statement.id ? null : { set: { statement: statement.id } },
  );
  await deps.failpoint('payout.statement.after');
}

async function build(deps: ActivityDeps, ctx: EffectContext, programme: Programme, payout: Payout): Promise<Statement> {
  const { store } = deps;
  const selfBilling = await selfBillingOf(deps, programme, payout);
  for (;;) {
    const last = await store.statements.last(ctx.programme, payout.partner, payout.currency);
    const journals = await store.ledger.journals(ctx.programme, payout.partner, (last?.toSeq ?? 0) + 1);
    const previous = last?.toSeq
      ? (await store.ledger.journals(ctx.programme, payout.partner, last.toSeq, last.toSeq))[0]
      : undefined;
    const ids = [
      ...new Set(
        journals.flatMap((journal) =>
          journal.commissions.flatMap(({ id, reverses }) => [id, ...(reverses ? [reverses] : [])]),
        ),
      ),
    ];
    const commissions = Object.fromEntries(
      (await store.commissions.many(ctx.programme, ids)).map((commission) => [commission.id, commission]),
    ) as Record<CommissionId, Commission>;
    const statement = buildStatement({
      programme: ctx.programme,
      partner: payout.partner,
      number: (last?.number ?? 0) + 1,
      currency: payout.currency,
      before: previous ?? null,
      journals,
      commissions,
      settlements: await settlementsOf(deps, journals),
      ...(selfBilling && { selfBilling }),
      from: last?.to ?? journals[0]?.at ?? deps.now(),
      to: deps.now(),
      payout: payout.id,
      createdAt: deps.now(),
    });
    await deps.failpoint('statement.insert.before');
    try {
      const { doc } = await store.statements.insertOrRead(statement, {
        audit: {
          action: 'statement.issued',
          actor: { id: actorOf(ctx) },
          detail: { payout: payout.id, number: statement.number, partner: payout.partner },
        },
      });
      await deps.failpoint('statement.insert.after');
      // The number may have gone to another payout's statement meanwhile: this payout then has the next one.
      if (doc.payout === payout.id) return doc;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'duplicate') throw error;
    }
  }
}

/** How the payouts that the journals tell of were settled. */
async function settlementsOf(deps: ActivityDeps, journals: readonly Journal[]): Promise<Settlements> {
  const told = journals.filter(({ kind }) => kind === 'paid' || kind === 'returned');
  const settled: Settlements = {};
  for (const { programme, payout } of told) {
    if (!payout || settled[payout]) continue;
    const settlement = (await deps.store.payouts.get(programme, payout))?.settlement;
    if (settlement) settled[payout] = settlement;
  }
  return settled;
}

type Settlements = Record<PayoutId, PayoutSettlement>;
