import express from 'express';
import type { Express } from 'express';
import { toNodeHandler } from 'better-auth/node';
import { canonicalJson, sha256Hex } from '@sluice/domain';
import type { Json } from '@sluice/domain';
import type { Client } from '@temporalio/client';
import type { Store } from '@sluice/store';
import { createAuth, ensureAuthIndexes } from './auth/auth.js';
import type { ApiConfig, ApiSecrets, Context } from './context.js';
import { mountDocs } from './docs.js';
import { createMetrics, mountHealth, timed } from './health.js';
import type { Probe } from './health.js';
import { authenticate } from './http/authenticate.js';
import { once } from './http/once.js';
import { errorHandler, Refusal } from './http/problem.js';
import { refusalOfStore } from './http/problem-of-store.js';
import { headers, limiter } from './http/security.js';
import { servePages } from './http/static.js';
import { wire } from './http/wire.js';
import type { Handlers } from './http/wire.js';
import { createHub } from './live/hub.js';
import { storeChanges } from './live/changes.js';
import { serveStream } from './live/stream.js';
import { adjustmentRoutes } from './routes/adjustments.js';
import { applicationRoutes } from './routes/applications.js';
import { approvalRoutes } from './routes/approvals.js';
import { assetRoutes } from './routes/assets.js';
import { backtestRoutes } from './routes/backtests.js';
import { bulkRoutes } from './routes/bulks.js';
import { connectionRoutes } from './routes/connections.js';
import { couponRoutes } from './routes/coupons.js';
import { migrationRoutes } from './routes/migrations/index.js';
import { bankRoutes } from './routes/bank.js';
import { batchPreviewRoutes } from './routes/batch-preview.js';
import { batchRoutes } from './routes/batches.js';
import { commissionRoutes } from './routes/commissions.js';
import { crmRoutes } from './routes/crms.js';
import { decisionRoutes } from './routes/decisions.js';
import { documentRequestRoutes } from './routes/document-requests.js';
import { eventRoutes } from './routes/events.js';
import { exportRoutes } from './routes/exports.js';
import { flowRoutes } from './routes/flows/index.js';
import { ledgerRoutes } from './routes/ledger.js';
import { groupRoutes } from './routes/groups.js';
import { listRoutes } from './routes/lists.js';
import { meRoutes } from './routes/me.js';
import { metricsRoutes } from './routes/metrics.js';
import { noteRoutes } from './routes/notes.js';
import { noticeRoutes } from './routes/notices.js';
import { partnerEndRoutes } from './routes/partner-ends.js';
import { partnerRoutes } from './routes/partners.js';
import { prospectRoutes } from './routes/prospects.js';
import { payoutFileRoutes } from './routes/payout-files.js';
import { payoutActRoutes } from './routes/payout-acts.js';
import { payoutMethodRoutes } from './routes/payout-methods.js';
import { programmeRoutes } from './routes/programme.js';
import { railRoutes } from './routes/rails.js';
import { rateRoutes } from './routes/rates/index.js';
import { referralRoutes } from './routes/referrals.js';
import { restRoutes } from './routes/rest.js';
import { ruleRoutes } from './routes/rules/index.js';
import { runRoutes } from './routes/runs.js';
import { statementRoutes } from './routes/statements.js';
import { termsRoutes } from './routes/terms.js';
import { sanctionsRoutes } from './routes/sanctions.js';
import { taxRoutes } from './routes/tax.js';
import { taxYearRoutes } from './routes/tax-year.js';
import { trackingRoutes } from './routes/tracking.js';
import { userRoutes } from './routes/users.js';
import { webhookRoutes } from './routes/webhooks.js';
import { temporalGate } from '@sluice/runtime/run-gate';
import type { RunGate } from '@sluice/runtime/run-gate';

export interface ApiDeps {
  store: Store;
  /** The way into runs; made from `temporal` where it is not given. */
  runs?: RunGate;
  temporal?: Client;
  config: ApiConfig;
  secrets: ApiSecrets;
  /** What `/readyz` asks, by name; the store is always asked. */
  probes?: Record<string, Probe>;
  now?: () => Date;
  log?: (message: string, error?: unknown) => void;
}

export interface Api {
  app: Express;
  /** For making users (`createUser`). */
  context: Context;
  /** Ends the live streams' reader. */
  close(): void;
}

