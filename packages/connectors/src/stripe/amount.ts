import { currencyExponent, type MoneyJson } from '@sluice/domain';
import { OddPayload, required, text, whole } from '../read.js';

/**
 * Where Stripe's unit is not ISO 4217's minor unit (https://docs.stripe.com/currencies#special-cases):
 * ISK and UGX have no minor unit, yet Stripe keeps two decimals for old integrations (5 ISK = 500);
 * MGA has two decimals in ISO 4217, yet none at Stripe (5 MGA = 5).
 * HUF and TWD are special only for Stripe's own payouts, three-decimal currencies only in that their last digit is 0.
 */
const special: Readonly<Record<string, { times?: bigint; through?: bigint }>> = {
  ISK: { through: 100n },
  UGX: { through: 100n },
  MGA: { times: 100n },
};

/**
 * A Stripe amount as ISO minor units.
 * @throws OddPayload where it is no whole number, or no currency is named, or an ISK or UGX amount has decimals.
 */
export function stripeMoney(amount: unknown, currency: unknown, what: string): MoneyJson {
  const units = BigInt(required(whole(amount), what));
  const code = required(text(currency), `the currency of ${what}`).toUpperCase();
  if (!/^[A-Z]{3}$/.test(code)) throw new OddPayload(`the currency of ${what} is no ISO 4217 code`);
  const { times = 1n, through = 1n } = special[code] ?? {};
  if (units % through !== 0n) throw new OddPayload(`${what}: ${units} has decimals, which ${code} has not`);
  return { amount: String((units * times) / through), currency: code };
}

/** ISO minor units as Stripe has them; undefined where Stripe's unit is too coarse for it. */
export function stripeAmount({ amount, currency }: MoneyJson): bigint | undefined {
  const { times = 1n, through = 1n } = special[currency] ?? {};
  // Of three decimals the last is 0 at Stripe.
  const step = currencyExponent(currency) === 3 ? 10n : times;
  const units = BigInt(amount);
  return units > 0n && units % step === 0n ? (units * through) / times : undefined;
}

/** The part of an amount that belongs to `paid` of `total`, rounded half to even; the whole where all was paid. */
export function share(amount: number, paid: number, total: number): number {
  if (total <= 0 || paid >= total) return amount;
  const product = BigInt(amount) * BigInt(paid);
  const divisor = BigInt(total);
  const floor = product / divisor - (product % divisor < 0n ? 1n : 0n);
  const twice = 2n * (product - floor * divisor);
  const up = twice > divisor || (twice === divisor && floor % 2n !== 0n);
  return Number(up ? floor + 1n : floor);
}
