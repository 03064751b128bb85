import {
  buildStatement,
  type Commission,
  type CommissionId,
  type PayoutId,
  type PayoutSettlement,
} from '@sluice/domain';
import { payoutsOf } from '../simulation/batch.js';
import { readAll, write, type Documents } from '../simulation/documents.js';
import { chainOf } from '../simulation/ledger.js';
import type { NodeSimulation, World } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'issue_statements',
  run(world, ctx) {
    const batch = String(ctx.config['batch']);
    const paid = payoutsOf(world, batch).filter(({ state }) => state === 'paid');
    for (const payout of paid) {
      const statement = readAll(world, 'statements').find((one) => one.payout === payout.id) ?? build(world, payout);
      write(world, 'statements', statement);
      write(world, 'payouts', { ...payout, statement: statement.id });
      world.did(
        ctx,
        'statement_issued',
        { partner: payout.partner, payout: payout.id, number: statement.number },
        payout.id,
      );
    }
    return {
      port: 'next',
      output: { batch, statements: paid.length },
      label: { code: 'count', params: { count: paid.length } },
    };
  },
};

function build(world: World, payout: Documents['payouts']): Documents['statements'] {
  const { partner, currency } = payout;
  const earlier = readAll(world, 'statements').filter((one) => one.partner === partner && one.currency === currency);
  const last = earlier.sort((a, b) => a.number - b.number).at(-1);
  const chain = chainOf(world, partner);
  const journals = chain.filter(({ seq }) => seq > (last?.toSeq ?? 0));
  const now = new Date(world.now());
  const commissions = Object.fromEntries(
    readAll(world, 'commissions').map((commission) => [commission.id, commission]),
  ) as Record<CommissionId, Commission>;
  return buildStatement({
    programme: world.programme.key,
    partner,
    number: (last?.number ?? 0) + 1,
    currency,
    before: chain.find(({ seq }) => seq === last?.toSeq) ?? null,
    journals,
    commissions,
    settlements: Object.fromEntries(
      readAll(world, 'payouts').flatMap(({ id, settlement }) => (settlement ? [[id, settlement]] : [])),
    ) as Record<PayoutId, PayoutSettlement>,
    from: last?.to ?? journals[0]?.at ?? now,
    to: now,
    payout: payout.id,
    createdAt: now,
  });
}
