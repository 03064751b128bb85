import { renderExplanation } from '@sluice/domain';
import type { CouponRequestRow, CouponRow, PageScanDto } from '@sluice/contracts';
import type { Coupon, CouponRequest, PageScan } from '@sluice/store';
import type { Names } from './names.js';
import { at, compact } from './plain.js';

export function couponRow(coupon: Coupon, names: Names, now: Date): CouponRow {
  return compact({
    id: coupon.id,
    code: coupon.code,
    partner: names.partner(coupon.partner),
    usable: coupon.active && (coupon.expiresAt === undefined || coupon.expiresAt > now),
    createdAt: at(coupon.createdAt),
    expiresAt: coupon.expiresAt && at(coupon.expiresAt),
    terms: coupon.terms,
  });
}

/** `staff`: with what speaks against the code; that names codes of others, of which a partner must not know. */
export function couponRequestRow(
  request: CouponRequest,
  names: Names,
  locale: 'en' | 'de',
  { staff, scan }: { staff: boolean; scan?: PageScan | undefined },
): CouponRequestRow {
  const conflicts = staff ? request.conflicts : [];
  return compact({
    id: request.id,
    partner: names.partner(request.partner),
    code: request.code,
    landingPage: request.landingPage,
    note: request.note,
    state: request.state,
    conflicts: conflicts.map(({ code, params }) => ({ code, params })),
    words: renderExplanation(conflicts, locale),
    coupon: request.coupon,
    reason: request.reason,
    createdAt: at(request.createdAt),
    answeredAt: request.answeredAt && at(request.answeredAt),
    scan: scan && pageScanDto(scan, locale),
  });
}

function pageScanDto(scan: PageScan, locale: 'en' | 'de'): PageScanDto {
  return compact({
    id: scan.id,
    url: scan.url,
    outcome: scan.outcome,
    findings: scan.findings.map(({ code, params }) => ({ code, params })),
    words: renderExplanation(scan.findings, locale),
    disclosure: scan.disclosure,
    error: scan.error?.message,
    at: at(scan.at),
  });
}
