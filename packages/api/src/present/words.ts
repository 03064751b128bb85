import type { CalculationLine, ExplanationPart, Journal, Json, JsonObject } from '@sluice/domain';
import { renderExplanation } from '@sluice/rules';
import { de } from '@sluice/domain/explain/de';
import { en } from '@sluice/domain/explain/en';
import { wordsOf } from '@sluice/domain/explain/text';
import type { Words } from '@sluice/domain/explain/text';
import type { RunAct } from '@sluice/flows';
import type { CalculationLineDto, SentenceSegment } from '@sluice/contracts';
import type { AuditActor, AuditEntry } from '@sluice/store';
import { compact, moneyDto } from './plain.js';

type Locale = 'en' | 'de';

const phrases = { en, de };

/** What an explanation says, in one language. */
export function say(parts: readonly ExplanationPart[], locale: Locale): string {
  return segments(parts, locale)
    .map(({ text }) => text)
    .join('');
}

// Around values inside a phrase while it is taken apart; private-use characters that no text of ours holds.
const [open, close] = ['\uE000', '\uE001'];

/** The same in pieces: values (amounts, rates, names, dates) apart from the words between them. */
export function segments(parts: readonly ExplanationPart[], locale: Locale): SentenceSegment[] {
  const words = marked(wordsOf(locale));
  const ofRule = parts.filter(({ code }) => ruleCodes.has(code));
  const sentences = [
    ...(ofRule.length > 0 ? [markedRule(renderExplanation(ofRule, locale), ofRule)] : []),
    ...parts.filter(({ code }) => !ruleCodes.has(code)).map((part) => phraseOf(part, locale, words)),
  ];
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  return text
    .split(new RegExp(`(${open}[^${close}]*${close})`))
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece.startsWith(open) ? { text: piece.slice(1, -1), value: true } : { text: piece, value: false },
    )
    .filter(({ text: piece }) => piece !== '');
}

/** A sentence, and the same in pieces. */
export function inWords(
  parts: readonly ExplanationPart[],
  locale: Locale,
): { sentence: string; segments: SentenceSegment[] } {
  return { sentence: say(parts, locale), segments: segments(parts, locale) };
}

/** The rule and version that an explanation names, e.g. "Standard commission v7". */
export function ruleNamed(parts: readonly ExplanationPart[]): string | undefined {
  const title = parts.find(({ code }) => code === 'rule')?.params['title'];
  return typeof title === 'string' ? title : undefined;
}

function phraseOf({ code, params }: ExplanationPart, locale: Locale, words: Words): string {
  const phrase = Object.hasOwn(phrases[locale], code) ? phrases[locale][code] : undefined;
  if (phrase) return phrase(params, words);
  // A code of a later release: its own words are better than nothing.
  return typeof params.text === 'string' ? params.text : `${humanised(code)}.`;
}

/** What `rules` explains with; its parts only make a sentence together. */
const ruleCodes = new Set(['outcome', 'because', 'otherwise', 'rule']);

/** Figures, and the values that the conditions name, stand out of a rule's sentence. */
function markedRule(sentence: string, parts: readonly ExplanationPart[]): string {
  const named = parts
    .flatMap(({ params }) => textsOf(params.values ?? null))
    .filter((text) => text.length > 1 && !/\d/.test(text));
  const names = [...new Set(named)]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const figure = '[\\u2212-]?(?:[$€£¥₹]|[A-Z]{3} )?\\d[\\d.,]*\\d(?:[\\s\\u202f]%)?|\\d(?:[\\s\\u202f]%)?';
  return sentence.replaceAll(new RegExp([...names, figure].join('|'), 'g'), (value) => `${open}${value}${close}`);
}

function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function marked(words: Words): Words {
  const mark =
    (write: (value: Parameters<Words['text']>[0]) => string): Words['text'] =>
    (value) => {
      const text = write(value);
      return text === '' ? '' : `${open}${text}${close}`;
    };
  return {
    money: mark(words.money),
    size: mark(words.size),
    rate: mark(words.rate),
    decimal: mark(words.decimal),
    date: mark(words.date),
    text: mark(words.text),
  };
}

