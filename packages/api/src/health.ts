import { Registry, collectDefaultMetrics, Counter, Gauge, Histogram } from 'prom-client';
import type { Express, RequestHandler } from 'express';

/** What must be there to serve; each answers a word about itself, or throws. */
export type Probe = () => Promise<{ note?: string }>;

export interface Readiness {
  ready: boolean;
  checks: Record<string, { ok: boolean; note?: string; error?: string }>;
}

/** Asks all probes at once; none may take longer than `timeoutMs`. */
export async function readiness(probes: Record<string, Probe>, timeoutMs = 2_000): Promise<Readiness> {
  const checks: Readiness['checks'] = {};
  await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => {
      try {
        checks[name] = { ok: true, ...(await within(probe(), timeoutMs)) };
      } catch (error) {
        checks[name] = { ok: false, error: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
  return { ready: Object.values(checks).every((check) => check.ok), checks };
}

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Prometheus figures of one app; a registry of its own, so that two apps in one process do not share counts. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'sluice_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const events = new Counter({
    name: 'sluice_events_total',
    help: 'Events received',
    labelNames: ['source', 'result'],
    registers: [registry],
  });
  const streams = new Gauge({ name: 'sluice_streams', help: 'Open live streams', registers: [registry] });
  return { registry, requests, events, streams };
}
export type Metrics = ReturnType<typeof createMetrics>;

/** Times each request by its route (never by its address: ids would make endless series). */
export function timed(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const stop = metrics.requests.startTimer({ method: request.method });
    response.on('finish', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'other';
      stop({ route, status: String(response.statusCode) });
    });
    next();
  };
}

/** `/healthz` says that the process lives, `/readyz` whether each of its servers answers, `/metrics` the figures. */
export function mountHealth(app: Express, probes: Record<string, Probe>, metrics: Metrics): void {
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  app.get('/readyz', async (_request, response) => {
    const state = await readiness(probes);
    response.status(state.ready ? 200 : 503).json(state);
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
