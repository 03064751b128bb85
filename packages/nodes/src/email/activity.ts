import {
  isId,
  type BatchId,
  type JsonObject,
  type PartnerId,
  type PayoutId,
  type Programme,
  type ProspectId,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { StoredCommission } from '@sluice/store';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { inParallel, payoutsAtOnce } from '@sluice/store/operations/index';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { commissionsOf } from '../activity/ledger.js';
import { readBlocks } from '../activity/mail-blocks.js';
import { mailRole, sendMail } from '../activity/mail.js';
import { statementPdf } from '../activity/statement-pdf.js';
import { mailBlocks } from '../decisions/mail-blocks.js';
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
import { texts } from '../read.js';

type To = { kind: 'partner' | 'commission' | 'batch' | 'prospect' | 'payout' | 'role' } & JsonObject;

/** Mails partners or a role by a template. One message a recipient, whatever is retried. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'email',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const to = ctx.config['to'] as To;
    const template = String(ctx.config['template']);
    const data = (ctx.config['data'] ?? {}) as JsonObject;
    if (to.kind === 'role') {
      const sent = await mailRole(deps, ctx, programme, template, String(to['role']), 'role', {
        url: consoleUrl(deps.baseUrl, ctx.subject),
        ...data,
      });
      return {
        port: 'next',
        output: { messages: sent.length },
        label: { code: 'mails', params: { count: sent.length } },
      };
    }
    const included = texts(ctx.config['include']);
    const blocks = to.kind === 'partner' ? mailBlocks.filter((block) => included.includes(block)) : [];
    let messages = 0;
    const mail = async ({ item, to: addressee, vars, about, statement }: Recipient): Promise<void> => {
      const { name, email, language, partner } = addressee;
      deps.heartbeat(item);
      const more = partner ? await readBlocks(deps, programme, partner, blocks) : {};
      await sendMail(deps, ctx, programme, item, {
        template,
        to: email,
        locale: language,
        vars: { ...vars, ...more, ...data, name },
        ...(partner && { partner: partner.id }),
        ...(about && { about }),
        ...(statement && partner && { attached: [statementPdf(programme, partner, statement)] }),
      });
      messages += 1;
    };
    if (to.kind === 'batch') await eachOfBatch(deps, ctx, String(to['batch']) as BatchId, mail);
    else for (const recipient of await recipientsOf(deps, ctx, programme, to)) await mail(recipient);
    return { port: 'next', output: { messages }, label: { code: 'mails', params: { count: messages } } };
  },
};

async function recipientsOf(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  to: To,
): Promise<Recipient[]> {
  switch (to.kind) {
    case 'partner':
      return partnersOf(deps, ctx, programme, to);
    case 'commission': {
      const commissions = await commissionsOf(deps, { ...ctx, config: to });
      return Promise.all(commissions.map((commission) => ofCommission(deps, ctx, programme, commission)));
    }
    case 'prospect':
      return ofProspect(deps, ctx, programme, String(to['prospect']) as ProspectId);
    case 'payout':
      return ofPayout(deps, ctx, String(to['payout']) as PayoutId);
    case 'batch':
    case 'role':
      return [];
  }
}

async function partnersOf(deps: ActivityDeps, ctx: EffectContext, programme: Programme, to: To): Promise<Recipient[]> {
  const ids = [to['partner']].flat().filter((id): id is PartnerId => isId('partner', id));
  if (ids.length === 0) throw new NonRetryable('no_recipient', 'The mail names no partner.');
  const partners = await deps.store.partners.many(ctx.programme, ids);
  return partners.map((partner) => aboutPartner(deps.baseUrl, programme, partner));
}

async function ofCommission(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  commission: StoredCommission,
): Promise<Recipient> {
  const partner = await deps.store.partners.need(ctx.programme, commission.partner);
  const position = (await deps.store.ledger.positions(ctx.programme, commission.partner, [commission.id]))[
    commission.id
  ];
  const journals = await deps.store.ledger.ofCommission(ctx.programme, commission.id);
  const reason = journals.findLast((journal) => journal.reason)?.reason;
  return aboutCommission(deps.baseUrl, programme, partner, commission, position, reason);
}

/** Mails everybody whom the batch has paid, however many: few are in memory at a time. */
async function eachOfBatch(
  deps: ActivityDeps,
  ctx: EffectContext,
  id: BatchId,
  mail: (recipient: Recipient) => Promise<void>,
): Promise<void> {
  const { store, baseUrl } = deps;
  const batch = await store.batches.need(ctx.programme, id);
  await inParallel(store.payouts.eachOfBatch(ctx.programme, id, ['paid']), payoutsAtOnce, async (payout) => {
    const statement = await store.statements.ofPayout(ctx.programme, payout.id);
    const partner = await store.partners.need(ctx.programme, payout.partner);
    await mail(aboutPayout(baseUrl, partner, payout, batch.name, statement));
  });
}

/** Nobody writes to a prospect who is a partner by now, or was closed. */
async function ofProspect(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  id: ProspectId,
): Promise<Recipient[]> {
  const prospect = await deps.store.prospects.get(ctx.programme, id);
  if (!prospect) throw new NonRetryable('unknown_prospect', `There is no prospect ${id}.`);
  return writesTo(prospect) ? [aboutProspect(deps.baseUrl, programme, prospect)] : [];
}

async function ofPayout(deps: ActivityDeps, ctx: EffectContext, id: PayoutId): Promise<Recipient[]> {
  const payout = await deps.store.payouts.get(ctx.programme, id);
  if (!payout) throw new NonRetryable('unknown_payout', `There is no payout ${id}.`);
  const partner = await deps.store.partners.need(ctx.programme, payout.partner);
  return [aboutFailedPayout(deps.baseUrl, partner, payout)];
}
