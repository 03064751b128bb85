/** The two rules of the benchmark as somebody would write them by hand: straight on, without a table. */

export interface Order {
  readonly partner: { readonly tier: string };
  readonly order: { readonly net: number; readonly country?: string };
}

const percent = (rate: string): object => ({ type: 'percent', rate, base: 'net' });
const GOLD_US = percent('22');
const GOLD_DE = percent('20');
const SILVER_US = percent('18');
const SILVER_DE = percent('16');
const BRONZE_US = percent('14');
const BRONZE_DE = percent('12');
const BASIC_US = percent('10');
const BASIC_DE = percent('8');
const NONE = { type: 'none', reason: 'no_row' };

/** Eight branches over tier, amount and country. */
export function commissionByHand({ partner, order }: Order): object {
  const { tier } = partner;
  const { net, country = '' } = order;
  if (tier === 'gold' && net >= 50_000 && country === 'US') return GOLD_US;
  if (tier === 'gold' && net >= 10_000 && country === 'DE') return GOLD_DE;
  if (tier === 'silver' && net >= 50_000 && country === 'US') return SILVER_US;
  if (tier === 'silver' && net >= 10_000 && country === 'DE') return SILVER_DE;
  if (tier === 'bronze' && net >= 50_000 && country === 'US') return BRONZE_US;
  if (tier === 'bronze' && net >= 10_000 && country === 'DE') return BRONZE_DE;
  if (tier === 'basic' && net >= 50_000 && country === 'US') return BASIC_US;
  if (tier === 'basic' && net >= 10_000 && country === 'DE') return BASIC_DE;
  return NONE;
}

export interface Signals {
  readonly f0: number;
  readonly f1: number;
  readonly f2: number;
  readonly f3: number;
  readonly f4: number;
  readonly f5: number;
  readonly f6: number;
  readonly f7: number;
  readonly f8: number;
  readonly f9: number;
}

/** Forty conditions over ten facts. */
export function routingByHand(facts: Signals): string {
  if (facts.f0 > 900) return 'queue-0';
  if (facts.f1 > 901) return 'queue-1';
  if (facts.f2 > 902) return 'queue-2';
  if (facts.f3 > 903) return 'queue-3';
  if (facts.f4 > 904) return 'queue-4';
  if (facts.f5 > 905) return 'queue-5';
  if (facts.f6 > 906) return 'queue-6';
  if (facts.f7 > 907) return 'queue-7';
  if (facts.f8 > 908) return 'queue-8';
  if (facts.f9 > 909) return 'queue-9';
  if (facts.f0 > 910) return 'queue-10';
  if (facts.f1 > 911) return 'queue-11';
  if (facts.f2 > 912) return 'queue-12';
  if (facts.f3 > 913) return 'queue-13';
  if (facts.f4 > 914) return 'queue-14';
  if (facts.f5 > 915) return 'queue-15';
  if (facts.f6 > 916) return 'queue-16';
  if (facts.f7 > 917) return 'queue-17';
  if (facts.f8 > 918) return 'queue-18';
  if (facts.f9 > 919) return 'queue-19';
  if (facts.f0 > 920) return 'queue-20';
  if (facts.f1 > 921) return 'queue-21';
  if (facts.f2 > 922) return 'queue-22';
  if (facts.f3 > 923) return 'queue-23';
  if (facts.f4 > 924) return 'queue-24';
  if (facts.f5 > 925) return 'queue-25';
  if (facts.f6 > 926) return 'queue-26';
  if (facts.f7 > 927) return 'queue-27';
  if (facts.f8 > 928) return 'queue-28';
  if (facts.f9 > 929) return 'queue-29';
  if (facts.f0 > 930) return 'queue-30';
  if (facts.f1 > 931) return 'queue-31';
  if (facts.f2 > 932) return 'queue-32';
  if (facts.f3 > 933) return 'queue-33';
  if (facts.f4 > 934) return 'queue-34';
  if (facts.f5 > 935) return 'queue-35';
  if (facts.f6 > 936) return 'queue-36';
  if (facts.f7 > 937) return 'queue-37';
  if (facts.f8 > 938) return 'queue-38';
  if (facts.f9 > 939) return 'queue-39';
  return 'default';
}
