import type { Partner, PartnerBalance, Programme } from '@sluice/domain';
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

export function balanceDto(balance: PartnerBalance): PartnerBalanceDto {
  return {
    currency: balance.currency,
    held: moneyDto(balance.held),
    payable: moneyDto(balance.payable),
    inTransit: moneyDto(balance.inTransit),
    paid: moneyDto(balance.paid),
  };
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
