import type { JsonObject } from '@sluice/domain';
import type { Page } from '../core/collection.js';
import type { Store } from '../store.js';

/** How one stored decision of a rule came about. */
export interface RuleTrace {
  /** Semantic hash of the version that decided. */
  hash: string;
  trace: JsonObject[];
}

/**
 * What a rule has decided in a half-open period, page by page: commissions keep their own trace, what rules of other kinds
 * decide is in `decisions`. Reversals repeat a decision and are left out.
 */
export async function* ruleTraces(
  store: Store,
  programme: string,
  rule: { key: string; kind: string },
  from: Date,
  to: Date,
): AsyncGenerator<RuleTrace> {
  const period = { $gte: from, $lt: to };
  const pages = (cursor: string | undefined): Promise<Page<{ rule: { hash: string }; trace: JsonObject[] }>> => {
    const query = { limit: 500, ...(cursor !== undefined && { cursor }) };
    return rule.kind === 'commission' || rule.kind === 'lead_commission'
      ? store.commissions.collection.page(
          programme,
          { 'rule.key': rule.key, occurredAt: period, reverses: null },
          query,
          { field: 'occurredAt', direction: 1 },
        )
      : store.decisions.collection.page(programme, { ruleKey: rule.key, createdAt: period }, query);
  };
  let cursor: string | undefined;
  do {
    const page = await pages(cursor);
    for (const { rule: by, trace } of page.data) yield { hash: by.hash, trace };
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
