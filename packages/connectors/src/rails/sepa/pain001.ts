import { endToEndId, minorToDecimal, parsePayoutAccount, sumMoney, type PayoutAccount } from '@sluice/domain';
import type { FileFormat, FileInput, FilePayment, FileRefusal, WrittenFile } from '../files/format.js';
import { sepaText, toSepa } from './characters.js';
import { element, xmlDocument, type XmlNode } from './xml.js';

type SepaAccount = Extract<PayoutAccount, { rail: 'sepa' }>;
type Party = Pick<SepaAccount, 'holder' | 'town' | 'country' | 'street' | 'postcode'>;

/** The schema allows 140 characters of a name, banks of the SEPA area take 70 (EPC115-06, AT-E001). */
const longestName = 70;
/** AT-T002: the largest amount of a SEPA credit transfer, in cents. */
const largest = 99_999_999_999n;

/**
 * ISO 20022 `pain.001.001.09`, customer credit transfer initiation, as the SEPA credit transfer scheme uses it (EPC132-08, 2023):
 * one payment information per file, each payment booked by itself, addresses by their parts (town and country at least).
 */
export const pain001: FileFormat = {
  key: 'pain001',
  rails: ['sepa'],
  also: [],
  extension: 'xml',
  mime: 'application/xml',
  calendar: 'target',
  missing,
  check,
  write,
};

/** The payer's own account has the fields of a payee's; its name is called so. */
function missing(settings: Readonly<Record<string, string>>): string[] {
  const { name, iban, bic, town, country, street, postcode } = settings;
  const parsed = parsePayoutAccount({ rail: 'sepa', holder: name, iban, bic, town, country, street, postcode });
  if (parsed.ok) return [];
  return parsed.problems.map(({ pointer }) => (pointer === '/holder' ? '/name' : pointer));
}

function check({ amount, account }: FilePayment): FileRefusal | undefined {
  if (account.rail !== 'sepa') return refusal('other_rail', `The account is for ${account.rail}, not for SEPA.`);
  if (amount.currency !== 'EUR') {
    return refusal('other_currency', `SEPA pays euros, and this is ${amount.currency}.`);
  }
  if (amount.amount <= 0n) return refusal('not_positive', 'Nothing is to be paid.');
  if (amount.amount > largest) return refusal('too_large', 'A SEPA transfer takes at most 999,999,999.99 euros.');
  const problem = parsePayoutAccount(account);
  if (!problem.ok) return refusal('account_invalid', problem.problems.map(({ message }) => message).join(' '));
  for (const [what, text] of [
    ['holder’s name', account.holder],
    ['town', account.town],
  ] as const) {
    const { text: written, lost } = toSepa(text);
    if (lost.length > 0) {
      return refusal('not_writable', `The ${what} has letters that no SEPA file can carry: ${lost.join(' ')}.`);
    }
    if (!/[A-Za-z0-9]/.test(written)) return refusal('not_writable', `The ${what} has no letter that can be written.`);
  }
  return undefined;
}

function write(input: FileInput): WrittenFile {
  const { message, madeAt, payments, settings } = input;
  const control = minorToDecimal(
    sumMoney(
      payments.map(({ amount }) => amount),
      'EUR',
    ),
  );
  const count = String(payments.length);
  const name = settings['name'] ?? '';
  const root = element(
    'Document',
    [
      element('CstmrCdtTrfInitn', [
        element('GrpHdr', [
          element('MsgId', message),
          element('CreDtTm', madeAt.toISOString().slice(0, 19) + 'Z'),
          element('NbOfTxs', count),
          element('CtrlSum', control),
          element('InitgPty', [element('Nm', sepaText(name, longestName))]),
        ]),
        element('PmtInf', [
          element('PmtInfId', `${message}-1`),
          element('PmtMtd', 'TRF'),
          // Each payment is booked by itself, so that the bank's statement names each.
          element('BtchBookg', 'false'),
          element('NbOfTxs', count),
          element('CtrlSum', control),
          element('PmtTpInf', [element('InstrPrty', 'NORM'), element('SvcLvl', [element('Cd', 'SEPA')])]),
          element('ReqdExctnDt', [element('Dt', input.executionDate)]),
          party('Dbtr', {
            holder: name,
            town: settings['town'] ?? '',
            country: settings['country'] ?? '',
            ...(settings['street'] && { street: settings['street'] }),
            ...(settings['postcode'] && { postcode: settings['postcode'] }),
          }),
          account('DbtrAcct', settings['iban'] ?? ''),
          agent('DbtrAgt', settings['bic']) ?? notProvided('DbtrAgt'),
          element('ChrgBr', 'SLEV'),
          ...payments.map(transfer),
        ]),
      ]),
    ],
    { xmlns: 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09' },
  );
  return {
    content: xmlDocument(root),
    sums: { control },
    references: payments.map(({ key }) => endToEndId(key)),
  };
}

function transfer({ key, amount, account: to, text }: FilePayment): XmlNode {
  if (to.rail !== 'sepa') throw new TypeError(`a payment to ${to.rail} in a SEPA file`);
  const remittance = sepaText(text, 140);
  return element('CdtTrfTxInf', [
    element('PmtId', [element('EndToEndId', endToEndId(key))]),
    element('Amt', [element('InstdAmt', minorToDecimal(amount), { Ccy: 'EUR' })]),
    agent('CdtrAgt', to.bic),
    party('Cdtr', to),
    account('CdtrAcct', to.iban),
    remittance === '' ? undefined : element('RmtInf', [element('Ustrd', remittance)]),
  ]);
}

function party(name: string, { holder, town, country, street, postcode }: Party): XmlNode {
  const optional = (tag: string, text: string | undefined, longest: number) => {
    const written = text === undefined ? '' : sepaText(text, longest);
    return written === '' ? undefined : element(tag, written);
  };
  return element(name, [
    element('Nm', sepaText(holder, longestName)),
    element('PstlAdr', [
      optional('StrtNm', street, 70),
      optional('PstCd', postcode, 16),
      element('TwnNm', sepaText(town, 35)),
      element('Ctry', country),
    ]),
  ]);
}

function account(name: string, iban: string): XmlNode {
  return element(name, [element('Id', [element('IBAN', iban.replace(/\s+/g, '').toUpperCase())])]);
}

function agent(name: string, bic: string | undefined): XmlNode | undefined {
  if (!bic) return undefined;
  return element(name, [element('FinInstnId', [element('BICFI', bic.replace(/\s+/g, '').toUpperCase())])]);
}

/** The debtor's agent must be there; without a BIC it is said so (EPC132-08, 2.21). */
function notProvided(name: string): XmlNode {
  return element(name, [element('FinInstnId', [element('Othr', [element('Id', 'NOTPROVIDED')])])]);
}

function refusal(code: string, message: string): FileRefusal {
  return { code, message };
}
