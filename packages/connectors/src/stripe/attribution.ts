import type { OrderPaidData } from '@sluice/domain';
import type { Fields } from '../read.js';
import { fields, items, text } from '../read.js';

type Attribution = NonNullable<OrderPaidData['attribution']>;

/**
 * Who is to be credited, as the shop has told Stripe: `client_reference_id` (a partner's id, otherwise a click's),
 * metadata `sluice_partner` or `partner_id`, `sluice_click` or `click_id`, `sluice_coupon`, and the discounts' codes.
 * The first object that names a thing wins, so the nearest goes first. A known customer is left to attribution.
 */
export function attributionOf(sources: {
  metadata: unknown[];
  clientReference?: unknown;
  codes?: string[];
}): Attribution | undefined {
  const named = (...keys: string[]): string | undefined => {
    for (const metadata of sources.metadata)
      for (const key of keys) {
        const value = text(fields(metadata)?.[key]);
        if (value) return value;
      }
    return undefined;
  };
  const reference = text(sources.clientReference);
  const isPartner = reference?.startsWith('par_') ?? false;
  const partnerId = named('sluice_partner', 'partner_id') ?? (isPartner ? reference : undefined);
  const clickId = named('sluice_click', 'click_id') ?? (isPartner ? undefined : reference);
  const coupon = named('sluice_coupon') ?? sources.codes?.[0];
  const attribution: Attribution = {
    ...(partnerId && { partnerId }),
    ...(clickId && { clickId }),
    ...(coupon && { coupon }),
  };
  return Object.keys(attribution).length > 0 ? attribution : undefined;
}

/**
 * The codes of an object's discounts, most telling first: a promotion code's text, its id, the coupon's id. Shapes:
 * `discount` (one, before 2022-11), `discounts` (ids, or objects where expanded), the coupon on the discount or, since
 * 2025-09 ("clover"), under its `source`. An unexpanded discount id tells nothing.
 */
export function discountCodes(object: Fields): string[] {
  const discounts = [...items(object.discounts), ...items([object.discount])];
  const found: [rank: number, code: string][] = [];
  for (const discount of discounts) {
    const promotion = discount.promotion_code;
    const coupon = fields(discount.source)?.coupon ?? discount.coupon;
    const add = (rank: number, value: unknown): void => {
      const code = text(value);
      if (code && !found.some(([, known]) => known === code)) found.push([rank, code]);
    };
    add(0, fields(promotion)?.code);
    add(1, text(promotion) ?? fields(promotion)?.id);
    add(2, text(coupon) ?? fields(coupon)?.id);
  }
  return found.sort(([a], [b]) => a - b).map(([, code]) => code);
}
