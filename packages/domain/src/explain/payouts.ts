import type { Phrase } from './text.js';

/** Why a partner is left out of a batch, and what became of a payout, beside the reasons of taxes and sanctions. */
export const payoutsEn: Record<string, Phrase> = {
  'left_out.method': ({ rail }, w) => `Left out: the partner’s group is not paid by ${w.text(rail)}.`,
  'left_out.rail_off': ({ rail }, w) => `Left out: payouts by ${w.text(rail)} are switched off.`,
  'left_out.not_due': () => 'Carried over: the partner’s group is paid once a quarter.',
  'left_out.no_rate': ({ from, to, day }, w) =>
    `Left out: there is no rate from ${w.text(from)} to ${w.text(to)} for ${w.date(day)}.`,
  'left_out.nothing_left': ({ amount }, w) =>
    `Carried over: after taxes and fees ${w.money(amount)} would be left to pay.`,
  'left_out.details_changed': () => 'Left out: the bank details were changed after the batch was prepared.',
  'left_out.items_changed': () => 'Left out: an item was refunded after the approval.',
  'left_out.cancelled_by': ({ by, reason }, w) => `Taken out by ${w.text(by)}: ${w.text(reason)}`,
};

export const payoutsDe: Record<string, Phrase> = {
  'left_out.method': ({ rail }, w) => `Ausgelassen: Die Gruppe des Partners wird nicht über ${w.text(rail)} bezahlt.`,
  'left_out.rail_off': ({ rail }, w) => `Ausgelassen: Auszahlungen über ${w.text(rail)} sind abgeschaltet.`,
  'left_out.not_due': () => 'Vorgetragen: Die Gruppe des Partners wird einmal im Quartal bezahlt.',
  'left_out.no_rate': ({ from, to, day }, w) =>
    `Ausgelassen: Es gibt keinen Kurs von ${w.text(from)} in ${w.text(to)} für den ${w.date(day)}.`,
  'left_out.nothing_left': ({ amount }, w) =>
    `Vorgetragen: Nach Steuern und Gebühren blieben ${w.money(amount)} zu zahlen.`,
  'left_out.details_changed': () => 'Ausgelassen: Die Bankdaten wurden geändert, nachdem der Stapel vorbereitet war.',
  'left_out.items_changed': () => 'Ausgelassen: Ein Posten wurde nach der Freigabe erstattet.',
  'left_out.cancelled_by': ({ by, reason }, w) => `Herausgenommen von ${w.text(by)}: ${w.text(reason)}`,
};
