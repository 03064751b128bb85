import type { Json } from '../json.js';
import { leadWords } from './lead.js';
import { payoutsDe } from './payouts.js';
import { taxDe } from './tax-de.js';
import { sharesOf, type Phrase, type Words } from './text.js';

/** Every code that the domain explains with, in German. The same codes as in `en.ts`; a test holds that. */
export const de: Record<string, Phrase> = {
  ...taxDe,
  'terms.percent': ({ rate, base }, w) => `${w.rate(rate)} von ${w.money(base)}.`,
  'terms.flat': ({ amount }, w) => `Pauschal ${w.money(amount)} für die Bestellung.`,
  'terms.flat_items': ({ each, count }, w) => `${w.money(each)} für jeden von ${w.text(count)} Artikeln.`,
  'terms.tiered_whole': ({ rate, volume, from, period }, w) =>
    `${w.rate(rate)}, weil ${spanWords(period)} ${w.money(volume)} erreicht hat und dieser Satz ab ${w.money(from)} gilt.`,
  'terms.tiered_graduated': ({ volume, period }, w) =>
    `Jeder Teil zum Satz seiner Stufe; ${spanWords(period)} hat ${w.money(volume)} erreicht.`,
  'terms.tiered_orders': ({ rate, count, from, period }, w) =>
    `${w.rate(rate)}: Bestellung ${w.text(count)} ${withinWords(period)}, und dieser Satz gilt ab ${w.text(from)}.`,
  'terms.bounty': ({ amount }, w) => `${w.money(amount)}, einmal für diesen Kunden.`,
  'terms.multiplier': ({ factor }, w) => `Mal ${w.decimal(factor)}.`,
  'terms.bonus': ({ amount, above }, w) =>
    `${w.money(amount)} dazu${above ? `, weil die Bestellung mindestens ${w.money(above)} beträgt` : ''}.`,
  'terms.from_partner': () => 'Nach den eigenen Bedingungen des Partners.',
  'terms.from_group': ({ name }, w) => `Nach den Bedingungen der Gruppe ${w.text(name)}.`,
  'terms.from_tier': ({ name }, w) => `Nach den Bedingungen der Stufe ${w.text(name)}.`,
  'terms.from_programme': () => 'Nach den Bedingungen des Programms.',
  'recurring.month': ({ month, months }) => `Monat ${month} von ${months}.`,
  'capped.order': ({ limit }, w) => `Gedeckelt: Eine Bestellung bringt höchstens ${w.money(limit)}.`,
  'capped.partner': ({ limit, period, granted, asked }, w) =>
    `Gedeckelt: ${w.money(granted)} von ${w.money(asked)}, denn ein Partner verdient ${withinWords(period)} höchstens ${w.money(limit)}.`,
  'capped.customer': ({ limit, period, granted, asked }, w) =>
    `Gedeckelt: ${w.money(granted)} von ${w.money(asked)}, denn ein Kunde bringt ${withinWords(period)} höchstens ${w.money(limit)}.`,
  'capped.programme': ({ limit, period, granted, asked }, w) =>
    `Gedeckelt: ${w.money(granted)} von ${w.money(asked)}, denn diese Bedingungen zahlen ${withinWords(period)} höchstens ${w.money(limit)}.`,
  'capped.spend': ({ limit, period, granted, asked }, w) =>
    `Gedeckelt: ${w.money(granted)} von ${w.money(asked)}, denn das Programm zahlt ${withinWords(period)} höchstens ${w.money(limit)}.`,
  'cap.counted': ({ granted, limit, period }, w) =>
    `${w.money(granted)} auf den Deckel von ${w.money(limit)} ${withinWords(period)} angerechnet.`,
  'stage.of': ({ stage, of, percent, until }, w) =>
    `Teil ${w.text(stage)} von ${w.text(of)}, ${w.rate(percent)} der Provision, frei ab ${w.date(until)}.`,
  'renewal.month': ({ month, months }) => `Verlängerung, Monat ${month} von ${months}.`,
  'none.rule': ({ reason }, w) => `Nichts verdient: ${w.text(reason)}`,
  'none.base': ({ base }, w) => `Nichts verdient, denn nach Steuer und Versand bleiben ${w.money(base)}.`,
  'none.recurring_cap': ({ month, months }) =>
    `Nichts verdient: Dies ist Monat ${month}, und Verlängerungen zählen ${months} Monate lang.`,
  'none.bounty': ({ amount }, w) => `Nichts verdient: Für diesen Kunden wurden ${w.money(amount)} schon gezahlt.`,
  'hold.refund_window': ({ until }, w) =>
    `Zurückgehalten, solange der Kunde noch eine Erstattung verlangen kann${until ? `, bis ${w.date(until)}` : ''}.`,
  'hold.review': () => 'Zurückgehalten, bis ein Mensch es angesehen hat.',
  'hold.dispute': () => 'Zurückgehalten, solange die Bank des Kunden über eine Rückbelastung entscheidet.',
  'hold.tax_form': () => 'Zurückgehalten, bis das Steuerformular da ist.',
  'hold.staged': ({ until }, w) => `Zurückgehalten als gestaffelte Freigabe${until ? ` bis ${w.date(until)}` : ''}.`,
  'bonus.for': ({ reason, amount }, w) => `Ein Bonus von ${w.money(amount)}: ${w.text(reason)}`,
  'bonus.goal_referrals': ({ reached, goal }, w) => `${w.text(reached)} von ${w.text(goal)} Empfehlungen erreicht.`,
  'bonus.goal_orders': ({ reached, goal }, w) => `${w.text(reached)} von ${w.text(goal)} Bestellungen erreicht.`,
  'bonus.goal_revenue': ({ reached, goal }, w) => `${w.money(reached)} von ${w.money(goal)} Umsatz erreicht.`,
  'merge.handed_over': ({ amount }, w) =>
    `An das Konto übergeben, mit dem dieses zusammengelegt wurde: ${w.size(amount)}.`,
  'merge.taken_over': ({ amount }, w) =>
    `Vom Konto übernommen, das mit diesem zusammengelegt wurde: ${w.money(amount)}.`,
  'terminated.for_cause': ({ reason }, w) =>
    `Die Zusammenarbeit wurde aus wichtigem Grund beendet, Zurückgehaltenes wird nicht gezahlt${reason ? `: ${w.text(reason)}` : '.'}`,
  'terminated.reinstated': () => 'Die Zusammenarbeit besteht wieder, der Betrag ist wie zuvor zurückgehalten.',
  'adjustment.for': ({ reason, amount }, w) => `Eine Anpassung um ${w.money(amount)}: ${w.text(reason)}`,
  'coupon.format': ({ code }, w) =>
    `${w.text(code)} ist kein Code: 3 bis 24 Buchstaben und Ziffern, Striche dazwischen.`,
  'coupon.taken': ({ code }, w) => `${w.text(code)} ist schon vergeben.`,
  'coupon.look_alike': ({ code, other }, w) =>
    `${w.text(code)} sieht aus wie ${w.text(other)}, der einem anderen Partner gehört.`,
  'coupon.banned_word': ({ word }, w) => `„${w.text(word)}“ darf in keinem Code stehen.`,
  'coupon.brand': ({ name }, w) => `„${w.text(name)}“ ist der Name der Marke selbst.`,
  'page.disclosure_missing': () => 'Nichts auf der Seite sagt, dass sie Provision bringt.',
  'page.disclosure_late': ({ excerpt }, w) =>
    `Die Kennzeichnung steht erst nach dem ersten Link, der Provision bringt: „${w.text(excerpt)}“.`,
  'page.disclosure_hidden': ({ excerpt }, w) => `Die Kennzeichnung ist nicht zu sehen: „${w.text(excerpt)}“.`,
  'page.claim': ({ claim, excerpt }, w) => `„${w.text(claim)}“ darf nicht behauptet werden: „${w.text(excerpt)}“.`,
  'history.imported': ({ month }, w) =>
    `Ausgezahlt, bevor Sluice im Einsatz war; übernommen mit den Auszahlungen von ${w.text(month)}.`,
  'rejected.review_rejected': ({ comment }, w) =>
    comment ? `Nicht freigegeben: ${w.text(comment)}` : 'Nach einer Prüfung nicht freigegeben.',
  'rejected.fraud_blocked': () => 'Von der Betrugsprüfung gestoppt.',
  'clawback.refund': ({ order, amount }, w) =>
    `Bestellung ${w.text(order)} wurde ganz oder teilweise erstattet, darum gehen ${w.size(amount)} zurück.`,
  'clawback.dispute': ({ order, amount }, w) =>
    `Die Zahlung der Bestellung ${w.text(order)} wird bestritten, darum gehen ${w.size(amount)} zurück.`,
  'clawback.given_back': ({ order, amount }, w) =>
    `Bestellung ${w.text(order)} gilt wieder, darum kommen ${w.size(amount)} zurück.`,
  'statement.lead': ({ lead, event, on }, w) =>
    `${leadWords(event, w.text(lead), 'de')}${on ? `, ${w.date(on)}` : ''}.`,
  'statement.order': ({ order, on }, w) => `Bestellung ${w.text(order)}${on ? ` vom ${w.date(on)}` : ''}.`,
  'statement.paid': ({ items }) => `Ausgezahlt, ${items} Posten.`,
  'statement.import_paid': ({ items }) => `Vor Sluice gezahlt, mit ${items} Posten übernommen.`,
  'statement.returned': () => 'Die Bank hat die Zahlung zurückgeschickt; sie wird erneut gezahlt.',
  'statement.vat': () => 'Umsatzsteuer obendrauf, per Gutschrift.',
  'statement.withholding': () => 'Steuer einbehalten.',
  'statement.fee': () => 'Gebühr der Zahlung.',
  'statement.converted': ({ from, to, rate, on, source }, w) =>
    `Umgerechnet von ${w.money(from)} in ${w.money(to)} zum Kurs ${w.text(rate).replace('.', ',')} (${toldBy(source)}, ${w.date(on)}).`,
  'statement.adjustment': ({ by }, w) => `Angepasst von ${w.text(by)}.`,
  ...payoutsDe,
  'left_out.no_account': () => 'Ausgelassen: Es gibt kein Auszahlungskonto.',
  'left_out.other_currency': ({ currency, batch }, w) =>
    `Ausgelassen: Zahlung in ${w.text(currency)}, dieser Lauf ist in ${w.text(batch)}.`,
  'left_out.status': ({ status }, w) =>
    `Ausgelassen: Der Partner ist ${w.text(statusWords[String(status)] ?? status)}.`,
  'left_out.account_changed': ({ until }, w) => `Ausgelassen: Die Bankdaten sind neu und ruhen bis ${w.date(until)}.`,
  'left_out.below_minimum': ({ amount, minimum }, w) =>
    `Vorgetragen: ${w.money(amount)} liegt unter dem Mindestbetrag von ${w.money(minimum)}.`,
  'left_out.taken_meanwhile': () =>
    'Ausgelassen: Ein anderer Lauf oder eine Erstattung war schneller, während dieser Lauf eröffnet wurde.',
  'left_out.negative': ({ amount }, w) => `Vorgetragen: Der Saldo ist ${w.money(amount)}.`,
  'fraud.disposable_mail': () => 'Die E-Mail-Adresse des Kunden ist eine Wegwerfadresse.',
  'fraud.free_mail': () => 'Die E-Mail-Adresse des Kunden ist von einem Freemail-Anbieter.',
  'fraud.same_email': () => 'Der Kunde hat die E-Mail-Adresse des Partners.',
  'fraud.same_domain': () => 'Der Kunde hat die E-Mail-Domain des Partners.',
  'fraud.same_ip': () => 'Die Bestellung kam von der IP-Adresse des Partners.',
  'fraud.same_account': () => 'Der Kunde zahlt vom Auszahlungskonto des Partners.',
  'fraud.fast_conversion': ({ seconds }, w) => `Die Bestellung kam ${w.text(seconds)} Sekunden nach dem Klick.`,
  'fraud.click_spike': ({ today, mean }, w) =>
    `Klicks weit über dem Üblichen: ${w.text(today)} heute, ${w.text(mean)} am Tag in 28 Tagen.`,
  'fraud.conversion_spike': ({ today, mean }, w) =>
    `Bestellungen weit über dem Üblichen: ${w.text(today)} heute, ${w.text(mean)} am Tag in 28 Tagen.`,
  'fraud.country_mismatch': ({ card, billing, ip }, w) =>
    [
      'Die Länder passen nicht zusammen',
      listed([
        card && `Karte ${w.text(card)}`,
        billing && `Rechnung ${w.text(billing)}`,
        ip && `Adresse ${w.text(ip)}`,
      ]),
    ]
      .filter(Boolean)
      .join(': ') + '.',
  'fraud.coupon_without_click': ({ code }, w) => `Gutschein${code ? ` ${w.text(code)}` : ''} ohne Klick davor benutzt.`,
  'fraud.coupon_not_owner': ({ code }, w) => `Gutschein${code ? ` ${w.text(code)}` : ''} gehört einem anderen Partner.`,
  'fraud.coupon_leaked': ({ code }, w) => `Gutschein${code ? ` ${w.text(code)}` : ''} steht auf der Leckliste.`,
  'fraud.banned_referrer': () => 'Der Kunde kam von einer gesperrten Seite.',
  'fraud.typosquat_referrer': () => 'Der Kunde kam von einer Seite, deren Name unseren nachahmt.',
  'fraud.refund_rate': ({ rate }, w) => `Erstattungsquote ${w.rate(rate)}.`,
  'fraud.dispute_rate': ({ rate }, w) => `Rückbelastungsquote ${w.rate(rate)}.`,
  'fraud.trial_cancel_rate': ({ rate }, w) => `${w.rate(rate)} der Testphasen gekündigt.`,
  'attribution.partner_id': ({ partner }, w) => `Zugerechnet: ${who(partner, w)}, von der Bestellung selbst genannt.`,
  'attribution.click_id': ({ partner }, w) => `Zugerechnet: ${who(partner, w)}, dessen Klick der Shop weitergab.`,
  'attribution.coupon': ({ partner, code }, w) =>
    `Zugerechnet: ${who(partner, w)}, dem der Gutschein${code ? ` ${w.text(code)}` : ''} gehört.`,
  'attribution.customer': ({ partner, on }, w) =>
    `Zugerechnet: ${who(partner, w)}, der den Kunden schon früher brachte${on ? `, am ${w.date(on)}` : ''}.`,
  'attribution.touch': ({ partner, kind, on }, w) =>
    `Zugerechnet: ${who(partner, w)} für ${touchWords[String(kind)] ?? 'einen Kontakt'}${on ? ` vom ${w.date(on)}` : ''}.`,
  'attribution.linear': ({ shares, count }, w) =>
    `Gleich geteilt unter ${w.text(count)} Kontakten: ${sharesIn(shares, w)}.`,
  'attribution.time_decay': ({ shares, count }, w) =>
    `Geteilt unter ${w.text(count)} Kontakten, spätere zählen mehr: ${sharesIn(shares, w)}.`,
  'attribution.position': ({ shares, count }, w) =>
    `Geteilt unter ${w.text(count)} Kontakten, der erste und der letzte zählen mehr: ${sharesIn(shares, w)}.`,
  'attribution.rules': ({ shares, rule }, w) => `Geteilt durch die Regel ${w.text(rule)}: ${sharesIn(shares, w)}.`,
  'touch.too_old': ({ count }) => `${touches(count)} zu alt, um zu zählen.`,
  'touch.after_order': ({ count }) => `${touches(count)} später als die Bestellung.`,
  'touch.partner_excluded': ({ count }) => `${touches(count)} von einem Partner, der nicht verdienen darf.`,
  'touch.overruled_by_coupon': ({ count }) => `${touches(count)} vom Gutschein überstimmt.`,
  'touch.overruled_by_partner_id': ({ count }) => `${touches(count)} vom Partner überstimmt, den die Bestellung nennt.`,
  'touch.overruled_by_click_id': ({ count }) => `${touches(count)} vom Klick überstimmt, den der Shop weitergab.`,
  'touch.model_last': ({ count }) => `${touches(count)} vor dem letzten.`,
  'touch.model_first': ({ count }) => `${touches(count)} nach dem ersten.`,
  'touch.model_rules': ({ count }) => `${touches(count)} von der Regel mit nichts bedacht.`,
  'calculation.customer_paid': ({ order }, w) => `Kunde zahlte${order ? `, ${w.text(order)}` : ''}`,
  'calculation.tax': () => 'Steuer',
  'calculation.shipping': () => 'Versand',
  'calculation.refunded': () => 'Erstattet',
  'calculation.net': () => 'Netto',
  'calculation.margin': () => 'Marge',
  'calculation.converted': ({ from, rate, source, date }, w) =>
    `${w.money(from)} × ${w.text(rate).replace('.', ',')}, Kurs vom ${w.date(date)} (${toldBy(source)})`,
  'calculation.rate': ({ rate }, w) => `Satz × ${w.rate(rate)}`,
  'calculation.lead': ({ lead, event }, w) => leadWords(event, w.text(lead), 'de'),
  'calculation.flat': () => 'Pauschale',
  'calculation.slice': ({ rate }, w) => `Teil zu ${w.rate(rate)}`,
  'calculation.each': ({ each, count }, w) => `${w.text(count)} × ${w.money(each)}`,
  'calculation.bounty': () => 'Einmal für den Kunden',
  'calculation.multiplier': ({ factor }, w) => `Mal ${w.decimal(factor)}`,
  'calculation.bonus': ({ rate }, w) => (rate === undefined ? 'Dazu' : `Dazu ${w.rate(rate)}`),
  'calculation.items': ({ items }, w) => `Davon ${w.text(items)}`,
  'calculation.rest': () => 'Davon alles Übrige',
  'calculation.cap': ({ limit, period, per }, w) =>
    per === 'order'
      ? `Deckel von ${w.money(limit)} je Bestellung`
      : `Deckel von ${w.money(limit)} ${withinWords(period)}`,
  'calculation.stage': ({ stage, of, percent }, w) => `Vor Teil ${w.text(stage)} von ${w.text(of)}, ${w.rate(percent)}`,
  'calculation.share': ({ weight, of }) => `Vor dem Anteil von ${weight} aus ${of}`,
  'calculation.commission': () => 'Provision',
};

