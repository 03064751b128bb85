import type { BatchId, CommissionId, StatementId } from '@sluice/domain';
import { contains } from '@sluice/store/core/search';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import type { Handlers } from '../http/wire.js';
import { commissionDetail, commissionRow, explanationDto } from '../present/commission.js';
import { Names } from '../present/names.js';
import { partnersOf } from '../present/order.js';
import { compact, shown } from '../present/plain.js';
import { statementDetail, statementRow } from '../present/statement.js';
import { mine, ofCaller, periodOf } from './ownership.js';

type CommissionRoutes =
  'listCommissions' | 'getCommission' | 'getExplanation' | 'getStatement' | 'listMyCommissions' | 'listMyStatements';

export function commissionRoutes(context: Context): Pick<Handlers, CommissionRoutes> {
  const { store } = context;

  async function one(caller: Caller, reach: 'any' | 'own', id: string) {
    return mine(caller, reach, await store.commissions.get(caller.programme, id as CommissionId));
  }

  return {
    async listCommissions({ caller, reach, query, locale }) {
      const { partner, state, order, referral, batch, search, from, to, ...paging } = query;
      const { from: since, to: until } = periodOf(from, to);
      const filter = {
        ...ofCaller(caller, reach, partner),
        ...compact({ state, order, referral }),
        ...(search === undefined ? {} : { search: contains(search) }),
        ...(batch === undefined ? {} : { _id: { $in: await commissionsOfBatch(context, caller.programme, batch) } }),
        ...(since || until
          ? { occurredAt: { ...(since ? { $gte: since } : {}), ...(until ? { $lt: until } : {}) } }
          : {}),
      };
      const page = await store.commissions.collection.page(caller.programme, filter, compact(paging), {
        field: 'occurredAt',
        direction: -1,
      });
      const names = await new Names(store, caller.programme).load(page.data.map((row) => row.partner));
      return shown(page, (row) => commissionRow(row, names, locale));
    },

    async getCommission({ caller, reach, params, locale }) {
      const commission = await one(caller, reach, params.id);
      const [journals, names] = await Promise.all([
        store.ledger.ofCommission(caller.programme, commission.id),
        new Names(store, caller.programme).load([commission.partner]),
      ]);
      return commissionDetail(commission, journals, names, locale);
    },

    async getExplanation({ caller, reach, params, locale }) {
      const commission = await one(caller, reach, params.id);
      const { programme } = caller;
      const [rule, referral, fraud] = await Promise.all([
        commission.rule.title === undefined
          ? store.rules.get(programme, commission.rule.key, commission.rule.version)
          : null,
        store.referrals.get(programme, commission.referral),
        reach === 'any' ? store.decisions.newest(programme, { kind: 'fraud', subject: commission.id }) : null,
      ]);
      const names = await new Names(store, programme).load(referral ? partnersOf(referral) : []);
      return explanationDto(commission, locale, {
        ruleTitle: rule?.title,
        referral,
        fraud,
        nameOf: (id) => (reach === 'any' || id === caller.partner ? names.partner(id).name : undefined),
      });
    },

    async getStatement({ caller, reach, params, locale }) {
      const statement = mine(caller, reach, await store.statements.get(caller.programme, params.id as StatementId));
      const names = await new Names(store, caller.programme).load([statement.partner]);
      return statementDetail(statement, names, locale);
    },

    async listMyCommissions({ caller, query, locale }) {
      const page = await store.commissions.list(caller.programme, {
        ...compact(query),
        ...ofCaller(caller, 'own', undefined),
      });
      const names = await new Names(store, caller.programme).load(page.data.map((row) => row.partner));
      return shown(page, (row) => commissionRow(row, names, locale));
    },

    async listMyStatements({ caller, query }) {
      const page = await store.statements.list(caller.programme, {
        ...compact(query),
        ...ofCaller(caller, 'own', undefined),
      });
      const names = await new Names(store, caller.programme).load(page.data.map((row) => row.partner));
      return shown(page, (row) => statementRow(row, names));
    },
  };
}

async function commissionsOfBatch(context: Context, programme: string, batch: string): Promise<CommissionId[]> {
  const payouts = await context.store.payouts.ofBatch(programme, batch as BatchId);
  return payouts.flatMap((payout) => payout.items.map((item) => item.commission));
}
