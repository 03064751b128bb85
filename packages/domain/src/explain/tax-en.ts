import type { Phrase } from './text.js';

/** What taxes, VAT and sanctions lists say, in English. */
export const taxEn: Record<string, Phrase> = {
  'left_out.tax_form': ({ state, on }, w) =>
    state === 'expired'
      ? `Left out: the tax form ended on ${w.date(on)}.`
      : state === 'submitted'
        ? 'Left out: the tax form has not been looked at yet.'
        : state === 'rejected'
          ? 'Left out: the tax form was not accepted.'
          : 'Left out: the tax form is missing.',
  'tax_form.rejected': ({ form }, w) => `Your form ${w.text(form)} was not accepted.`,
  'tax_form.rejected_why': ({ reason }, w) =>
    `${w.text(reason)} Please correct this and give the form again; until then nothing is paid out, and what you earn is kept for you.`,
  'left_out.invoice_party': ({ whose, missing }) =>
    `Left out: no invoice can be written, because ${
      whose === 'programme' ? 'the programme’s own' : 'the partner’s'
    } ${missing === 'number' ? 'VAT number' : 'name or postal address'} is missing.`,
  'left_out.sanctions_stale': ({ age, max }, w) =>
    age === undefined
      ? 'Left out: there is no sanctions list to check against.'
      : `Left out: the sanctions list is ${w.text(age)} days old, and may be ${w.text(max)} at most.`,
  'left_out.sanctions_review': ({ name }, w) =>
    `Left out: the name is like “${w.text(name)}” on a sanctions list. A person has to look at it.`,
  'left_out.sanctions_block': ({ name }, w) =>
    `Left out: the name is very much like “${w.text(name)}” on a sanctions list.`,
  'left_out.sanctions_confirmed': ({ name }, w) => `Left out: this is “${w.text(name)}”, who is on a sanctions list.`,
  'withholding.backup_no_form': ({ rate }, w) =>
    `${w.rate(rate)} backup withholding: there is no Form W-9 with a valid number.`,
  'withholding.backup_notified': ({ rate }, w) =>
    `${w.rate(rate)} backup withholding, as the tax office has asked for.`,
  'withholding.foreign_no_form': ({ rate }, w) =>
    `${w.rate(rate)} withheld: there is no Form W-8, and the work is done in the United States.`,
  'withholding.statutory': ({ rate }, w) => `${w.rate(rate)} withheld from a foreign person; no treaty is claimed.`,
  'withholding.treaty': ({ rate, country, article }, w) =>
    `${w.rate(rate)} withheld by the treaty with ${w.text(country)}, article ${w.text(article)}.`,
  'vat.standard': ({ rate, country }, w) => `VAT of ${w.text(country)} at ${w.rate(rate)}.`,
  'vat.reverse_charge': () => 'Reverse charge: the recipient owes the VAT.',
  'vat.small_business': () => 'No VAT: the partner is a small business.',
  'vat.private': () => 'No VAT: the partner is not a business.',
  'vat.abroad': ({ country }, w) => `No VAT: the service is taxed in ${w.text(country)}.`,
  'vat.no_self_billing': () => 'No VAT is added: the programme writes no invoices for partners.',
  'vat.no_declaration': () => 'No VAT is added: the partner has said nothing about VAT.',
  'vat.no_agreement': () => 'No VAT is added: the partner has not agreed to self-billing.',
  'vat.no_number': () => 'No VAT is added: the partner’s VAT number is missing.',
  'vat.unknown_country': ({ country }, w) => `No VAT is added: no rate is known for ${w.text(country)}.`,
  'self_billing.title': ({ number }, w) => `Self-billing invoice ${w.text(number)}.`,
  'self_billing.partner_number': ({ number }, w) => `VAT number of the partner: ${w.text(number)}.`,
  'self_billing.programme_number': ({ number }, w) => `VAT number of the recipient: ${w.text(number)}.`,
  'self_billing.adds': ({ number }, w) =>
    `It amends invoice ${w.text(number)}: it adds what has changed of the same commissions, and what is new.`,
  'self_billing.replaces': ({ number }, w) =>
    `It takes the place of invoice ${w.text(number)} for the commissions that are paid again here.`,
  'self_billing.kept': ({ number }, w) =>
    `This payout sends money again that came back. Its self-billed invoice is ${w.text(number)}; no other one is written for it.`,
  'self_billing.standard': ({ rate }, w) => `The amount holds ${w.rate(rate)} VAT.`,
  'self_billing.reverse_charge': () => 'Reverse charge: VAT is to be accounted for by the recipient.',
  'self_billing.small_business': () => 'No VAT is shown: the exemption for small businesses applies.',
  'self_billing.outside_scope': () => 'Outside the scope of VAT.',
  'match.same_name': ({ name }, w) => `The whole name is the same as “${w.text(name)}”.`,
  'match.same_tokens': ({ name }, w) => `The same words in another order: “${w.text(name)}”.`,
  'match.similar_tokens': ({ pairs, name }, w) => `Like “${w.text(name)}”: ${w.text(pairs)}.`,
  'match.initial': ({ given, listed }, w) => `“${w.text(given)}” may stand for “${w.text(listed)}”.`,
  'match.partner_more': ({ words }, w) => `The partner’s name says more: ${w.text(words)}.`,
  'match.list_more': ({ words }, w) => `The list’s name says more: ${w.text(words)}.`,
  'match.weak_alias': () => 'The list calls this alias a weak one.',
  'match.alias': ({ name }, w) => `By the alias of “${w.text(name)}”.`,
  'match.birth_same': ({ birth }, w) => `The date of birth agrees: ${w.text(birth)}.`,
  'match.birth_other': ({ birth }, w) => `The date of birth is another: the list says ${w.text(birth)}.`,
  'match.country_same': ({ country }, w) => `The country agrees: ${w.text(country)}.`,
  'match.country_other': ({ country }, w) => `The country is another: the list says ${w.text(country)}.`,
  'match.other_kind': ({ kind }) =>
    kind === 'entity'
      ? 'The list names an organisation, the partner is a person.'
      : 'The list names a person, the partner is an organisation.',
};
