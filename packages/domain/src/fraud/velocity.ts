import { tenthText, type FraudSignal } from './signal.js';

/** Clicks and conversions of the day against the mean of the trailing 28 days. */
export const velocity: FraudSignal = {
  key: 'velocity',
  facts: ({ history }) => ({
    clicks: { today: history.clicksToday, mean28: mean28(history.clicksByDay) },
    conversions: { today: history.conversionsToday, mean28: mean28(history.conversionsByDay) },
  }),
};

/** Mean of 28 days with one decimal; days before the first record count as zero. */
function mean28(days: readonly number[]): string {
  return tenthText(Math.round((days.slice(-28).reduce((sum, day) => sum + day, 0) * 10) / 28));
}
