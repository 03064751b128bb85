import type { PayoutRail } from '@sluice/connectors/rails/index';
import type { Mailer } from '@sluice/connectors/mail/index';
import type { Programme } from '@sluice/domain';
import type { Store } from '@sluice/store';
import { NonRetryable } from '../activity-types.js';

/** What the worker gives every activity. Nothing here is a module's own state. */
export interface ActivityDeps {
  store: Store;
  rails: ReadonlyMap<string, PayoutRail>;
  mailer: Mailer;
  /** `Name <address>` that mail comes from. */
  mailFrom: string;
  /** Where links in mail lead, without a slash at the end. */
  baseUrl: string;
  now(): Date;
  /** Ends the process here in a test that asks for it; nothing otherwise. */
  failpoint(name: string): Promise<void> | void;
  /** Slack's API elsewhere: for trials and tests. */
  slackUrl?: string;
  /** Decrypts a partner's payout account, or a connection's secret. */
  openAccount(encrypted: string): string;
  /** Calls to addresses that people have given may also go to this machine itself: for trials and tests. */
  allowLoopback?: boolean;
  /** Tells Temporal that a long activity lives. */
  heartbeat(detail?: unknown): void;
}

/** The programme of a run; parks the step where it is not stored. */
export async function programmeOf(deps: ActivityDeps, key: string): Promise<Programme> {
  const programme = await deps.store.programmes.get(key);
  if (!programme) throw new NonRetryable('unknown_programme', `There is no programme "${key}".`);
  return programme;
}

/** Turns a refusal of the domain into a parked step. */
export function refused(refusal: { code: string; message: string }): NonRetryable {
  return new NonRetryable(refusal.code, refusal.message);
}
