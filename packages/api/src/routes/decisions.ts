import type { PartnerId, RuleDecisionId } from '@sluice/domain';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { decisionDetail, decisionRow } from '../present/decision.js';
import { Names } from '../present/names.js';
import { compact, shown } from '../present/plain.js';

export function decisionRoutes(context: Context): Pick<Handlers, 'listDecisions' | 'getDecision'> {
  const { store } = context;
  return {
    async listDecisions({ caller, query, locale }) {
      const { partner, ...rest } = query;
      const page = await store.decisions.list(
        caller.programme,
        compact({ ...rest, partner: partner as PartnerId | undefined }),
      );
      const names = await new Names(store, caller.programme).load(
        page.data.flatMap((decision) => decision.partner ?? []),
      );
      return shown(page, (decision) => decisionRow(decision, names, locale));
    },

    async getDecision({ caller, params, locale }) {
      const decision = await store.decisions.get(caller.programme, params.id as RuleDecisionId);
      if (!decision) throw new Refusal('not_found');
      const names = await new Names(store, caller.programme).load(decision.partner ? [decision.partner] : []);
      return decisionDetail(decision, names, locale);
    },
  };
}
