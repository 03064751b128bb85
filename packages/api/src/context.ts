import type { Store } from '@sluice/store';
import type { Auth } from './auth/auth.js';
import type { Metrics } from './health.js';
import type { RunGate } from '@sluice/runtime/run-gate';

/** Settings of one API process. */
export interface ApiConfig {
  /** Where people open it, e.g. `http://localhost:3000`. */
  baseUrl: string;
  /** Which database serves; `embedded` is told to people. */
  mongodbKind: string;
  /** The programme that provider webhooks belong to; needed where there are several. */
  webhookProgramme?: string;
  /** `Name <address>` that mail comes from, as simulated mails show it. */
  mailFrom?: string;
  /** Folder of the built web application, where there is one. */
  webRoot?: string;
  /** True where every answer is held against its schema (tests). */
  checkResponses?: boolean;
  /** Number of proxies in front, for addresses of callers; 0 where none. */
  proxies?: number;
  limits?: { perMinute?: number; signInFailuresPerMinute?: number; formsPerMinute?: number };
  /** How long a decision or command may wait for a worker. */
  workerTimeoutMs?: number;
  /** How often the live stream looks for changes. */
  streamPollMs?: number;
}

export interface ApiSecrets {
  /** Signs session cookies. */
  auth: string;
  /** Webhook secrets by source; several while one is being rotated. */
  webhooks: Record<string, string[]>;
  /** Decrypts a partner's payout account, of which people see the last characters. */
  openAccount(encrypted: string): string;
  /** Encrypts a secret of a connection, for the worker to open. */
  seal(text: string): string;
  /** Names a payout account without telling it: equal ones are found by it. */
  accountHash(text: string): string;
}

/** What every handler works with; made once in `createApi`. */
export interface Context {
  store: Store;
  auth: Auth;
  runs: RunGate;
  config: ApiConfig;
  secrets: ApiSecrets;
  metrics: Metrics;
  now(): Date;
  log(message: string, error?: unknown): void;
}
