import { foldCommissions } from '@sluice/domain';
import { toText } from '../core/text.js';
import { defaultGraceMs, reporter, type Check } from './problem.js';

/** Each commission's stored position is the fold of its journals, and each has both a document and a journal. */
export const projections: Check = async (store, programme, options) => {
  const { problems, report } = reporter(programme);
  const now = options.now ?? new Date();
  const since = new Date(now.getTime() - (options.graceMs ?? defaultGraceMs));
  const seen = new Set<string>();
  for (const partner of await store.ledger.partners(programme)) {
    const positions = foldCommissions(await store.ledger.journals(programme, partner));
    const stored = new Map((await store.commissions.ofPartner(programme, partner)).map((each) => [each.id, each]));
    for (const [id, position] of Object.entries(positions)) {
      seen.add(id);
      const commission = stored.get(id as `com_${string}`);
      if (!commission) report('no_commission', 'commission', id, `The ledger names ${id}, which has no document.`);
      else if (toText(commission.position) !== toText(position))
        report('projection_differs', 'commission', id, `The stored position of ${id} is not what its journals say.`);
    }
  }
  for (const commission of await store.commissions.collection.find(programme, { state: 'new' }))
    if (!seen.has(commission.id) && commission.amount.amount !== 0n && commission.createdAt < since)
      report(
        'not_posted',
        'commission',
        commission.id,
        `${commission.id} was computed and never came into the ledger.`,
      );
  return problems;
};
