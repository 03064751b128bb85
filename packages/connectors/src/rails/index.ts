import type { PayoutRail } from './rail.js';
import { sandboxPayoutRail } from './sandbox.js';

export * from './rail.js';
export { sandboxPayoutRail } from './sandbox.js';
export type { SandboxRailOptions } from './sandbox.js';

/** What the rails need from the process's settings. */
export interface RailSettings {
  /** `SLUICE_RAIL_URL`. */
  sandboxUrl?: string;
  timeoutMs?: number;
  /** How long the sandbox rail is taken to remember a key, in milliseconds. */
  keyLifeMs?: number;
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
};

/** The rails that these settings allow, by key. */
export function rails(settings: RailSettings): ReadonlyMap<string, PayoutRail> {
  const made = Object.entries(makers).map(([key, make]) => [key, make(settings)] as const);
  return new Map(made.flatMap(([key, rail]) => (rail ? [[key, rail] as const] : [])));
}
