import type { Id } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** Something that partners may advertise with. */
export interface Asset {
  id: Id<'asset'>;
  programme: string;
  kind: 'landing_page' | 'banner' | 'copy';
  title: string;
  /** Where the landing page or the banner's picture is. */
  url?: string;
  /** The words to copy. */
  text?: string;
  /** Only for partners of this tier or a higher one. */
  tier?: string;
  active: boolean;
  createdAt: Date;
}

export function assets(db: Database) {
  const c = db.collection<Asset>({
    name: 'assets',
    version: 1,
    fields: {
      kind: 'string',
      title: 'string',
      url: 'string',
      text: 'string',
      tier: 'string',
      active: 'boolean',
      createdAt: 'date',
    },
    indexes: [{ keys: ['kind', 'createdAt'] }, { keys: ['createdAt'] }],
  });
  return {
    collection: c,
    insertOrRead: (asset: Asset, out?: Outgoing) => c.insertOrRead(asset, out),
    get: (programme: string, id: Asset['id']) => c.get(programme, id),
    setActive: (programme: string, id: Asset['id'], active: boolean, out?: Outgoing) =>
      c.change(programme, id, (asset) => (asset.active === active ? null : { set: { active }, ...out })),

    /** Newest first; `tiers`: also those that are only for one of these. */
    list: (
      programme: string,
      query: PageQuery & { kind?: Asset['kind']; active?: boolean; tiers?: readonly string[] } = {},
    ) =>
      c.page(
        programme,
        {
          ...(query.kind ? { kind: query.kind } : {}),
          ...(query.active === undefined ? {} : { active: query.active }),
          ...(query.tiers ? { $or: [{ tier: { $exists: false } }, { tier: { $in: query.tiers } }] } : {}),
        },
        query,
      ),
  };
}
