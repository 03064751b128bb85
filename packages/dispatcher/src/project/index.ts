import type { KnownEventType } from '@sluice/domain';
import { projectClick } from './click.js';
import { projectCustom } from './custom.js';
import { projectCouponRequest } from './coupon.js';
import { projectDocument } from './document.js';
import { projectLead } from './lead.js';
import { projectOrder } from './order.js';
import { projectPartner } from './partner.js';
import { projectProspect } from './prospect.js';
import { projectPayout } from './payout.js';
import type { Projector } from './projector.js';
import { projectSubscription } from './subscription.js';

/** Who folds an event of that type; undefined for one that is only stored and shown. */
export function projectorOf(type: string): Projector | undefined {
  if (Object.hasOwn(projectors, type)) return projectors[type as keyof typeof projectors];
  return type.startsWith('custom.') ? projectCustom : undefined;
}

/** Who folds which event; our own `custom.*` among them. */
const projectors: Readonly<Partial<Record<KnownEventType | `custom.${string}`, Projector>>> = {
  'order.paid': projectOrder,
  'order.refunded': projectOrder,
  'order.linked': projectOrder,
  'dispute.opened': projectOrder,
  'dispute.won': projectOrder,
  'dispute.lost': projectOrder,
  click: projectClick,
  'coupon.requested': projectCouponRequest,
  'lead.created': projectLead,
  'demo.booked': projectLead,
  'trial.started': projectLead,
  'trial.converted': projectLead,
  'trial.cancelled': projectLead,
  'customer.activated': projectLead,
  'application.submitted': projectPartner,
  'partner.approved': projectPartner,
  'partner.rejected': projectPartner,
  'partner.paused': projectPartner,
  'partner.terminated': projectPartner,
  'partner.reinstated': projectPartner,
  'partner.activity': projectPartner,
  'subscription.started': projectSubscription,
  'subscription.renewed': projectSubscription,
  'subscription.upgraded': projectSubscription,
  'subscription.downgraded': projectSubscription,
  'subscription.cancelled': projectSubscription,
  'document.signed': projectDocument,
  'tax_form.received': projectDocument,
  'tax_form.expiring': projectDocument,
  'payout.paid': projectPayout,
  'payout.failed': projectPayout,
  'payout.returned': projectPayout,
  'custom.prospect.added': projectProspect,
  'custom.prospect.changed': projectProspect,
};
