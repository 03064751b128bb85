import type { SentenceSegment } from '@sluice/contracts/commission';
import type { Trigger } from '@sluice/flows';
import type { TFunction } from 'i18next';
import { segments } from './segments.js';

const known: Record<string, string> = {
  'order.paid': 'When an order is **paid**',
  'order.refunded': 'When an order is **refunded**',
  'partner.approved': 'When a partner is **approved**',
  'application.submitted': 'When somebody **applies**',
  'lead.created': 'When a **lead** comes in',
};

/** What starts the flow, as a sentence. */
export function triggerWords(trigger: Trigger, t: TFunction): SentenceSegment[] {
  if (trigger.type === 'event') {
    const [only] = trigger.events;
    const words = trigger.events.length === 1 && only !== undefined ? known[only] : undefined;
    return segments(words ? t(words) : t('When **{{events}}** comes', { events: trigger.events.join(', ') || '…' }));
  }
  if (trigger.type === 'schedule') return segments(t('At the times **{{cron}}**', { cron: trigger.cron }));
  if (trigger.type === 'segment') {
    const { segment } = trigger;
    return segments(
      trigger.on === 'left'
        ? t('When a partner leaves **{{segment}}**', { segment: segment || '…' })
        : t('When a partner enters **{{segment}}**', { segment: segment || '…' }),
    );
  }
  return segments(t('When somebody **starts it**'));
}
