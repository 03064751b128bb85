import type { Programme } from '@sluice/domain';

/** The demo programme of the specification: USD, Berlin, refund window 30 days, Bronze 10 %, Silver 15 %, Gold 20 %. */
export const demoProgramme: Programme = {
  key: 'demo',
  name: 'Halden Cloud partners',
  currency: 'USD',
  timeZone: 'Europe/Berlin',
  settings: {
    refundWindow: 'P30D',
    minimumHold: 'PT0S',
    base: 'net',
    rounding: 'half_even',
    attribution: { model: 'last', windowDays: 60 },
    ruleVersionBy: 'occurredAt',
    allowedLateness: 'P400D',
    allowedFuture: 'PT5M',
    minimumPayout: { USD: '5000' },
    secondApproverFrom: { USD: '500000' },
    singleOperator: false,
    feesBorneBy: 'programme',
    payouts: { calendar: 'monthly', payDay: 25 },
    recurringMonths: 12,
    retention: { rawEventDays: 730, rawContextDays: 90, messageDays: 730, runRecordDays: 730 },
    locale: 'en',
  },
  tiers: [
    { key: 'bronze', name: 'Bronze', rank: 1, perks: [] },
    { key: 'silver', name: 'Silver', rank: 2, perks: ['Co-branded landing pages'] },
    { key: 'gold', name: 'Gold', rank: 3, perks: ['Co-branded landing pages', 'Early access', 'Named contact'] },
  ],
};
