import { attributionReasons } from '@sluice/domain';
import type { OrderId, Referral, ReferralId } from '@sluice/domain';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { decidedDto } from '../present/decision.js';
import { Names } from '../present/names.js';
import { orderDto, partnersOf, referralRow, touchesDto } from '../present/order.js';
import { compact, shown } from '../present/plain.js';
import { inWords } from '../present/words.js';
import { ofCaller, periodOf } from './ownership.js';

export function referralRoutes(context: Context): Pick<Handlers, 'listReferrals' | 'getReferral' | 'getOrder'> {
  const { store } = context;

  /** A partner learns no other partner's name: those stay ids. */
  const namesFor = (caller: Caller, reach: 'any' | 'own', ids: string[]): Promise<Names> =>
    new Names(store, caller.programme).load(reach === 'any' ? ids : ids.filter((id) => id === caller.partner));

  return {
    async listReferrals({ caller, reach, query }) {
      const { partner, stage, status, from, to, ...paging } = query;
      const page = await store.referrals.list(caller.programme, {
        ...compact(paging),
        ...ofCaller(caller, reach, partner),
        ...compact({ stage: stage as Referral['stage'] | undefined, status: status as Referral['status'] | undefined }),
        ...periodOf(from, to),
      });
      const names = await namesFor(caller, reach, page.data.flatMap(partnersOf));
      return shown(page, (referral) => referralRow(referral, names));
    },

    async getReferral({ caller, reach, params, locale }) {
      const referral = await store.referrals.get(caller.programme, params.id as ReferralId);
      if (!referral || (reach === 'own' && referral.partner !== caller.partner)) throw new Refusal('not_found');
      const names = await namesFor(caller, reach, partnersOf(referral));
      const staff = reach === 'any';
      const nameOf = (id: string) => (staff || id === caller.partner ? names.partner(id).name : undefined);
      return {
        ...referralRow(referral, names),
        touches: touchesDto(referral, names),
        ...inWords(attributionReasons(referral, nameOf), locale),
        ...(staff && referral.decision && { decision: decidedDto(referral.decision) }),
      };
    },

    async getOrder({ caller, params }) {
      const order = await store.orders.get(caller.programme, params.id as OrderId);
      if (!order) throw new Refusal('not_found');
      return orderDto(order);
    },
  };
}
