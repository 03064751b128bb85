import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { convert } from '../fx/conversion.js';
import type { PayoutId } from '../ids.js';
import { canonicalJson, type Json } from '../json.js';
import type { Money } from '../money.js';
import type { Payout, PayoutSettlement } from '../payout.js';
import type { ProgrammeSettings } from '../programme.js';
import type { RateFor } from './settlement.js';

type Hashed = Pick<Payout, 'id' | 'partner' | 'currency' | 'amount' | 'items' | 'settlement' | 'payee'>;

/**
 * Names the exact items and total of a batch, what is sent for them and to which account: SHA-256 over canonical JSON of
 * `[payout id, partner, currency, amount, [[commission id, amount]…], settlement?, account?]` sorted by payout id, items by
 * commission id. An approval holds for this hash alone.
 */
export function itemsHash(payouts: readonly Hashed[]): string {
  const hasher = new ItemsHasher();
  for (const payout of [...payouts].sort((a, b) => (a.id < b.id ? -1 : 1))) hasher.add(payout);
  return hasher.digest();
}

/** The same hash of a batch that does not fit into memory: payouts are added one by one, in the order of their ids. */
export class ItemsHasher {
  readonly #hash = sha256.create();
  #last: string | undefined;

  add(payout: Hashed): void {
    if (this.#last !== undefined && this.#last >= payout.id)
      throw new RangeError(
        `Payout ${payout.id} comes after ${this.#last}: payouts are hashed in the order of their ids.`,
      );
    this.#hash.update(utf8ToBytes(`${this.#last === undefined ? '[' : ','}${canonicalJson(rowOf(payout))}`));
    this.#last = payout.id;
  }

  digest(): string {
    this.#hash.update(utf8ToBytes(this.#last === undefined ? '[]' : ']'));
    return bytesToHex(this.#hash.digest());
  }
}

function rowOf({ id, partner, currency, amount, items, settlement, payee }: Hashed): Json {
  const sorted = [...items].sort((a, b) => (a.commission < b.commission ? -1 : 1));
  return [
    id,
    partner,
    currency,
    amount.amount.toString(),
    sorted.map(({ commission, amount: each }) => [commission, each.amount.toString()]),
    ...(settlement ? [settlementRow(settlement)] : []),
    ...(payee ? [payee.accountHash] : []),
  ];
}

function settlementRow({ vat, withholding, fee, net, pay, conversion }: PayoutSettlement): Json {
  const parts = [vat?.amount, withholding?.amount, fee?.amount, net, pay];
  return [
    ...parts.map((part) => (part ? `${part.amount} ${part.currency}` : '')),
    vat?.scheme ?? '',
    fee?.borneBy ?? '',
    conversion ? `${conversion.rate} ${conversion.source} ${conversion.date}` : '',
  ];
}

/**
 * One approver, or two from the programme's threshold. A total in a currency without a threshold is converted into one that
 * has it; where nothing can be compared it always needs two.
 */
export function approversNeeded(
  total: Money,
  { secondApproverFrom, rounding }: Pick<ProgrammeSettings, 'secondApproverFrom' | 'rounding'>,
  rateTo: (currency: string) => ReturnType<RateFor> = () => undefined,
): 1 | 2 {
  const from = secondApproverFrom[total.currency];
  if (from !== undefined) return total.amount >= BigInt(from) ? 2 : 1;
  for (const [currency, threshold] of Object.entries(secondApproverFrom).sort()) {
    const rate = rateTo(currency);
    if (rate) return convert(total, rate, rounding).to.amount >= BigInt(threshold) ? 2 : 1;
  }
  return 2;
}

/** The rail's idempotency key; the generation counts up only after a definite refusal. */
export function attemptKey(payout: PayoutId, generation: number): string {
  return `${payout}/${generation}`;
}
