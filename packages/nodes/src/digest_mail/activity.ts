import { subtractDuration, type JsonObject, type Partner, type Programme } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { sendMail } from '../activity/mail.js';
import { partnerOf } from '../activity/partner.js';
import { collectedEvents, digestVars, isEmpty, type DigestFigures } from '../decisions/digest.js';
import { text } from '../read.js';

/** One mail with what happened in a period; the figures are those of when it was first written. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'digest_mail',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const partner = await partnerOf(deps, ctx);
    const period = periodOf(ctx, programme, deps.now());
    const events = collectedEvents(ctx.config['events']);
    const figures = await figuresOf(deps, partner, period);
    if (ctx.config['empty'] === 'skip' && isEmpty(figures, events))
      return { port: 'nothing', output: { partner: partner.id } };
    const vars = digestVars(figures, period, partner.language, events);
    const message = await sendMail(deps, ctx, programme, partner.id, {
      template: text(ctx.config, 'template') ?? '',
      to: partner.email,
      locale: partner.language,
      vars: {
        ...vars,
        url: `${deps.baseUrl}/portal`,
        ...(ctx.config['data'] as JsonObject | undefined),
        name: partner.name,
      },
      partner: partner.id,
    });
    return { port: 'next', output: { message }, label: { code: 'mails', params: { count: 1 } } };
  },
};

/** Backwards from now, on the programme's calendar. */
function periodOf(ctx: EffectContext, { timeZone }: Programme, now: Date): { from: Date; to: Date } {
  return { from: subtractDuration(now, text(ctx.config, 'period') ?? 'P7D', timeZone), to: now };
}

async function figuresOf(
  { store }: ActivityDeps,
  { programme, id }: Partner,
  { from, to }: { from: Date; to: Date },
): Promise<DigestFigures> {
  const [clicks, referrals, commissions, payouts] = await Promise.all([
    store.touches.collection.count(programme, { partner: id, kind: 'click', at: { $gte: from, $lt: to } }),
    store.referrals.collection.count(programme, { partner: id, createdAt: { $gte: from, $lt: to } }),
    store.commissions.collection.find(
      programme,
      { partner: id, occurredAt: { $gte: from, $lt: to } },
      { sort: { occurredAt: 1, _id: 1 } },
    ),
    store.payouts.collection.find(programme, { partner: id, state: 'paid' }),
  ]);
  const earned = commissions.filter(({ reverses }) => reverses === undefined);
  return {
    clicks,
    referrals,
    orders: new Set(earned.filter(({ component }) => component !== 'bonus').map(({ order }) => order)).size,
    commissions,
    paid: payouts.filter(({ paidAt }) => paidAt && paidAt >= from && paidAt < to).map(({ amount }) => amount),
  };
}
