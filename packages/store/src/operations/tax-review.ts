import { derivedId, renderExplanation } from '@sluice/domain';
import type { FiledTaxForm } from '@sluice/domain/tax/filed';
import { taxForm } from '@sluice/domain/tax/forms';
import type { AuditActor, MessageNote } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';
import type { Store } from '../store.js';

export interface TaxReview {
  outcome: 'accept' | 'reject';
  by: AuditActor;
  at: Date;
  /** Needed to reject: the partner reads it. */
  reason?: string;
  /** Where the partner gives a new form. */
  url: string;
}

/**
 * Accepts or rejects a form that waits. Of a rejection the partner is told why and what to do, by mail in the same write and by a notice
 * in the portal after it. Safe to repeat: one that is decided is answered as it is, with the notice that a crash has kept back.
 */
export async function reviewTaxForm(
  store: Store,
  programme: string,
  id: FiledTaxForm['id'],
  { url, ...decision }: TaxReview,
): Promise<Stored<FiledTaxForm>> {
  const form = await store.taxForms.collection.need(programme, id);
  const partner = await store.partners.need(programme, form.partner);
  const { name } = taxForm(form.form);
  const mail: MessageNote = {
    key: `tax-form-rejected/${id}`,
    channel: 'email',
    template: 'tax-form-rejected',
    to: partner.email,
    locale: partner.language,
    vars: { name: partner.name, form: name, reason: decision.reason ?? '', url },
    partner: partner.id,
    about: { kind: 'partner', id: partner.id },
  };
  const reviewed = await store.taxForms.review(
    programme,
    id,
    decision,
    decision.outcome === 'reject' ? { messages: [mail] } : {},
  );
  await store.database.failpoint('tax_form.review.after');
  if (reviewed.state !== 'rejected' || !reviewed.review) return reviewed;
  const params = { form: name, reason: reviewed.review.reason ?? '' };
  const say = (code: string): string => renderExplanation([{ code, params }], partner.language).join(' ');
  await store.notices.insertOrRead({
    id: derivedId('notice', programme, 'tax-form-rejected', id),
    programme,
    partner: partner.id,
    title: say('tax_form.rejected'),
    text: say('tax_form.rejected_why'),
    link: '/portal/tax',
    createdAt: reviewed.review.at,
  });
  return reviewed;
}
