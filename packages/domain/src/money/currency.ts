import type { Currency } from '../money.js';
import { DomainError } from '../error.js';

/**
 * Number of decimals of each currency's minor unit. Source: ISO 4217 list one (2024-06-25); codes without a minor unit
 * (XAU, XDR…) are left out on purpose: nobody is paid in them.
 */
const codesByExponent: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
    CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES
    KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
    NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
    TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const exponents = new Map<string, number>(
  Object.entries(codesByExponent).flatMap(([exponent, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, Number(exponent)]),
  ),
);

/** Decimals of a currency's minor unit (USD 2, JPY 0, KWD 3); throws `unknown_currency` for a code ISO 4217 does not list. */
export function currencyExponent(currency: Currency): number {
  const exponent = exponents.get(currency);
  if (exponent === undefined) {
    throw new DomainError('unknown_currency', `"${currency}" is not an ISO 4217 currency that can be paid.`);
  }
  return exponent;
}

export function isCurrency(value: unknown): value is Currency {
  return typeof value === 'string' && exponents.has(value);
}