/** The sum line by line, each with its name in one language. */
export function calculation(lines: readonly CalculationLine[], locale: Locale): CalculationLineDto[] {
  return lines.map((line) =>
    compact({
      code: line.code,
      label: say(
        [
          {
            code: `calculation.${line.code}`,
            params: { ...line.params, ...(line.rate === undefined ? {} : { rate: line.rate }) },
          },
        ],
        locale,
      ),
      params: line.params,
      amount: line.amount && moneyDto(line.amount),
      rate: line.rate,
    }),
  );
}

const journalWords: Record<Locale, Record<Journal['kind'], string>> = {
  en: {
    earn: 'Commission earned',
    hold: 'Held',
    lift: 'Hold ended',
    review: 'Sent to review',
    approve: 'Commission approved',
    reject: 'Commission rejected',
    release: 'Released: ready to be paid',
    reduce: 'Reduced',
    restore: 'Restored',
    claw_back: 'Taken back',
    reserve: 'Put into a payout',
    unreserve: 'Taken out of a payout',
    send: 'Payment sent',
    paid: 'Paid',
    failed: 'Payment failed',
    returned: 'Payment returned',
    adjust: 'Adjusted',
    forfeit: 'Forfeited',
    reinstate: 'Held again after being forfeited',
    import_paid: 'Paid before Sluice',
    volume: 'Counted towards the month',
    noted: 'Refund noted, nothing to move',
  },
  de: {
    earn: 'Provision verdient',
    hold: 'Zurückgehalten',
    lift: 'Zurückhaltung beendet',
    review: 'Zur Prüfung gegeben',
    approve: 'Provision genehmigt',
    reject: 'Provision abgelehnt',
    release: 'Freigegeben zur Auszahlung',
    reduce: 'Verringert',
    restore: 'Wiederhergestellt',
    claw_back: 'Zurückgenommen',
    reserve: 'In eine Auszahlung genommen',
    unreserve: 'Aus einer Auszahlung genommen',
    send: 'Zahlung gesendet',
    paid: 'Gezahlt',
    failed: 'Zahlung gescheitert',
    returned: 'Zahlung zurückgekommen',
    adjust: 'Angepasst',
    forfeit: 'Verfallen',
    reinstate: 'Nach dem Verfall wieder zurückgehalten',
    import_paid: 'Vor Sluice gezahlt',
    volume: 'Zum Monat gezählt',
    noted: 'Erstattung vermerkt, nichts zu bewegen',
  },
};

/** A journal in one line; its reason where it has one. */
export function journalText(journal: Journal, locale: Locale): string {
  const word = journalWords[locale][journal.kind];
  return journal.reason ? `${word}. ${say([journal.reason], locale)}` : word;
}

/** An event in one line. */
export function eventText(code: string, params: Record<string, string>, locale: Locale): string {
  if (code === 'referral.created')
    return locale === 'de' ? `Kunde ${params.customer ?? ''} vermittelt` : `Brought customer ${params.customer ?? ''}`;
  if (code === 'referral.lead')
    return locale === 'de' ? `Lead ${params.customer ?? ''} vermittelt` : `Brought lead ${params.customer ?? ''}`;
  return humanised(code);
}

/** An audit entry in one line: what was done, for whom or to what; an id would say nothing. `name` is that of the partner it concerns. */
export function auditText(
  entry: Pick<AuditEntry, 'action' | 'subject' | 'detail'>,
  locale: Locale,
  name?: string,
): string {
  const [thing, act = ''] = entry.action.split('.');
  const told = movesFor[locale];
  if (name !== undefined && (thing === 'commission' || thing === 'payout') && Object.hasOwn(told, act)) {
    return (told[act] ?? '').replace('{name}', name);
  }
  const about = titleOf(entry.detail) ?? name;
  const word = actionWord(entry.action, locale);
  return about === undefined ? word : `${word}: ${about}`;
}

