import { derivedId } from '@sluice/domain';
import type { Projector } from './projector.js';

interface ClickData {
  click: { id: string; link: string; customer?: string; visitor?: string };
  context?: { ip?: string; ipCountry?: string; referrer?: string };
}

/** `click`: a touch of the partner whose link it was; an unknown link leaves the event alone. */
export const projectClick: Projector = async ({ store, hash }, event) => {
  const { click, context } = event.data as unknown as ClickData;
  const link = await store.links.findByCode(event.programme, click.link);
  if (!link) return { correlations: [`click:${click.id}`] };
  await store.touches.insertOrRead({
    id: derivedId('touch', event.programme, event.source, click.id),
    programme: event.programme,
    kind: 'click',
    at: event.occurredAt,
    partner: link.partner,
    link: link.code,
    clickId: click.id,
    event: event.id,
    ...(click.visitor && { visitor: click.visitor }),
    ...(context?.referrer && { referrer: context.referrer }),
    ...(context?.ip && { ipHash: hash(context.ip) }),
    ...(context?.ipCountry && { country: context.ipCountry }),
  });
  return {
    subject: { kind: 'partner', id: link.partner },
    correlations: [`partner:${link.partner}`, `click:${click.id}`],
  };
};
