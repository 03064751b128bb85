import { distance } from 'fastest-levenshtein';
import { skeleton } from './look-alike.js';
import type { ExplanationPart } from './explanation.js';

/** A code that is in use, and whose it is. */
export interface TakenCode {
  code: string;
  partner: string;
}

export interface CouponCheck {
  code: string;
  partner: string;
  /** Every coupon of the programme. */
  taken: readonly TakenCode[];
  /** Words that no code may hold. */
  bannedWords: readonly string[];
  /** Names of the programme's own brand. */
  names: readonly string[];
}

/** A code as it is compared and stored: trimmed, compatibility forms drawn together, upper case. */
export function normalCode(code: string): string {
  return code.normalize('NFKC').trim().toUpperCase();
}

/**
 * Why a requested code cannot be given without a person having looked: none means clear. Codes: `coupon.format`, `coupon.taken`,
 * `coupon.look_alike` (`other`), `coupon.banned_word` (`word`), `coupon.brand` (`name`).
 */
export function couponConflicts(check: CouponCheck): ExplanationPart[] {
  const code = normalCode(check.code);
  const looks = skeleton(code);
  const holds = (word: string) => word.trim() !== '' && looks.includes(skeleton(word.trim()));
  const same = check.taken.find((one) => normalCode(one.code) === code);
  return [
    ...(isCode(code) ? [] : [{ code: 'coupon.format', params: { code } }]),
    ...(same ? [{ code: 'coupon.taken', params: { code } }] : []),
    ...check.taken
      .filter((one) => one.partner !== check.partner && one !== same && imitates(looks, skeleton(normalCode(one.code))))
      .map((one) => ({ code: 'coupon.look_alike', params: { code, other: normalCode(one.code) } })),
    ...check.bannedWords.filter(holds).map((word) => ({ code: 'coupon.banned_word', params: { code, word } })),
    ...check.names.filter(holds).map((name) => ({ code: 'coupon.brand', params: { code, name } })),
  ];
}

/** 3 to 24 letters and digits, dashes and underscores between them. */
export function isCode(code: string): boolean {
  return /^[A-Z0-9](?:[A-Z0-9_-]{1,22})[A-Z0-9]$/.test(code);
}

/** The same to the eye, or one edit away (two from nine characters on); short codes only where they look the same. */
function imitates(one: string, other: string): boolean {
  const length = Math.max(one.length, other.length);
  return distance(one, other) <= (length >= 9 ? 2 : length >= 5 ? 1 : 0);
}