const statusWords: Record<string, string> = {
  paused: 'pausiert',
  submitted: 'noch nicht aufgenommen',
  rejected: 'abgelehnt',
};

/** A period as the subject of a sentence. */
function spanWords(period: Json | undefined): string {
  return { quarter: 'das Quartal', year: 'das Jahr', lifetime: 'die ganze Zeit' }[String(period)] ?? 'der Monat';
}

function withinWords(period: Json | undefined): string {
  return { quarter: 'im Quartal', year: 'im Jahr', lifetime: 'insgesamt' }[String(period)] ?? 'im Monat';
}

/** Who told a rate, as a partner may know it: no names of people or files. */
function toldBy(source: Json | undefined): string {
  const kind = String(source ?? '').split(':')[0] ?? '';
  return { ecb: 'Europäische Zentralbank', manual: 'vom Programm gesetzt', import: 'eingelesen' }[kind] ?? kind;
}

function listed(parts: unknown[]): string {
  return parts.filter(Boolean).join(', ');
}

/** A partner as the reader may know it. */
function who(partner: Json | undefined, w: Words): string {
  return partner === undefined ? 'ein anderer Partner' : w.text(partner);
}

function sharesIn(shares: Json | undefined, w: Words): string {
  return listed(sharesOf(shares).map(({ partner, rate }) => `${who(partner, w)} ${w.rate(rate)}`));
}

const touchWords: Record<string, string> = {
  click: 'einen Klick',
  coupon: 'einen benutzten Gutschein',
  lead: 'einen Lead',
  explicit: 'eine Nennung durch den Shop',
  customer: 'einen früheren Kunden',
};

function touches(count: Json | undefined): string {
  return count === 1 ? 'Ein Kontakt war' : `${String(count ?? 0)} Kontakte waren`;
}
