import type { FraudSignal } from './signal.js';

/** Seconds from the last click before the order; absent without one. Very few mean a script. */
export const click: FraudSignal = {
  key: 'click',
  facts: ({ at, touches }) => {
    const clicks = touches.filter((touch) => touch.kind === 'click' && touch.at <= at);
    const last = Math.max(...clicks.map((touch) => touch.at.getTime()));
    return { click: Number.isFinite(last) ? { secondsToOrder: Math.floor((at.getTime() - last) / 1000) } : {} };
  },
};