/** What happened to a partner's money, as a sentence that names the partner. */
const movesFor: Record<Locale, Record<string, string>> = {
  en: {
    computed: 'Commission computed for {name}',
    earn: 'Commission earned by {name}',
    hold: 'Commission held for {name}',
    lift: 'Hold ended for {name}',
    review: 'Commission of {name} sent to review',
    approve: 'Commission of {name} approved',
    reject: 'Commission of {name} rejected',
    release: 'Commission released for {name}',
    reduce: 'Commission of {name} reduced',
    restore: 'Commission of {name} restored',
    claw_back: 'Clawback, {name}',
    reserved: 'Put into a payout for {name}',
    unreserve: 'Taken out of a payout, {name}',
    attempted: 'Payment to {name} ordered',
    paid: 'Paid to {name}',
    failed: 'Payment to {name} failed',
    returned: 'Payment to {name} returned',
  },
  de: {
    computed: 'Provision für {name} berechnet',
    earn: 'Provision für {name} verdient',
    hold: 'Provision für {name} zurückgehalten',
    lift: 'Zurückhaltung für {name} beendet',
    review: 'Provision von {name} zur Prüfung gegeben',
    approve: 'Provision von {name} genehmigt',
    reject: 'Provision von {name} abgelehnt',
    release: 'Provision für {name} freigegeben',
    reduce: 'Provision von {name} verringert',
    restore: 'Provision von {name} wiederhergestellt',
    claw_back: 'Rücknahme, {name}',
    reserved: 'Für {name} in eine Auszahlung genommen',
    unreserve: 'Aus einer Auszahlung genommen, {name}',
    attempted: 'Zahlung an {name} beauftragt',
    paid: 'An {name} gezahlt',
    failed: 'Zahlung an {name} gescheitert',
    returned: 'Zahlung an {name} zurückgekommen',
  },
};

function actionWord(action: string, locale: Locale): string {
  const known = auditWords[locale][action];
  if (known !== undefined) return known;
  const [thing, act = ''] = action.split('.');
  const journal: Record<string, string> = journalWords[locale];
  if ((thing === 'commission' || thing === 'payout') && Object.hasOwn(journal, act)) return journal[act] ?? action;
  return humanised(action);
}

