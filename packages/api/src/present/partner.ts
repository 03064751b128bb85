import type { Balances, Journal, Partner, PartnerBalance, Programme } from '@sluice/domain';
import type { PartnerBalanceDto, PartnerCouponDto, PartnerLinkDto, PartnerRow } from '@sluice/contracts';
import { at, compact, moneyDto } from './plain.js';

export function partnerRow(partner: Partner, balances: PartnerBalanceDto[], programme: Programme): PartnerRow {
  return compact({
    id: partner.id,
    name: partner.name,
    email: partner.email,
    type: partner.type,
    status: partner.status,
    tier: partner.tier,
    tierName: programme.tiers.find(({ key }) => key === partner.tier)?.name ?? partner.tier,
    country: partner.country,
    owner: partner.owner,
    tags: partner.tags,
    balances,
    createdAt: at(partner.createdAt),
  });
}

/** What a partner has, per currency, from the head of its chain; nothing where it has no journals. */
export function balancesOf(head: Pick<Journal, 'balancesAfter'> | null): PartnerBalance[] {
  const balances: Balances = head?.balancesAfter ?? {};
  const currencies = [...new Set(Object.keys(balances).map((key) => key.slice(key.lastIndexOf('|') + 1)))].sort();
  return currencies.map((currency) => {
    const of = (account: string) => ({ amount: balances[`${account}|${currency}`] ?? 0n, currency });
    const paid = Object.entries(balances)
      .filter(([key]) => key.startsWith('cash:') && key.endsWith(`|${currency}`))
      .reduce((sum, [, amount]) => sum + amount, 0n);
    return {
      currency,
      held: of('partner:held'),
      payable: of('partner:payable'),
      inTransit: of('partner:in_transit'),
      paid: { amount: paid, currency },
    };
  });
}

export function balanceDto(balance: PartnerBalance): PartnerBalanceDto {
  return {
    currency: balance.currency,
    held: moneyDto(balance.held),
    payable: moneyDto(balance.payable),
    inTransit: moneyDto(balance.inTransit),
    paid: moneyDto(balance.paid),
  };
}

/** An account as people may see it: its last four characters, or none of one so short that these would tell it. */
export function masked(account: string): string {
  return account.length < 8 ? '••••' : `••••${account.slice(-4)}`;
}

export function linkDto(link: { id: string; code: string; target: string }, baseUrl: string): PartnerLinkDto {
  return {
    id: link.id,
    code: link.code,
    url: new URL(`/t/${encodeURIComponent(link.code)}`, baseUrl).href,
    target: link.target,
  };
}

export function couponDto(coupon: { id: string; code: string }): PartnerCouponDto {
  return { id: coupon.id, code: coupon.code };
}
