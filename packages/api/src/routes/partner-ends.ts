import { DomainError } from '@sluice/domain';
import type { PartnerId } from '@sluice/domain';
import type { PartnerDetail } from '@sluice/contracts';
import { erasePartner, mergePartners } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { partnerDetailOf } from './partners.js';
import { actorOf } from './users.js';

/** How a partner ends other than by its status: as another's duplicate, or forgotten. */
export function partnerEndRoutes(context: Context): Pick<Handlers, 'mergePartner' | 'erasePartner'> {
  const { store } = context;

  async function detail(programme: string, id: PartnerId): Promise<PartnerDetail> {
    const found = await partnerDetailOf(context, programme, id);
    if (!found) throw new Refusal('not_found');
    return found;
  }

  /** Address, password and sessions of the partner's people, unless they also belong to another programme. */
  async function forgetSignIns(programme: string, partner: PartnerId): Promise<void> {
    const { internalAdapter } = await context.auth.$context;
    for (const { id } of await store.users.ofPartner(programme, partner))
      if ((await store.users.programmesOf(id)).length === 1) await internalAdapter.deleteUser(id);
  }

  return {
    async mergePartner({ caller, params, body }) {
      const { programme } = caller;
      const from = await store.partners.get(programme, params.id as PartnerId);
      if (!from) throw new Refusal('not_found');
      const into = await store.partners.get(programme, body.into as PartnerId);
      if (!into) throw refused('/into', 'unknown_partner', 'There is no such partner.');
      const by = { actor: actorOf(caller), at: context.now(), reason: body.reason };
      await orRefused('/into', () => mergePartners(store, { programme, from: from.id, into: into.id }, by));
      return detail(programme, into.id);
    },

    async erasePartner({ caller, params, body }) {
      const partner = await store.partners.get(caller.programme, params.id as PartnerId);
      if (!partner) throw new Refusal('not_found');
      if (!partner.erasedAt && body.name.trim() !== partner.name)
        throw refused('/name', 'other_name', 'This is not the partner’s name. Nothing was erased.');
      const by = { actor: actorOf(caller), at: context.now(), reason: body.reason };
      await orRefused('', () => erasePartner(store, caller.programme, partner.id, by));
      await forgetSignIns(caller.programme, partner.id);
      return detail(caller.programme, partner.id);
    },
  };
}

async function orRefused(pointer: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw error instanceof DomainError ? refused(pointer, error.code, error.message) : error;
  }
}

function refused(pointer: string, code: string, message: string): Refusal {
  return new Refusal('invalid', { detail: message, errors: [{ pointer, code, message }] });
}