const auditWords: Record<Locale, Record<string, string>> = {
  en: {
    'partner.created': 'Partner added',
    'coupon.requested': 'Coupon code asked for',
    'coupon.checked': 'Coupon code checked',
    'coupon.created': 'Coupon made',
    'coupon.declined': 'Coupon code declined',
    'page.scanned': 'Page looked at',
    'notice.told': 'Notice put into the portal',
    'asset.created': 'Asset added',
    'asset.retired': 'Asset taken away',
    'asset.returned': 'Asset given back',
    'connection.changed': 'Connection changed',
    'brand.changed': 'Brand rules changed',
    'commission.bonus': 'Bonus booked',
    'rate.set': 'Rate set by hand',
    'rate.settings_changed': 'Source of rates changed',
    'rate.imported': 'Rates imported',
    'adjustment.asked': 'Adjustment asked for',
    'adjustment.posted': 'Adjustment posted',
    'adjustment.rejected': 'Adjustment rejected',
    'partner.changed': 'Partner changed',
    'user.created': 'User added',
    'api_key.created': 'API key made',
    'api_key.revoked': 'API key revoked',
    'task.completed': 'Task done',
    'referral.attributed': 'Customer brought',
    'commission.computed': 'Commission computed',
    'approval.opened': 'Waits for a decision',
    'approval.voided': 'Changed: earlier decisions are void',
    'batch.submitted': 'Batch waits for approval',
    'payout.reserved': 'Put into a payout',
    'payout.attempted': 'Payment ordered',
    'payout.marked': 'Payout marked by hand',
    'payout_file.made': 'File for the bank made',
    'payout_file.made_again': 'File made again for payouts that were exported before',
    'bank_statement.imported': 'Bank statement imported',
    'bank_entry.matched': 'Bank entry matched by its reference',
    'bank_entry.matched_by_hand': 'Bank entry matched by hand',
    'bank_entry.dismissed': 'Bank entry dismissed',
    'rail.changed': 'Rail changed',
    'statement.issued': 'Statement issued',
    'rule.draft_begun': 'Rule draft begun',
    'rule.draft_saved': 'Rule draft changed',
    'rule.draft_discarded': 'Rule draft discarded',
    'rule.publish_asked': 'Publication of a rule asked for',
    'rule.published': 'Rule published',
    'flow.draft_begun': 'Flow draft begun',
    'flow.draft_saved': 'Flow draft changed',
    'flow.draft_discarded': 'Flow draft discarded',
    'flow.publish_asked': 'Publication of a flow asked for',
    'flow.published': 'Flow published',
    'flow.parameters_set': 'Flow parameters set for new runs',
    'facts.field_saved': 'Custom fact saved',
    'partner.status_changed': 'Status changed',
    'partner.tier_changed': 'Tier changed',
    'partner.tagged': 'Tags changed',
    'partner.field_set': 'Field set',
    'partner.owner_assigned': 'Owner assigned',
    'note.written': 'Note written',
    'document.asked': 'Document asked for',
    'document.fulfilled': 'Document received',
    'document.withdrawn': 'Request withdrawn',
    'referral.lead': 'Lead brought',
    'referral.qualified': 'Lead qualified',
    'referral.rejected': 'Lead rejected',
    'referral.assigned': 'Lead assigned',
    'referral.tagged': 'Lead’s tags changed',
    'list.made': 'List made',
    'list.added': 'Put on a list',
    'list.removed': 'Taken off a list',
    'crm.saved': 'CRM saved',
    'crm.pushed': 'Lead pushed to the CRM',
    'crm.refused': 'CRM refused a lead',
  },
  de: {
    'partner.created': 'Partner angelegt',
    'coupon.requested': 'Gutscheincode angefragt',
    'coupon.checked': 'Gutscheincode geprüft',
    'coupon.created': 'Gutschein angelegt',
    'coupon.declined': 'Gutscheincode abgelehnt',
    'page.scanned': 'Seite geprüft',
    'notice.told': 'Hinweis ins Portal gestellt',
    'asset.created': 'Werbemittel angelegt',
    'asset.retired': 'Werbemittel zurückgezogen',
    'asset.returned': 'Werbemittel wieder freigegeben',
    'connection.changed': 'Verbindung geändert',
    'brand.changed': 'Markenregeln geändert',
    'commission.bonus': 'Bonus gebucht',
    'rate.set': 'Kurs von Hand gesetzt',
    'rate.settings_changed': 'Herkunft der Kurse geändert',
    'rate.imported': 'Kurse eingelesen',
    'adjustment.asked': 'Anpassung beantragt',
    'adjustment.posted': 'Anpassung gebucht',
    'adjustment.rejected': 'Anpassung abgelehnt',
    'partner.changed': 'Partner geändert',
    'user.created': 'Benutzer angelegt',
    'api_key.created': 'API-Schlüssel erstellt',
    'api_key.revoked': 'API-Schlüssel widerrufen',
    'task.completed': 'Aufgabe erledigt',
    'referral.attributed': 'Kunde vermittelt',
    'commission.computed': 'Provision berechnet',
    'approval.opened': 'Wartet auf eine Entscheidung',
    'approval.voided': 'Geändert: frühere Entscheidungen gelten nicht mehr',
    'batch.submitted': 'Zahlungslauf wartet auf Freigabe',
    'payout.reserved': 'In eine Auszahlung genommen',
    'payout.attempted': 'Zahlung beauftragt',
    'payout.marked': 'Auszahlung von Hand vermerkt',
    'payout_file.made': 'Datei für die Bank erstellt',
    'payout_file.made_again': 'Datei erneut für schon ausgegebene Auszahlungen erstellt',
    'bank_statement.imported': 'Kontoauszug eingelesen',
    'bank_entry.matched': 'Bankbuchung über ihre Referenz zugeordnet',
    'bank_entry.matched_by_hand': 'Bankbuchung von Hand zugeordnet',
    'bank_entry.dismissed': 'Bankbuchung verworfen',
    'rail.changed': 'Zahlungsweg geändert',
    'statement.issued': 'Abrechnung erstellt',
    'rule.draft_begun': 'Regelentwurf begonnen',
    'rule.draft_saved': 'Regelentwurf geändert',
    'rule.draft_discarded': 'Regelentwurf verworfen',
    'rule.publish_asked': 'Veröffentlichung einer Regel beantragt',
    'rule.published': 'Regel veröffentlicht',
    'flow.draft_begun': 'Ablaufentwurf begonnen',
    'flow.draft_saved': 'Ablaufentwurf geändert',
    'flow.draft_discarded': 'Ablaufentwurf verworfen',
    'flow.publish_asked': 'Veröffentlichung eines Ablaufs beantragt',
    'flow.published': 'Ablauf veröffentlicht',
    'flow.parameters_set': 'Parameter eines Ablaufs für neue Läufe gesetzt',
    'facts.field_saved': 'Eigener Fakt gespeichert',
    'partner.status_changed': 'Status geändert',
    'partner.tier_changed': 'Stufe geändert',
    'partner.tagged': 'Schlagwörter geändert',
    'partner.field_set': 'Feld gesetzt',
    'partner.owner_assigned': 'Betreuer zugewiesen',
    'note.written': 'Notiz geschrieben',
    'document.asked': 'Dokument angefordert',
    'document.fulfilled': 'Dokument erhalten',
    'document.withdrawn': 'Anfrage zurückgezogen',
    'referral.lead': 'Lead vermittelt',
    'referral.qualified': 'Lead qualifiziert',
    'referral.rejected': 'Lead abgelehnt',
    'referral.assigned': 'Lead zugewiesen',
    'referral.tagged': 'Schlagwörter des Leads geändert',
    'list.made': 'Liste angelegt',
    'list.added': 'Auf eine Liste gesetzt',
    'list.removed': 'Von einer Liste genommen',
    'crm.saved': 'CRM gespeichert',
    'crm.pushed': 'Lead an das CRM übergeben',
    'crm.refused': 'CRM hat einen Lead abgelehnt',
    'backtest.started': 'Backtest gestartet',
    'backtest.cancelled': 'Backtest abgebrochen',
  },
};

