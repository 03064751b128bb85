import type { JsonObject, Partner, Programme } from '@sluice/domain';
import { partnerHistories } from '@sluice/store/operations/index';
import { blockVars, type MailBlock } from '../decisions/mail-blocks.js';
import type { ActivityDeps } from './deps.js';

/** Reads what the blocks of a mail to a partner hold; nothing is read for blocks that are not asked for. */
export async function readBlocks(
  deps: ActivityDeps,
  programme: Programme,
  partner: Partner,
  blocks: readonly MailBlock[],
): Promise<JsonObject> {
  const { store, baseUrl } = deps;
  const at = deps.now();
  const wants = (block: MailBlock) => blocks.includes(block);
  const [links, assets, histories] = await Promise.all([
    wants('links') ? store.links.ofPartner(programme.key, partner.id) : [],
    wants('assets') ? store.assets.list(programme.key, { active: true, limit: 100 }).then(({ data }) => data) : [],
    wants('performance') ? partnerHistories(store, programme.key, [partner], at) : undefined,
  ]);
  const history = histories?.get(partner.id) ?? { earned: [], orders: [], clicks30: 0, leads30: 0 };
  return blockVars(blocks, { partner, programme, baseUrl, at }, { links, assets, history });
}
