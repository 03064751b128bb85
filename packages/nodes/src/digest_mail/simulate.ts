import { derivedId, subtractDuration, type Partner } from '@sluice/domain';
import { collectedEvents, digestVars, isEmpty, type DigestFigures } from '../decisions/digest.js';
import { isObject, text } from '../read.js';
import { readAll } from '../simulation/documents.js';
import { mailPartner } from '../simulation/mail.js';
import { partnerOf } from '../simulation/partner.js';
import type { NodeSimulation, World } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'digest_mail',
  run(world, ctx) {
    const partner = partnerOf(world, ctx);
    const to = new Date(world.now());
    const from = subtractDuration(to, text(ctx.config, 'period') ?? 'P7D', world.programme.timeZone);
    const events = collectedEvents(ctx.config['events']);
    const figures = figuresOf(world, partner, from, to);
    if (ctx.config['empty'] === 'skip' && isEmpty(figures, events))
      return { port: 'nothing', output: { partner: partner.id } };
    const vars = { ...digestVars(figures, { from, to }, partner.language, events), url: `${world.baseUrl}/portal` };
    mailPartner(
      world,
      ctx,
      text(ctx.config, 'template') ?? '',
      { item: partner.id, to: { name: partner.name, email: partner.email, language: partner.language, partner }, vars },
      isObject(ctx.config['data']) ? ctx.config['data'] : {},
    );
    const message = derivedId(
      'message',
      ctx.programme,
      ctx.run,
      ctx.node,
      String(ctx.visit),
      String(ctx.generation),
      partner.id,
    );
    return { port: 'next', output: { message }, label: { code: 'mails', params: { count: 1 } } };
  },
};

function figuresOf(world: World, { id }: Partner, from: Date, to: Date): DigestFigures {
  const within = (at: Date | undefined) => at !== undefined && at >= from && at < to;
  const commissions = readAll(world, 'commissions')
    .filter((one) => one.partner === id && within(one.occurredAt))
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  const earned = commissions.filter(({ reverses, component }) => reverses === undefined && component !== 'bonus');
  return {
    clicks: readAll(world, 'touches').filter((one) => one.partner === id && one.kind === 'click' && within(one.at))
      .length,
    referrals: readAll(world, 'referrals').filter((one) => one.partner === id && within(one.createdAt)).length,
    orders: new Set(earned.map(({ order }) => order)).size,
    commissions,
    paid: readAll(world, 'payouts')
      .filter((one) => one.partner === id && one.state === 'paid' && within(one.paidAt))
      .map(({ amount }) => amount),
  };
}