function titleOf(detail: JsonObject): string | undefined {
  const title = detail.title ?? detail.name ?? detail.key;
  return typeof title === 'string' && title !== '' ? title : undefined;
}

/** `api_key.created` → `Api key created`. */
export function humanised(code: string): string {
  const text = code.replaceAll(/[._]/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Who did it: a person by name, a flow by its key and version, anything else by what it is. */
export function actorName(actor: AuditActor): string {
  if (actor.name) return actor.name;
  const flow = /^flow:([^@]+)@(\d+)/.exec(actor.id);
  return flow?.[1] ? `${humanised(flow[1].replaceAll('-', ' '))} v${flow[2] ?? ''}` : actor.id;
}

const actWords: Record<Locale, Record<RunAct['type'], string>> = {
  en: {
    retry: 'Retried',
    edit: 'Edited and retried',
    skip: 'Skipped',
    stop: 'Stopped',
    restart: 'Begun anew',
    decide: 'Decided',
    migrate: 'Moved to another version',
  },
  de: {
    retry: 'Wiederholt',
    edit: 'Geändert und wiederholt',
    skip: 'Übersprungen',
    stop: 'Angehalten',
    restart: 'Neu begonnen',
    decide: 'Entschieden',
    migrate: 'In eine andere Version übernommen',
  },
};

/** What a person did to a run, with the reason; a request that waits for a second person says so. */
export function actText(act: Pick<RunAct, 'type' | 'reason' | 'status'>, locale: Locale): string {
  const waits =
    act.status === 'requested' ? (locale === 'de' ? ' (braucht eine zweite Person)' : ' (needs a second person)') : '';
  return act.reason === ''
    ? `${actWords[locale][act.type]}${waits}`
    : `${actWords[locale][act.type]}${waits}: ${act.reason}`;
}
