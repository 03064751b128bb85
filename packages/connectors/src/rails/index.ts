import { fileRails } from '@sluice/domain';
import { filePayoutRail } from './file-rail.js';
import { paypalRail, type PaypalOptions } from './paypal/rail.js';
import type { PayoutRail } from './rail.js';
import { sandboxPayoutRail } from './sandbox.js';
import { stripeConnectRail, type StripeConnectOptions } from './stripe/rail.js';
import { wiseRail, type WiseOptions } from './wise/rail.js';

export * from './rail.js';
export { filePayoutRail } from './file-rail.js';
export { paypalRail } from './paypal/rail.js';
export { sandboxPayoutRail } from './sandbox.js';
export type { SandboxRailOptions } from './sandbox.js';
export { stripeConnectRail } from './stripe/rail.js';
export { wiseRail } from './wise/rail.js';

/** What the rails need from the process's settings and its secrets file. */
export interface RailSettings {
  /** `SLUICE_RAIL_URL`. */
  sandboxUrl?: string;
  timeoutMs?: number;
  /** How long the sandbox rail is taken to remember a key, in milliseconds. */
  keyLifeMs?: number;
  /** `rails` of the secrets file: a provider without credentials is not there. */
  providers?: { paypal?: PaypalOptions; wise?: WiseOptions; stripe?: StripeConnectOptions };
}

/** Every rail there is, by the key that a payout names; undefined where the settings do not allow it. */
const makers: Readonly<Record<string, (settings: RailSettings) => PayoutRail | undefined>> = {
  sandbox: ({ sandboxUrl, timeoutMs, keyLifeMs }) =>
    sandboxUrl === undefined
      ? undefined
      : sandboxPayoutRail({
          baseUrl: sandboxUrl,
          ...(timeoutMs !== undefined && { timeoutMs }),
          ...(keyLifeMs !== undefined && { keyLifeMs }),
        }),
  paypal: ({ providers }) => providers?.paypal && paypalRail(providers.paypal),
  wise: ({ providers }) => providers?.wise && wiseRail(providers.wise),
  stripe: ({ providers }) => providers?.stripe && stripeConnectRail(providers.stripe),
  ...Object.fromEntries(fileRails.map((key) => [key, () => filePayoutRail(key)])),
};

/** The rails that these settings allow, by key. */
export function rails(settings: RailSettings): ReadonlyMap<string, PayoutRail> {
  const made = Object.entries(makers).map(([key, make]) => [key, make(settings)] as const);
  return new Map(made.flatMap(([key, rail]) => (rail ? [[key, rail] as const] : [])));
}