/** The whole HTTP API and, where there is one, the built web application, as an Express app that nobody listens with yet. */
export async function createApi(deps: ApiDeps): Promise<Api> {
  const { store, config, secrets } = deps;
  const now = deps.now ?? (() => new Date());
  const log = deps.log ?? ((message, error) => console.error(message, error ?? ''));
  const db = store.native();
  await ensureAuthIndexes(db);
  const auth = createAuth({ db, secret: secrets.auth, baseUrl: config.baseUrl, now: () => now().getTime() });
  const runs = deps.runs ?? temporalGate(needed(deps.temporal), config.workerTimeoutMs ?? 10_000);
  const context: Context = { store, auth, runs, config, secrets, metrics: createMetrics(), now, log };

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.proxies ?? 0);
  app.use(headers(config.baseUrl.startsWith('https:')));
  app.use(timed(context.metrics));
  mountHealth(app, { mongodb: () => mongodbProbe(store), ...deps.probes }, context.metrics);
  mountLimits(app, config);
  app.all('/api/auth/{*any}', toNodeHandler(auth));
  mountDocs(app, config.baseUrl);

  const source = storeChanges(store);
  const hub = createHub(source, {
    everyMs: config.streamPollMs ?? 500,
    onError: (error) => log('the live stream could not read changes', error),
  });
  wire(app, handlersOf(context, hub, source), {
    authenticate: (request) => authenticate(request, { auth, store, now }),
    once: (caller, key, request, run) => {
      const what = sha256Hex(canonicalJson([request.method, request.path, (request.body ?? null) as Json]));
      return once(store, caller, key, what, run);
    },
    checkResponses: config.checkResponses ?? false,
    bodyLimit: '1mb',
  });

  app.use(['/v1', '/api', '/t', '/docs'], () => {
    throw new Refusal('not_found');
  });
  if (config.webRoot !== undefined) app.use(servePages(config.webRoot));
  app.use(() => {
    throw new Refusal('not_found');
  });
  app.use(errorHandler((error, url) => log(`${url} failed`, error), refusalOfStore));
  return { app, context, close: () => hub.close() };
}

function handlersOf(
  context: Context,
  hub: ReturnType<typeof createHub>,
  source: ReturnType<typeof storeChanges>,
): Handlers {
  const lists = {
    ...adjustmentRoutes(context),
    ...applicationRoutes(context),
    ...approvalRoutes(context),
    ...assetRoutes(context),
    ...backtestRoutes(context),
    ...bankRoutes(context),
    ...batchPreviewRoutes(context),
    ...batchRoutes(context),
    ...payoutActRoutes(context),
    ...payoutMethodRoutes(context),
    ...bulkRoutes(context),
    ...connectionRoutes(context),
    ...couponRoutes(context),
    ...migrationRoutes(context),
    ...commissionRoutes(context),
    ...crmRoutes(context),
    ...decisionRoutes(context),
    ...documentRequestRoutes(context),
    ...eventRoutes(context),
    ...flowRoutes(context),
    ...ledgerRoutes(context),
    ...groupRoutes(context),
    ...listRoutes(context),
    ...termsRoutes(context),
    ...meRoutes(context),
    ...metricsRoutes(context),
    ...noteRoutes(context),
    ...noticeRoutes(context),
    ...partnerEndRoutes(context),
    ...partnerRoutes(context),
    ...payoutFileRoutes(context),
    ...programmeRoutes(context),
    ...railRoutes(context),
    ...prospectRoutes(context),
    ...rateRoutes(context),
    ...referralRoutes(context),
    ...restRoutes(context),
    ...ruleRoutes(context),
    ...runRoutes(context),
    ...statementRoutes(context),
    ...sanctionsRoutes(context),
    ...taxRoutes(context),
    ...taxYearRoutes(context),
    ...trackingRoutes(context),
    ...userRoutes(context),
    ...webhookRoutes(context),
  };
  return {
    ...lists,
    ...exportRoutes(context, lists),
    async stream(request, response, caller) {
      if (!caller) throw new Refusal('unauthenticated');
      context.metrics.streams.inc();
      response.on('close', () => context.metrics.streams.dec());
      await serveStream(request, response, caller, hub, source);
    },
  };
}

/** Generous for programs, strict for guessing passwords. */
function mountLimits(app: Express, config: ApiConfig): void {
  const perMinute = config.limits?.perMinute ?? 60_000;
  const signInFailures = config.limits?.signInFailuresPerMinute ?? 30;
  app.use(
    ['/v1', '/t'],
    limiter({ windowMs: 60_000, limit: perMinute, keyOf: (request) => bearerOf(request.get('authorization')) }),
  );
  app.use('/v1/applications', limiter({ windowMs: 60_000, limit: config.limits?.formsPerMinute ?? 60 }));
  app.use('/api/auth/sign-in', limiter({ windowMs: 60_000, limit: signInFailures, failuresOnly: true }));
  app.use('/api/auth', limiter({ windowMs: 60_000, limit: 600 }));
}

/** Callers behind one address are told apart by their key, of which only a hash is kept. */
function bearerOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : sha256Hex(authorization);
}

async function mongodbProbe(store: Store): Promise<{ note?: string }> {
  await store.ping();
  const { name, embedded } = await store.server();
  return { note: embedded ? `${name}: for trying and testing` : name };
}

function needed(client: Client | undefined): Client {
  if (!client) throw new Error('createApi needs `temporal` or `runs`');
  return client;
}
