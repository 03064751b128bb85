import { isId, type JsonObject } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { blockVars, mailBlocks } from '../decisions/mail-blocks.js';
import {
  aboutCommission,
  aboutFailedPayout,
  aboutPartner,
  aboutPayout,
  aboutProspect,
  consoleUrl,
  writesTo,
  type Recipient,
} from '../decisions/mail-vars.js';
import { isObject, texts } from '../read.js';
import { historyOf } from '../rule/simulate.js';
import { read, readAll } from '../simulation/documents.js';
import { chainOf, commissionsOf, positionsOf } from '../simulation/ledger.js';
import { mailPartner, mailRole } from '../simulation/mail.js';
import { needPartner } from '../simulation/partner.js';
import type { NodeSimulation, World } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'email',
  run(world, ctx) {
    const to = isObject(ctx.config['to']) ? ctx.config['to'] : {};
    const data = isObject(ctx.config['data']) ? ctx.config['data'] : {};
    const template = String(ctx.config['template']);
    const sent =
      to['kind'] === 'role'
        ? mailRole(world, ctx, template, String(to['role']), 'role', {
            url: consoleUrl(world.baseUrl, ctx.subject),
            ...data,
          })
        : recipientsOf(world, ctx, to).map((recipient) =>
            mailPartner(world, ctx, template, recipient, { ...included(world, ctx, recipient), ...data }),
          );
    return {
      port: 'next',
      output: { messages: sent.length },
      label: { code: 'mails', params: { count: sent.length } },
    };
  },
};

function recipientsOf(world: World, ctx: EffectContext, to: JsonObject): Recipient[] {
  switch (to['kind']) {
    case 'partner':
      return partnersOf(world, to);
    case 'commission':
      return commissionsOf(world, { config: to }).map((commission) => ofCommission(world, commission));
    case 'batch':
      return ofBatch(world, String(to['batch']));
    case 'prospect':
      return ofProspect(world, String(to['prospect']));
    case 'payout':
      return ofPayout(world, String(to['payout']));
    default:
      return [];
  }
}

/** The blocks of a mail to a partner, out of the documents of the world. */
function included(world: World, ctx: EffectContext, { to: { partner } }: Recipient): JsonObject {
  if (!partner) return {};
  const asked = texts(ctx.config['include']);
  const blocks = mailBlocks.filter((block) => asked.includes(block));
  const { programme, baseUrl } = world;
  const at = new Date(world.now());
  return blockVars(
    blocks,
    { partner, programme, baseUrl, at },
    {
      links: readAll(world, 'links').filter((link) => link.partner === partner.id),
      assets: newestFirst(readAll(world, 'assets')),
      history: historyOf(world, partner.id, at),
    },
  );
}

/** As the store lists them. */
function newestFirst<T extends { id: string; createdAt?: Date }>(documents: readonly T[]): T[] {
  const time = ({ createdAt }: T): number => createdAt?.getTime() ?? 0;
  return [...documents].sort((a, b) => time(b) - time(a) || (a.id < b.id ? 1 : -1));
}

function partnersOf(world: World, to: JsonObject): Recipient[] {
  const ids = [to['partner']].flat().filter((id) => isId('partner', id));
  if (ids.length === 0) throw new NonRetryable('no_recipient', 'The mail names no partner.');
  return ids.flatMap((id) => {
    const partner = read(world, 'partners', id);
    return partner ? [aboutPartner(world.baseUrl, world.programme, partner)] : [];
  });
}

function ofCommission(world: World, commission: ReturnType<typeof commissionsOf>[number]): Recipient {
  const partner = needPartner(world, commission.partner);
  const position = positionsOf(world, commission.partner)[commission.id];
  const journals = chainOf(world, commission.partner).filter(({ commissions }) =>
    commissions.some(({ id }) => id === commission.id),
  );
  const reason = journals.findLast((journal) => journal.reason)?.reason;
  return aboutCommission(world.baseUrl, world.programme, partner, commission, position, reason);
}

function ofBatch(world: World, id: string): Recipient[] {
  const batch = read(world, 'batches', id);
  if (!batch) throw new NonRetryable('unknown_batch', `The batch ${id} is not stored.`);
  return readAll(world, 'payouts')
    .filter((payout) => payout.batch === id && payout.state === 'paid')
    .map((payout) => {
      const statement = readAll(world, 'statements').find((one) => one.payout === payout.id) ?? null;
      return aboutPayout(
        world.baseUrl,
        needPartner(world, payout.partner),
        { ...payout, rev: 0 },
        batch.name,
        statement,
      );
    });
}

function ofProspect(world: World, id: string): Recipient[] {
  const prospect = read(world, 'prospects', id);
  if (!prospect) throw new NonRetryable('unknown_prospect', `There is no prospect ${id}.`);
  return writesTo(prospect) ? [aboutProspect(world.baseUrl, world.programme, prospect)] : [];
}

function ofPayout(world: World, id: string): Recipient[] {
  const payout = read(world, 'payouts', id);
  if (!payout) throw new NonRetryable('unknown_payout', `There is no payout ${id}.`);
  return [aboutFailedPayout(world.baseUrl, needPartner(world, payout.partner), { ...payout, rev: 0 })];
}
