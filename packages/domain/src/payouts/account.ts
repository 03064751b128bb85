import { canonicalJson, type JsonObject } from '../json.js';
import { accountFields, type AccountField, type FieldProblem } from './account-fields.js';

/** Where a partner's money goes, by the rail that takes it there. Only its text, encrypted, is stored. */
export type PayoutAccount =
  | {
      rail: 'sepa';
      iban: string;
      bic?: string;
      holder: string;
      town: string;
      country: string;
      street?: string;
      postcode?: string;
    }
  | { rail: 'nacha'; routing: string; account: string; type: 'checking' | 'savings'; holder: string }
  | { rail: 'paypal'; receiver: string }
  /** `recipient`: the id of a recipient at Wise, or an e-mail address, which needs the holder's name beside. */
  | { rail: 'wise'; recipient: string; holder?: string }
  | { rail: 'stripe'; account: string }
  | { rail: 'payoneer'; payee: string }
  | { rail: 'sandbox'; id: string }
  | { rail: 'manual'; note?: string }
  /** For whoever pays from a list: what the bank needs is written out. */
  | { rail: 'csv'; holder: string; account: string; bank?: string; country?: string };

export type AccountRail = PayoutAccount['rail'];

/** Rails by what happens when a payout is sent: a network is called, or it waits for a file or a person. */
export const fileRails: readonly AccountRail[] = ['sepa', 'nacha', 'csv', 'payoneer', 'manual'];

export const accountRails = Object.keys(accountFields) as AccountRail[];

/** What is wrong with one field of an account; `pointer` as in RFC 6901. */
export interface AccountProblem extends FieldProblem {
  pointer: string;
}

export type ParsedAccount = { ok: true; account: PayoutAccount } | { ok: false; problems: AccountProblem[] };

/** Reads what somebody typed: spaces go, check digits are reckoned, unknown fields are refused. */
export function parsePayoutAccount(value: unknown): ParsedAccount {
  if (!isRecord(value)) return wrong('', 'not_an_object', 'A payout account is an object with its rail.');
  const rail = value['rail'];
  if (!isAccountRail(rail)) {
    const rails = accountRails.join(', ');
    return wrong('/rail', 'unknown_rail', `The rail is one of ${rails}.`, { rails });
  }
  const fields: readonly AccountField[] = accountFields[rail];
  const account: Record<string, string> = { rail };
  const problems: AccountProblem[] = Object.keys(value)
    .filter((key) => key !== 'rail' && !fields.some((field) => field.key === key))
    .map((key) => ({
      pointer: `/${escaped(key)}`,
      code: 'unknown_field',
      message: `${rail} has no field "${key}".`,
      params: { rail, key },
    }));
  for (const field of fields) {
    const read = readField(field, value[field.key], value);
    if ('problem' in read) problems.push({ pointer: `/${field.key}`, ...read.problem });
    else if (read.text !== undefined) account[field.key] = read.text;
  }
  // Each field was read by the table that the union is written from; the test of the table holds the two together.
  return problems.length > 0 ? { ok: false, problems } : { ok: true, account: account as unknown as PayoutAccount };
}

/** The text that is encrypted into `partner.payout.account`: canonical JSON, so that the same account has the same hash. */
export function accountText(account: PayoutAccount): string {
  // The sandbox's id has always been stored bare: its hash, which finds duplicates, stays what it was.
  if (account.rail === 'sandbox') return account.id;
  return canonicalJson({ ...account } as JsonObject);
}

/** Reads the decrypted text back; for the sandbox also the bare id of old. Refuses one of another rail. */
export function readAccount(text: string, rail: string): ParsedAccount {
  if (rail === 'sandbox' && !text.startsWith('{')) return parsePayoutAccount({ rail, id: text });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong('', 'unreadable', 'The stored payout account cannot be read.');
  }
  const parsed = parsePayoutAccount(value);
  if (parsed.ok && parsed.account.rail !== rail) {
    return wrong('/rail', 'other_rail', `The stored account is for ${parsed.account.rail}, not for ${rail}.`);
  }
  return parsed;
}

/** The account as people may see it: the last characters of what names it, never more. */
export function maskedAccount(account: PayoutAccount): string {
  switch (account.rail) {
    case 'sepa':
      return `${account.iban.slice(0, 4)} •••• ${account.iban.slice(-4)}`;
    case 'nacha':
    case 'csv':
      return tail(account.account);
    case 'paypal':
      return maskedAddress(account.receiver);
    case 'wise':
      return maskedAddress(account.recipient);
    case 'stripe':
      return tail(account.account);
    case 'payoneer':
      return tail(account.payee);
    case 'sandbox':
      return tail(account.id);
    case 'manual':
      return account.note === undefined ? '–' : '••••';
  }
}

export function isAccountRail(value: unknown): value is AccountRail {
  return typeof value === 'string' && Object.hasOwn(accountFields, value);
}

function readField(
  field: AccountField,
  given: unknown,
  all: Readonly<Record<string, unknown>>,
): { text?: string } | { problem: FieldProblem } {
  const params = { field: field.label };
  const isMissing = given === undefined || given === null || (typeof given === 'string' && given.trim() === '');
  if (isMissing) {
    const needed = typeof field.required === 'function' ? field.required(all) : field.required;
    return needed ? { problem: { code: 'missing', message: `${field.label} is missing.`, params } } : {};
  }
  if (typeof given !== 'string') return { problem: { code: 'not_text', message: `${field.label} is text.`, params } };
  const text = field.tidy(given);
  const trouble = field.check(text);
  return trouble ? { problem: trouble } : { text };
}

function tail(text: string): string {
  return text.length < 8 ? '••••' : `••••${text.slice(-4)}`;
}

/** `mara@example.com` → `m•••@example.com`; anything else by its last characters. */
function maskedAddress(text: string): string {
  const at = text.lastIndexOf('@');
  return at > 0 ? `${text.slice(0, 1)}•••${text.slice(at)}` : tail(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function wrong(pointer: string, code: string, message: string, params?: FieldProblem['params']): ParsedAccount {
  return { ok: false, problems: [{ pointer, code, message, ...(params && { params }) }] };
}
