import type { Phrase } from './text.js';

/** Was Steuern, Umsatzsteuer und Sanktionslisten sagen, auf Deutsch. */
export const taxDe: Record<string, Phrase> = {
  'left_out.tax_form': ({ state, on }, w) =>
    state === 'expired'
      ? `Ausgelassen: Das Steuerformular galt bis ${w.date(on)}.`
      : state === 'submitted'
        ? 'Ausgelassen: Das Steuerformular ist noch nicht geprüft.'
        : state === 'rejected'
          ? 'Ausgelassen: Das Steuerformular wurde nicht angenommen.'
          : 'Ausgelassen: Das Steuerformular fehlt.',
  'tax_form.rejected': ({ form }, w) => `Ihr Formular ${w.text(form)} wurde nicht angenommen.`,
  'tax_form.rejected_why': ({ reason }, w) =>
    `${w.text(reason)} Bitte berichtigen Sie das und geben Sie das Formular noch einmal ab; bis dahin wird nichts ausgezahlt, und was Sie verdienen, bleibt für Sie erhalten.`,
  'left_out.invoice_party': ({ whose, missing }) =>
    `Ausgelassen: Es kann keine Gutschrift geschrieben werden, weil ${
      missing === 'number' ? 'die Umsatzsteuer-Identifikationsnummer' : 'Name oder Postanschrift'
    } ${whose === 'programme' ? 'des Programms' : 'des Partners'} fehlt.`,
  'left_out.sanctions_stale': ({ age, max }, w) =>
    age === undefined
      ? 'Ausgelassen: Es gibt keine Sanktionsliste, gegen die geprüft werden kann.'
      : `Ausgelassen: Die Sanktionsliste ist ${w.text(age)} Tage alt und darf höchstens ${w.text(max)} alt sein.`,
  'left_out.sanctions_review': ({ name }, w) =>
    `Ausgelassen: Der Name ähnelt „${w.text(name)}“ auf einer Sanktionsliste. Das muss sich jemand ansehen.`,
  'left_out.sanctions_block': ({ name }, w) =>
    `Ausgelassen: Der Name ist „${w.text(name)}“ auf einer Sanktionsliste sehr ähnlich.`,
  'left_out.sanctions_confirmed': ({ name }, w) =>
    `Ausgelassen: Das ist „${w.text(name)}“ und steht auf einer Sanktionsliste.`,
  'withholding.backup_no_form': ({ rate }, w) =>
    `${w.rate(rate)} Sicherungseinbehalt: Es gibt kein Formular W-9 mit gültiger Nummer.`,
  'withholding.backup_notified': ({ rate }, w) =>
    `${w.rate(rate)} Sicherungseinbehalt, wie ihn die Steuerbehörde verlangt.`,
  'withholding.foreign_no_form': ({ rate }, w) =>
    `${w.rate(rate)} einbehalten: Es gibt kein Formular W-8, und die Arbeit wird in den Vereinigten Staaten getan.`,
  'withholding.statutory': ({ rate }, w) =>
    `${w.rate(rate)} von einer ausländischen Person einbehalten; kein Abkommen wird beansprucht.`,
  'withholding.treaty': ({ rate, country, article }, w) =>
    `${w.rate(rate)} einbehalten nach dem Abkommen mit ${w.text(country)}, Artikel ${w.text(article)}.`,
  'vat.standard': ({ rate, country }, w) => `Umsatzsteuer (${w.text(country)}) zu ${w.rate(rate)}.`,
  'vat.reverse_charge': () => 'Steuerschuldnerschaft des Leistungsempfängers: Die Umsatzsteuer schuldet der Empfänger.',
  'vat.small_business': () => 'Keine Umsatzsteuer: Der Partner ist Kleinunternehmer.',
  'vat.private': () => 'Keine Umsatzsteuer: Der Partner ist kein Unternehmer.',
  'vat.abroad': ({ country }, w) => `Keine Umsatzsteuer: Die Leistung wird in ${w.text(country)} besteuert.`,
  'vat.no_self_billing': () =>
    'Es kommt keine Umsatzsteuer hinzu: Das Programm schreibt keine Gutschriften für Partner.',
  'vat.no_declaration': () => 'Es kommt keine Umsatzsteuer hinzu: Der Partner hat zur Umsatzsteuer nichts angegeben.',
  'vat.no_agreement': () => 'Es kommt keine Umsatzsteuer hinzu: Der Partner hat Gutschriften nicht zugestimmt.',
  'vat.no_number': () =>
    'Es kommt keine Umsatzsteuer hinzu: Die Umsatzsteuer-Identifikationsnummer des Partners fehlt.',
  'vat.unknown_country': ({ country }, w) =>
    `Es kommt keine Umsatzsteuer hinzu: Für ${w.text(country)} ist kein Satz bekannt.`,
  'self_billing.title': ({ number }, w) => `Gutschrift ${w.text(number)}.`,
  'self_billing.partner_number': ({ number }, w) => `USt-IdNr. des Partners: ${w.text(number)}.`,
  'self_billing.programme_number': ({ number }, w) => `USt-IdNr. des Empfängers: ${w.text(number)}.`,
  'self_billing.adds': ({ number }, w) =>
    `Sie berichtigt Gutschrift ${w.text(number)}: Sie ergänzt, was sich an denselben Provisionen geändert hat und was neu ist.`,
  'self_billing.replaces': ({ number }, w) =>
    `Sie ersetzt Gutschrift ${w.text(number)} für die Provisionen, die hier noch einmal gezahlt werden.`,
  'self_billing.kept': ({ number }, w) =>
    `Diese Auszahlung sendet zurückgekommenes Geld noch einmal. Ihre Gutschrift ist ${w.text(number)}; eine weitere wird dafür nicht geschrieben.`,
  'self_billing.standard': ({ rate }, w) => `Der Betrag enthält ${w.rate(rate)} Umsatzsteuer.`,
  'self_billing.reverse_charge': () => 'Steuerschuldnerschaft des Leistungsempfängers.',
  'self_billing.small_business': () => 'Keine Umsatzsteuer ausgewiesen: Kleinunternehmer, § 19 UStG.',
  'self_billing.outside_scope': () => 'Nicht umsatzsteuerbar.',
  'match.same_name': ({ name }, w) => `Der ganze Name ist gleich: „${w.text(name)}“.`,
  'match.same_tokens': ({ name }, w) => `Dieselben Wörter in anderer Reihenfolge: „${w.text(name)}“.`,
  'match.similar_tokens': ({ pairs, name }, w) => `Ähnlich wie „${w.text(name)}“: ${w.text(pairs)}.`,
  'match.initial': ({ given, listed }, w) => `„${w.text(given)}“ kann für „${w.text(listed)}“ stehen.`,
  'match.partner_more': ({ words }, w) => `Der Name des Partners sagt mehr: ${w.text(words)}.`,
  'match.list_more': ({ words }, w) => `Der Name auf der Liste sagt mehr: ${w.text(words)}.`,
  'match.weak_alias': () => 'Die Liste nennt diesen Alias einen schwachen.',
  'match.alias': ({ name }, w) => `Über den Alias von „${w.text(name)}“.`,
  'match.birth_same': ({ birth }, w) => `Das Geburtsdatum stimmt überein: ${w.text(birth)}.`,
  'match.birth_other': ({ birth }, w) => `Das Geburtsdatum ist ein anderes: Die Liste sagt ${w.text(birth)}.`,
  'match.country_same': ({ country }, w) => `Das Land stimmt überein: ${w.text(country)}.`,
  'match.country_other': ({ country }, w) => `Das Land ist ein anderes: Die Liste sagt ${w.text(country)}.`,
  'match.other_kind': ({ kind }) =>
    kind === 'entity'
      ? 'Die Liste nennt eine Organisation, der Partner ist eine Person.'
      : 'Die Liste nennt eine Person, der Partner ist eine Organisation.',
};
