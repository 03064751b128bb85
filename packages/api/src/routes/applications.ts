import { derivedId, DomainError, lowestTier, type Partner, type PartnerId } from '@sluice/domain';
import { partnerType } from '@sluice/contracts';
import { isTimeZone } from '@sluice/rules/facts/calendar';
import { emailKey } from '@sluice/store/collections/partners';
import { setStatus } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import { isDuplicate } from '../http/problem-of-store.js';
import type { Handlers } from '../http/wire.js';
import { compact } from '../present/plain.js';
import { partnerDetailOf } from './partners.js';
import { programmeOf, webhookProgramme } from './programme.js';
import { actorOf } from './users.js';

type ApplicationRoutes = 'getApplicationForm' | 'createApplication' | 'decideApplication';

/** Applications: partners with the status `submitted`, written by themselves. */
export function applicationRoutes(context: Context): Pick<Handlers, ApplicationRoutes> {
  const { store } = context;
  return {
    async getApplicationForm() {
      const { key, name } = await programmeOf(context, await webhookProgramme(context));
      return { programme: { key, name }, types: [...partnerType.options] };
    },

    async createApplication({ body }) {
      const programme = await programmeOf(context, await webhookProgramme(context));
      const { fax, channels, message, acceptsTerms: _accepted, timeZone, ...person } = body;
      if (timeZone !== undefined && !isTimeZone(timeZone)) {
        const said = 'This is not a time zone such as Europe/Berlin.';
        throw new Refusal('invalid', { errors: [{ pointer: '/timeZone', code: 'unknown_zone', message: said }] });
      }
      if (fax) return { received: true };
      const known = await store.partners.findByEmail(programme.key, body.email);
      if (known) return { received: true };
      const now = context.now();
      const id: PartnerId = derivedId('partner', programme.key, 'application', emailKey(body.email));
      const partner: Omit<Partner, 'rev'> = {
        ...compact(person),
        id,
        programme: programme.key,
        timeZone: timeZone ?? programme.timeZone,
        status: 'submitted',
        tier: lowestTier(programme.tiers),
        tierSince: now,
        tags: [],
        custom: {},
        createdAt: now,
      };
      await store.partners
        .insertOrRead(partner, {
          audit: { action: 'application.submitted', actor: { id: 'applicant' }, detail: { name: body.name } },
          events: [
            {
              key: `application/${id}`,
              type: 'application.submitted',
              occurredAt: now,
              data: { partnerId: id, application: compact({ channels, message }) },
              correlations: [`partner:${id}`],
            },
          ],
        })
        // Two forms at once with one address: the first is the application.
        .catch((error: unknown) => {
          if (!isDuplicate(error)) throw error;
        });
      return { received: true };
    },

    async decideApplication({ caller, params, body }) {
      const partner = await store.partners.get(caller.programme, params.id as PartnerId);
      if (!partner) throw new Refusal('not_found');
      const to = body.outcome === 'approve' ? 'active' : 'rejected';
      if (partner.status !== 'submitted' && partner.status !== to)
        throw new Refusal('conflict', { detail: 'This application is decided already.' });
      try {
        await setStatus(store, caller.programme, partner.id, to, {
          actor: actorOf(caller),
          at: context.now(),
          ...(body.comment !== undefined && { reason: body.comment }),
        });
      } catch (error) {
        throw error instanceof DomainError ? new Refusal('conflict', { detail: error.message }) : error;
      }
      const detail = await partnerDetailOf(context, caller.programme, partner.id);
      if (!detail) throw new Refusal('not_found');
      return detail;
    },
  };
}
