import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** The prefix of every kind of id; the word in the comment is the one used in code, API and UI. */
export const idPrefixes = {
  partner: 'par',
  prospect: 'pro',
  customer: 'cus',
  referral: 'ref',
  order: 'ord',
  link: 'lnk',
  coupon: 'cpn',
  touch: 'tch',
  event: 'evt',
  commission: 'com',
  journal: 'jrn',
  payout: 'pay',
  batch: 'bat',
  statement: 'sta',
  run: 'run',
  wait: 'wai',
  approval: 'apr',
  task: 'tsk',
  message: 'msg',
  audit: 'aud',
  backtest: 'bkt',
  bulk: 'blk',
  change: 'chg',
  decision: 'dec',
  notice: 'ntc',
  coupon_request: 'crq',
  page_scan: 'scn',
  asset: 'ast',
  call: 'cll',
  connection: 'con',
  user: 'usr',
  note: 'nte',
  document: 'doc',
  list: 'lst',
  member: 'mem',
  push: 'psh',
  turn: 'trn',
  group: 'grp',
  spend_claims: 'spc',
  tax_form: 'txf',
  sanctions_list: 'snl',
  sanctions_chunk: 'snc',
  sanctions_review: 'snr',
  self_billing: 'sbn',
  adjustment: 'adj',
  rate: 'fxr',
  export: 'exp',
  payout_file: 'pfl',
  bank_statement: 'bks',
  bank_entry: 'bke',
} as const;

export type IdKind = keyof typeof idPrefixes;
export type Id<K extends IdKind> = `${(typeof idPrefixes)[K]}_${string}` & { readonly __id?: K };

export type PartnerId = Id<'partner'>;
export type ProspectId = Id<'prospect'>;
export type CustomerId = Id<'customer'>;
export type ReferralId = Id<'referral'>;
export type OrderId = Id<'order'>;
export type EventId = Id<'event'>;
export type CommissionId = Id<'commission'>;
export type JournalId = Id<'journal'>;
export type PayoutId = Id<'payout'>;
export type BatchId = Id<'batch'>;
export type StatementId = Id<'statement'>;
export type RunId = Id<'run'>;
export type ApprovalId = Id<'approval'>;
export type TaskId = Id<'task'>;
export type MessageId = Id<'message'>;

/**
 * An id that derives from its parts: the same parts give the same id, so that doing a thing twice writes it once.
 * Parts are hashed length-prefixed (`<utf-8 length>:<part>`), so that ("ab","c") and ("a","bc") differ; 130 bits of
 * SHA-256 remain, as 26 characters of Crockford base 32.
 */
export function derivedId<K extends IdKind>(kind: K, ...parts: readonly string[]): Id<K> {
  const text = parts.map((part) => `${utf8ToBytes(part).length}:${part}`).join('');
  return `${idPrefixes[kind]}_${base32(sha256(utf8ToBytes(text)))}` as Id<K>;
}

/** SHA-256 of a text, as lower-case hexadecimal. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** True where `value` is an id of that kind by its prefix and alphabet. */
export function isId<K extends IdKind>(kind: K, value: unknown): value is Id<K> {
  return typeof value === 'string' && new RegExp(`^${idPrefixes[kind]}_[0-9A-Za-z]{1,64}$`).test(value);
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function base32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5 && text.length < 26) {
      bits -= 5;
      text += alphabet[(value >> bits) & 31];
    }
  }
  return text;
}
