import type { JsonObject } from './json.js';
import { click } from './fraud/click.js';
import { country } from './fraud/country.js';
import { coupon } from './fraud/coupon.js';
import { mail } from './fraud/mail.js';
import { rates } from './fraud/rates.js';
import { referrer } from './fraud/referrer.js';
import { same } from './fraud/same.js';
import type { FraudInput, FraudSignal } from './fraud/signal.js';
import { velocity } from './fraud/velocity.js';

export type { FraudInput, FraudSignal } from './fraud/signal.js';
export { defaultThresholds, score } from './fraud/score.js';
export type { FraudPoints, FraudResult, FraudThresholds } from './fraud/score.js';

/** Every signal there is; a new one is a file in `fraud/` and a line here. */
export const fraudSignals: readonly FraudSignal[] = [mail, same, click, velocity, country, coupon, referrer, rates];

/** The facts of a fraud rule (`fraud@1`), from every signal. What could not be told is absent. */
export function fraudFacts(input: FraudInput): JsonObject {
  const order: JsonObject = input.net ? { net: Number(input.net.amount) } : {};
  return fraudSignals.reduce<JsonObject>((facts, signal) => ({ ...facts, ...signal.facts(input) }), {
    order,
    asOf: input.at.getTime(),
  });
}
