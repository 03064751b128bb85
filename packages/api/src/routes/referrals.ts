import { attributionReasons, DomainError } from '@sluice/domain';
import type { OrderId, Referral, ReferralId } from '@sluice/domain';
import type { ReferralDetail } from '@sluice/contracts';
import type { Stored } from '@sluice/store';
import { qualify, reject } from '@sluice/store/operations/index';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { decidedDto } from '../present/decision.js';
import { Names } from '../present/names.js';
import { orderDto, partnersOf, referralRow, touchesDto } from '../present/order.js';
import { at, compact, shown } from '../present/plain.js';
import { inWords } from '../present/words.js';
import { requestDtos } from './document-requests.js';
import { ofCaller, periodOf } from './ownership.js';
import { oneOfEach, refuseStranger } from './partners.js';
import { actorOf, namesOfUsers } from './users.js';

type ReferralRoutes = 'listReferrals' | 'getReferral' | 'updateReferral' | 'decideReferral' | 'getOrder';

export function referralRoutes(context: Context): Pick<Handlers, ReferralRoutes> {
  const { store } = context;

  /** A partner learns no other partner's name: those stay ids. */
  const namesFor = (caller: Caller, reach: 'any' | 'own', ids: string[]): Promise<Names> =>
    new Names(store, caller.programme).load(reach === 'any' ? ids : ids.filter((id) => id === caller.partner));

  const peopleOf = (caller: Caller, referrals: readonly Referral[]) =>
    namesOfUsers(
      context,
      caller.programme,
      referrals.flatMap(({ assignee }) => assignee ?? []),
    );

  async function one(caller: Caller, reach: 'any' | 'own', id: string): Promise<Stored<Referral>> {
    const referral = await store.referrals.get(caller.programme, id as ReferralId);
    if (!referral || (reach === 'own' && referral.partner !== caller.partner)) throw new Refusal('not_found');
    return referral;
  }

  async function detail(
    caller: Caller,
    reach: 'any' | 'own',
    locale: 'en' | 'de',
    id: string,
  ): Promise<ReferralDetail> {
    const referral = await one(caller, reach, id);
    const staff = reach === 'any';
    const [names, person, lists, pushes, requests] = await Promise.all([
      namesFor(caller, reach, partnersOf(referral)),
      peopleOf(caller, [referral]),
      staff ? store.lists.ofMember(caller.programme, referral.id) : [],
      staff ? store.crms.pushesOf(caller.programme, referral.id) : [],
      store.documentRequests.about(caller.programme, referral.id),
    ]);
    const nameOf = (partner: string) => (staff || partner === caller.partner ? names.partner(partner).name : undefined);
    return {
      ...referralRow(referral, names, { staff, person }),
      touches: touchesDto(referral, names),
      lists,
      pushes: pushes.map(({ crm, state, reference, error, createdAt, settledAt }) =>
        compact({ crm, state, reference, error: error?.message, at: at(settledAt ?? createdAt) }),
      ),
      requests: await requestDtos(context, caller.programme, requests),
      ...inWords(attributionReasons(referral, nameOf), locale),
      ...(staff && referral.decision && { decision: decidedDto(referral.decision) }),
    };
  }

  return {
    async listReferrals({ caller, reach, query }) {
      const { partner, stage, status, from, to, assignee, tag, ...paging } = query;
      const staff = reach === 'any';
      const page = await store.referrals.list(caller.programme, {
        ...compact(paging),
        ...ofCaller(caller, reach, partner),
        ...compact({ stage: stage as Referral['stage'] | undefined, status: status as Referral['status'] | undefined }),
        ...(staff && compact({ assignee: assignee === 'me' ? caller.id : assignee, tag })),
        ...periodOf(from, to),
      });
      const names = await namesFor(caller, reach, page.data.flatMap(partnersOf));
      const person = await peopleOf(caller, page.data);
      return shown(page, (referral) => referralRow(referral, names, { staff, person }));
    },

    getReferral: ({ caller, reach, params, locale }) => detail(caller, reach, locale, params.id),

    async updateReferral({ caller, reach, params, body, locale }) {
      const referral = await one(caller, reach, params.id);
      const { rev, tags, assignee } = body;
      if (assignee) await refuseStranger(context, caller, assignee, '/assignee');
      const fields = Object.keys(compact({ tags, assignee }));
      await store.referrals.changeByStep(
        caller.programme,
        referral.id,
        undefined,
        () => ({
          answer: {},
          set: {
            ...(tags && { tags: oneOfEach(tags) }),
            ...(assignee !== undefined && { assignee: assignee ?? undefined }),
          },
          audit: {
            action: 'referral.changed',
            actor: actorOf(caller),
            detail: { partner: referral.partner, fields },
          },
        }),
        rev,
      );
      return detail(caller, reach, locale, referral.id);
    },

    async decideReferral({ caller, reach, params, body, locale }) {
      const referral = await one(caller, reach, params.id);
      const by = { actor: actorOf(caller), at: context.now(), expectedRev: body.rev };
      const done =
        body.outcome === 'qualify'
          ? qualify(store, caller.programme, referral.id, ['Qualified'], by)
          : reject(store, caller.programme, referral.id, { reason: body.reason, ...compact({ note: body.note }) }, by);
      await done.catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
        throw new Refusal('conflict', { detail: error.message });
      });
      return detail(caller, reach, locale, referral.id);
    },

    async getOrder({ caller, params }) {
      const order = await store.orders.get(caller.programme, params.id as OrderId);
      if (!order) throw new Refusal('not_found');
      return orderDto(order);
    },
  };
}
