import { percentText, type FraudSignal } from './signal.js';

/** Refund, dispute and trial-cancel rates of the partner's customers in percent; absent without orders or trials. */
export const rates: FraudSignal = {
  key: 'rates',
  facts: ({ history }) => {
    const refundRate = percentText(history.refunds, history.orders);
    const disputeRate = percentText(history.disputes, history.orders);
    const trialCancelRate = percentText(history.trialsCancelled, history.trials);
    return {
      ...(refundRate && { refundRate }),
      ...(disputeRate && { disputeRate }),
      ...(trialCancelRate && { trialCancelRate }),
    };
  },
};
