import {
  addDuration,
  isId,
  moneyToJson,
  openHolds,
  type BatchId,
  type JsonObject,
  type Partner,
  type PartnerId,
  type Programme,
  type Statement,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { StoredCommission } from '@sluice/store';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { commissionsOf } from '../activity/ledger.js';
import { mailRole, sendMail } from '../activity/mail.js';
import { inWords } from '../activity/words.js';

type To = { kind: 'partner' | 'commission' | 'batch' | 'role' } & JsonObject;

/** One mail's recipient, with what the template is told about it. */
interface Recipient {
  item: string;
  partner: Partner;
  vars: JsonObject;
  about?: { kind: string; id: string };
}

/** Mails partners or a role by a template. One message a recipient, whatever is retried. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'email',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const to = ctx.config['to'] as To;
    const template = String(ctx.config['template']);
    const data = (ctx.config['data'] ?? {}) as JsonObject;
    if (to.kind === 'role') {
      const sent = await mailRole(deps, ctx, programme, template, String(to['role']), 'role', data);
      return {
        port: 'next',
        output: { messages: sent.length },
        label: { code: 'mails', params: { count: sent.length } },
      };
    }
    const recipients = await recipientsOf(deps, ctx, programme, to);
    for (const { item, partner, vars, about } of recipients) {
      deps.heartbeat(item);
      await sendMail(deps, ctx, programme, item, {
        template,
        to: partner.email,
        locale: partner.language,
        vars: { ...vars, ...data, name: partner.name },
        partner: partner.id,
        ...(about && { about }),
      });
    }
    return {
      port: 'next',
      output: { messages: recipients.length },
      label: { code: 'mails', params: { count: recipients.length } },
    };
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
      return partnersOf(deps, ctx, to);
    case 'commission': {
      const commissions = await commissionsOf(deps, { ...ctx, config: to });
      return Promise.all(commissions.map((commission) => aboutCommission(deps, ctx, programme, commission)));
    }
    case 'batch':
      return aboutBatch(deps, ctx, String(to['batch']) as BatchId);
    case 'role':
      return [];
  }
}

async function partnersOf(deps: ActivityDeps, ctx: EffectContext, to: To): Promise<Recipient[]> {
  const ids = [to['partner']].flat().filter((id): id is PartnerId => isId('partner', id));
  if (ids.length === 0) throw new NonRetryable('no_recipient', 'The mail names no partner.');
  const partners = await deps.store.partners.many(ctx.programme, ids);
  return partners.map((partner) => ({ item: partner.id, partner, vars: { url: `${deps.baseUrl}/portal` } }));
}

async function aboutCommission(
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
  const until = position && openHolds(position).flatMap((hold) => hold.until ?? [])[0];
  return {
    item: commission.id,
    partner,
    about: { kind: 'commission', id: commission.id },
    vars: {
      amount: { ...moneyToJson(position && position.open.amount !== 0n ? position.open : commission.amount) },
      order: commission.orderExternalId,
      reason: inWords(reason ? [reason] : commission.explanation, partner.language),
      until: (until ?? endOfWindow(programme, commission)).toISOString(),
      url: `${deps.baseUrl}/portal/commissions/${commission.id}`,
    },
  };
}

/** For a mail that is sent before the hold is opened: when the programme's window for this order ends. */
function endOfWindow({ settings, timeZone }: Programme, { occurredAt }: StoredCommission): Date {
  return addDuration(occurredAt, settings.refundWindow, timeZone);
}

async function aboutBatch(deps: ActivityDeps, ctx: EffectContext, id: BatchId): Promise<Recipient[]> {
  const batch = await deps.store.batches.need(ctx.programme, id);
  const paid = (await deps.store.payouts.ofBatch(ctx.programme, id)).filter(({ state }) => state === 'paid');
  return Promise.all(
    paid.map(async (payout) => {
      const statement = await deps.store.statements.ofPayout(ctx.programme, payout.id);
      const partner = await deps.store.partners.need(ctx.programme, payout.partner);
      const lines = statementWords(statement, partner.language);
      return {
        item: payout.id,
        partner,
        about: { kind: 'payout', id: payout.id },
        vars: {
          amount: { ...moneyToJson(payout.amount) },
          batch: batch.name,
          statement: statement ? String(statement.number) : '',
          lines: lines.slice(0, maxLines),
          more: Math.max(0, lines.length - maxLines),
          url: `${deps.baseUrl}/portal/statements/${statement?.id ?? ''}`,
        },
      };
    }),
  );
}

/** Lines of a statement that a mail shows; the statement itself has all of them. */
const maxLines = 50;

/** What a statement is made of, each line with its reason in words; the payouts themselves are what the mail is about. */
export function statementWords(statement: Pick<Statement, 'lines'> | null, locale: 'en' | 'de'): JsonObject[] {
  return (statement?.lines ?? [])
    .filter(({ kind }) => kind !== 'payout' && kind !== 'payout_returned')
    .map(({ amount, explanation }) => ({ amount: { ...moneyToJson(amount) }, sentence: inWords(explanation, locale) }));
}
