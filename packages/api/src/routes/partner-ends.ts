import { DomainError } from '@sluice/domain';
import type { Partner, PartnerId } from '@sluice/domain';
import type { PartnerDetail, PartnerMergePreviewDto } from '@sluice/contracts';
import {
  erasePartner,
  erasePreview,
  mergePartners,
  mergePreview,
  statusPreview,
  type Stake,
} from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { balanceDto, partnerRow } from '../present/partner.js';
import { compact, moneyDto } from '../present/plain.js';
import { partnerDetailOf } from './partners.js';
import { programmeOf } from './programme.js';
import { actorOf } from './users.js';

type PartnerEndRoutes =
  'mergePartner' | 'erasePartner' | 'previewPartnerMerge' | 'previewPartnerErase' | 'previewPartnerStatus';

/** How a partner ends other than by its status: as another's duplicate, or forgotten. */
export function partnerEndRoutes(context: Context): Pick<Handlers, PartnerEndRoutes> {
  const { store } = context;

  async function known(programme: string, id: string): Promise<Partner> {
    const partner = await store.partners.get(programme, id as PartnerId);
    if (!partner) throw new Refusal('not_found');
    return partner;
  }

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
    async previewPartnerMerge({ caller, params, query }) {
      const programme = await programmeOf(context, caller.programme);
      const from = await known(programme.key, params.id);
      const into = await store.partners.get(programme.key, query.into as PartnerId);
      if (!into) throw refused('/into', 'unknown_partner', 'There is no such partner.');
      const preview = await mergePreview(store, programme.key, from.id, into.id);
      const party = (partner: Partner): PartnerMergePreviewDto['from'] => {
        const { id, name, email, status, tierName, createdAt } = partnerRow(partner, [], programme);
        return { id, name, email, status, tierName, createdAt };
      };
      const { refusal, moves, later, stays, warnings, openPayouts } = preview;
      const batches = new Map(
        await Promise.all(
          [...new Set(openPayouts.map(({ batch }) => batch))].map(
            async (id) => [id, (await store.batches.get(programme.key, id))?.name ?? id] as const,
          ),
        ),
      );
      return compact({
        from: party(preview.from),
        into: party(preview.into),
        refusal: refusal && { code: refusal.code, message: refusal.message },
        moves: { ...moves, payable: moves.payable.map(moneyDto) },
        later: { held: later.held.map(moneyDto), inTransit: later.inTransit.map(moneyDto) },
        stays,
        openPayouts: openPayouts.map(({ id, batch, state, amount }) => ({
          id,
          batch,
          batchName: batches.get(batch) ?? batch,
          state,
          amount: moneyDto(amount),
        })),
        warnings,
      });
    },

    async previewPartnerErase({ caller, params }) {
      const { id } = await known(caller.programme, params.id);
      const preview = await erasePreview(store, caller.programme, id);
      return { ...preview, open: preview.open.map(balanceDto) };
    },

    async previewPartnerStatus({ caller, params }) {
      const { id } = await known(caller.programme, params.id);
      const { forfeits, restores } = await statusPreview(store, caller.programme, id, context.now());
      return { forfeits: stakeDto(forfeits), restores: stakeDto(restores) };
    },

    async mergePartner({ caller, params, body }) {
      const { programme } = caller;
      const from = await known(programme, params.id);
      const into = await store.partners.get(programme, body.into as PartnerId);
      if (!into) throw refused('/into', 'unknown_partner', 'There is no such partner.');
      const by = { actor: actorOf(caller), at: context.now(), reason: body.reason };
      await orRefused('/into', () => mergePartners(store, { programme, from: from.id, into: into.id }, by));
      return detail(programme, into.id);
    },

    async erasePartner({ caller, params, body }) {
      const partner = await known(caller.programme, params.id);
      if (!partner.erasedAt && body.name.trim() !== partner.name)
        throw refused('/name', 'other_name', 'This is not the partner’s name. Nothing was erased.');
      const by = { actor: actorOf(caller), at: context.now(), reason: body.reason };
      await orRefused('', () => erasePartner(store, caller.programme, partner.id, by));
      await forgetSignIns(caller.programme, partner.id);
      return detail(caller.programme, partner.id);
    },
  };
}

function stakeDto({ commissions, amounts }: Stake) {
  return { commissions, amounts: amounts.map(moneyDto) };
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
