import { derivedId, isCode, isId, normalCode, type Partner } from '@sluice/domain';
import type { CouponRequest } from '@sluice/store';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { couponRequestRow, couponRow } from '../present/coupon.js';
import { Names } from '../present/names.js';
import { compact, shown } from '../present/plain.js';
import { ofCaller } from './ownership.js';
import { actorOf } from './users.js';

type CouponRoutes = 'listCoupons' | 'listCouponRequests' | 'requestCoupon';

/** Requests of one partner that may wait for an answer at once. */
const mostOpen = 20;

/** Coupon codes, and what partners ask for. */
export function couponRoutes(context: Context): Pick<Handlers, CouponRoutes> {
  const { store } = context;
  return {
    async listCoupons({ caller, reach, query }) {
      const { partner, ...page } = query;
      const coupons = await store.coupons.list(caller.programme, {
        ...compact(page),
        ...ofCaller(caller, reach, partner),
      });
      const names = await new Names(store, caller.programme).load(coupons.data.map((coupon) => coupon.partner));
      return shown(coupons, (coupon) => couponRow(coupon, names, context.now()));
    },

    async listCouponRequests({ caller, reach, query, locale }) {
      const { partner, ...rest } = query;
      const page = await store.couponRequests.list(caller.programme, {
        ...compact(rest),
        ...ofCaller(caller, reach, partner),
      });
      const [names, scans] = await Promise.all([
        new Names(store, caller.programme).load(page.data.map((request) => request.partner)),
        store.pageScans.about(
          caller.programme,
          page.data.map(({ id }) => id),
        ),
      ]);
      return shown(page, (request) =>
        couponRequestRow(request, names, locale, {
          staff: reach === 'any',
          scan: scans.find(({ subject }) => subject?.id === request.id),
        }),
      );
    },

    async requestCoupon({ caller, reach, body, locale, requestKey }) {
      const partner = await askingPartner(caller, reach, body.partner);
      const code = normalCode(body.code);
      if (!isCode(code)) throw wrong('/code', 'bad_code', '3 to 24 letters and digits, dashes between them');
      await refuseTooMany(partner);
      const now = context.now();
      const key = `coupon-request/${caller.id}/${requestKey}`;
      const { doc } = await store.couponRequests.insertOrRead(
        {
          ...compact({ landingPage: body.landingPage, note: body.note }),
          // As the dispatcher derives it from the event that goes with it.
          id: derivedId('coupon_request', caller.programme, 'internal', key),
          programme: caller.programme,
          partner: partner.id,
          code,
          state: 'requested',
          conflicts: [],
          createdAt: now,
        },
        {
          audit: { action: 'coupon.requested', actor: actorOf(caller), detail: { title: code, partner: partner.id } },
          events: [
            {
              key,
              type: 'coupon.requested',
              occurredAt: now,
              data: compact({ partnerId: partner.id, code, landingPage: body.landingPage, note: body.note }),
              correlations: [`partner:${partner.id}`],
            },
          ],
        },
      );
      const names = await new Names(store, caller.programme).load([partner.id]);
      return couponRequestRow(doc, names, locale, { staff: reach === 'any' });
    },
  };

  async function askingPartner(caller: Caller, reach: 'any' | 'own', named: string | undefined): Promise<Partner> {
    if (reach === 'own' && named !== undefined && named !== caller.partner) throw new Refusal('not_found');
    const id = reach === 'own' ? caller.partner : named;
    if (id === undefined) throw wrong('/partner', 'required', 'whom the code is for');
    const partner = isId('partner', id) ? await store.partners.get(caller.programme, id) : null;
    if (!partner) throw wrong('/partner', 'unknown_partner', 'no partner has this id');
    if (partner.status === 'terminated' || partner.status === 'rejected')
      throw new Refusal('conflict', { detail: `${partner.name} is ${partner.status} and gets no codes.` });
    return partner;
  }

  async function refuseTooMany({ programme, id }: Partner): Promise<void> {
    const waits: CouponRequest['state'][] = ['requested', 'clear', 'conflict'];
    const open = await store.couponRequests.collection.count(programme, { partner: id, state: { $in: waits } });
    if (open >= mostOpen)
      throw new Refusal('conflict', { detail: `${open} requests wait for an answer. Ask again once some have one.` });
  }
}

function wrong(pointer: string, code: string, message: string): Refusal {
  return new Refusal('invalid', { errors: [{ pointer, code, message }] });
}
