import { dayOf, nextPayout, partnerBalances, type PartnerId, type Programme } from '@sluice/domain';
import type { Me, MyBalance } from '@sluice/contracts';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { Names } from '../present/names.js';
import { balanceDto, couponDto, linkDto } from '../present/partner.js';
import { at, compact } from '../present/plain.js';
import { programmeOf } from './programme.js';

export function meRoutes(context: Context): Pick<Handlers, 'getMe' | 'getMyBalance' | 'getMyLinks'> {
  const { store, config } = context;
  return {
    async getMe({ caller }): Promise<Me> {
      const programme = await programmeOf(context, caller.programme);
      const names = await new Names(store, caller.programme).load(caller.partner === undefined ? [] : [caller.partner]);
      return compact({
        kind: caller.kind === 'api_key' ? ('api_key' as const) : ('user' as const),
        id: caller.id,
        name: caller.name,
        email: caller.email,
        roles: caller.roles,
        locale: caller.locale,
        permissions: caller.permissions,
        programme: {
          key: programme.key,
          name: programme.name,
          currency: programme.currency,
          timeZone: programme.timeZone,
          tiers: programme.tiers,
          singleOperator: programme.settings.singleOperator,
        },
        partner: caller.partner === undefined ? undefined : names.partner(caller.partner),
        trialDatabase: config.mongodbKind === 'embedded',
      });
    },

    async getMyBalance({ caller }) {
      const id = caller.partner as PartnerId;
      const [partner, head, held, programme] = await Promise.all([
        store.partners.get(caller.programme, id),
        store.ledger.head(caller.programme, id),
        store.commissions.collection.count(caller.programme, { partner: id, state: 'held' }),
        programmeOf(context, caller.programme),
      ]);
      if (!partner) throw new Refusal('not_found');
      return compact({
        balances: partnerBalances(head).map(balanceDto),
        heldCommissions: held,
        rail: partner.payout?.rail,
        minimumPayout: programme.settings.minimumPayout,
        nextPayout: nextPayoutDto(programme, context.now()),
      });
    },

    async getMyLinks({ caller }) {
      const id = caller.partner as PartnerId;
      const [links, coupons] = await Promise.all([
        store.links.ofPartner(caller.programme, id),
        store.coupons.ofPartner(caller.programme, id),
      ]);
      return {
        links: links.filter(({ active }) => active).map((link) => linkDto(link, config.baseUrl)),
        coupons: coupons.map(couponDto),
      };
    },
  };
}

/** The next day that pays out, by the programme's calendar; absent where payouts are on demand. */
function nextPayoutDto({ settings, timeZone }: Programme, now: Date): MyBalance['nextPayout'] {
  const next = nextPayout(settings.payouts, now, timeZone);
  return next && { on: dayOf(next.pays, timeZone), cutoff: at(next.cutoff) };
}
