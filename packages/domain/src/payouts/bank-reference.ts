import { isId } from '../ids.js';

/**
 * What a bank carries along with a payment, made from the attempt's key: `pay_5H…/1` → `PAY5H…-1`. At most 35 characters of
 * the SEPA set, without the slashes that EPC217-08 forbids at the ends; the same key always gives the same text.
 */
export function endToEndId(key: string): string {
  const match = /^pay_([0-9A-Za-z]{1,26})\/(\d{1,4})$/.exec(key);
  if (!match) throw new TypeError(`"${key}" is no attempt at a payout.`);
  return `PAY${match[1]}-${match[2]}`;
}

/** The attempt's key again, or undefined where the text is none of ours; banks may add spaces and change the case. */
export function keyOfEndToEndId(text: string): string | undefined {
  const match = /^PAY([0-9A-Z]{1,26})-(\d{1,4})$/.exec(text.replace(/\s+/g, '').toUpperCase());
  if (!match) return undefined;
  const payout = `pay_${match[1]}`;
  return isId('payout', payout) ? `${payout}/${match[2]}` : undefined;
}

/** For fields of fifteen characters (NACHA's identification number): the payout's own part of its end-to-end id, cut. */
export function shortReference(key: string): string {
  return endToEndId(key).slice(3, 18);
}
