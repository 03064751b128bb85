import { derivedId, type Id, type Programme } from '@sluice/domain';
import type { AssetDto } from '@sluice/contracts';
import type { Asset } from '@sluice/store';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at, compact, shown } from '../present/plain.js';
import { programmeOf } from './programme.js';
import { actorOf } from './users.js';

/** What partners may advertise with; a partner sees what is for its tier or a lower one. */
export function assetRoutes(context: Context): Pick<Handlers, 'listAssets' | 'createAsset' | 'updateAsset'> {
  const { store } = context;
  return {
    async listAssets({ caller, reach, query }) {
      const own = reach === 'own' ? { active: true, tiers: await tiersOf(caller) } : {};
      return shown(await store.assets.list(caller.programme, { ...compact(query), ...own }), assetDto);
    },

    async createAsset({ caller, body, requestKey }) {
      const programme = await programmeOf(context, caller.programme);
      if (body.tier !== undefined && !programme.tiers.some(({ key }) => key === body.tier))
        throw new Refusal('invalid', {
          errors: [{ pointer: '/tier', code: 'unknown_tier', message: 'no tier has this key' }],
        });
      const { doc } = await store.assets.insertOrRead(
        {
          ...compact(body),
          id: derivedId('asset', caller.programme, caller.id, requestKey),
          programme: caller.programme,
          active: true,
          createdAt: context.now(),
        },
        {
          audit: {
            action: 'asset.created',
            actor: actorOf(caller),
            detail: { kind: body.kind, title: body.title },
          },
        },
      );
      return assetDto(doc);
    },

    async updateAsset({ caller, params, body }) {
      const asset = await store.assets.get(caller.programme, params.id as Id<'asset'>);
      if (!asset) throw new Refusal('not_found');
      return assetDto(
        await store.assets.setActive(caller.programme, asset.id, body.active, {
          audit: {
            action: body.active ? 'asset.returned' : 'asset.retired',
            actor: actorOf(caller),
            detail: { title: asset.title },
          },
        }),
      );
    },
  };

  async function tiersOf(caller: Caller): Promise<string[]> {
    const programme: Programme = await programmeOf(context, caller.programme);
    const partner = await store.partners.collection.get(caller.programme, caller.partner ?? '');
    const rank = programme.tiers.find(({ key }) => key === partner?.tier)?.rank ?? -1;
    return programme.tiers.filter((tier) => tier.rank <= rank).map(({ key }) => key);
  }
}

function assetDto(asset: Asset): AssetDto {
  const { id, kind, title, url, text, tier, active } = asset;
  return compact({ id, kind, title, url, text, tier, active, createdAt: at(asset.createdAt) });
}
