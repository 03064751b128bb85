import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PartnerId, Programme } from '@sluice/domain';
import type { Action, Role } from '@sluice/contracts';
import { apiKeyHash, openStore } from '@sluice/store';
import type { Store } from '@sluice/store';
import { createApi, createUser, newApiKey } from '../src/index.js';
import type { Api, ApiConfig, RunGate } from '../src/index.js';

export const secrets = {
  auth: 'a test secret that is long enough to sign',
  webhooks: { stripe: ['whsec_test'], 'sandbox-rail': ['rail_test'] },
  openAccount: (encrypted: string) => encrypted.replace('sealed:', ''),
  seal: (text: string) => `sealed:${text}`,
  accountHash: (text: string) => `hash:${text}`,
};

export function programme(key: string): Programme {
  return {
    key,
    name: `Programme ${key}`,
    currency: 'USD',
    timeZone: 'Europe/Berlin',
    settings: {
      refundWindow: 'P30D',
      minimumHold: 'PT0S',
      base: 'net',
      rounding: 'half_even',
      attribution: { model: 'last', windowDays: 60 },
      ruleVersionBy: 'occurredAt',
      allowedLateness: 'P400D',
      allowedFuture: 'PT5M',
      minimumPayout: { USD: '5000' },
      secondApproverFrom: { USD: '500000' },
      singleOperator: false,
      feesBorneBy: 'programme',
      recurringMonths: 12,
      retention: { rawEventDays: 730, rawContextDays: 90, messageDays: 730, runRecordDays: 730 },
      locale: 'en',
    },
    tiers: [{ key: 'bronze', name: 'Bronze', rank: 1, perks: [] }],
  };
}

/** A gate that no run is behind; tests say what it answers. */
export function fakeGate(): RunGate & { answer: RunGate['decide']; decided: Parameters<RunGate['decide']>[] } {
  const gate = {
    decided: [] as Parameters<RunGate['decide']>[],
    answer: (async () => ({ accepted: true, state: 'approved' })) as RunGate['decide'],
    decide: (async (...args) => {
      gate.decided.push(args);
      return gate.answer(...args);
    }) as RunGate['decide'],
    command: (async () => ({ status: 'done' })) as RunGate['command'],
    migrate: (async () => ({ status: 'done' })) as RunGate['migrate'],
    wake: async () => undefined,
  };
  return gate;
}

export interface TestApi {
  url: string;
  api: Api;
  store: Store;
  gate: ReturnType<typeof fakeGate>;
  /** Sends JSON as `who` (a cookie or a bearer key). */
  call(
    method: string,
    path: string,
    options?: { as?: Credential; body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>;
  user(roles: Role[], more?: { partner?: string; email?: string }): Promise<Credential & { id: string; email: string }>;
  key(scopes: Action[], more?: { source?: string; programme?: string; expiresAt?: Date }): Promise<Credential>;
  partner(name: string): Promise<PartnerId>;
  close(): Promise<void>;
}

export type Credential = { headers: Record<string, string> };

export const password = 'correct horse battery';

/** The API on a free port over a database of its own, with the programmes `demo` and `other`. */
export async function startApi(config: Partial<ApiConfig> = {}, runs?: RunGate): Promise<TestApi> {
  const uri = process.env['SLUICE_TEST_MONGODB_URI'];
  if (!uri) throw new Error('SLUICE_TEST_MONGODB_URI is not set: run through jest.config.mjs');
  const store = await openStore({ uri, database: `api_${randomUUID().slice(0, 8)}` });
  await store.programmes.insertOrRead(programme('demo'));
  await store.programmes.insertOrRead(programme('other'));
  const gate = fakeGate();
  const server = createServer();
  await listen(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const logged: unknown[] = [];
  const api = await createApi({
    store,
    runs: runs ?? gate,
    config: {
      baseUrl: url,
      mongodbKind: 'embedded',
      webhookProgramme: 'demo',
      checkResponses: true,
      streamPollMs: 50,
      ...config,
    },
    secrets,
    log: (message, error) => {
      logged.push(error);
      process.stderr.write(`${message} ${error instanceof Error ? error.stack : String(error)}\n`);
    },
  });
  server.on('request', api.app);

  const call: TestApi['call'] = (method, path, { as, body, headers } = {}) =>
    fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...as?.headers, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return {
    url,
    api,
    store,
    gate,
    call,
    async user(roles, { partner, email = `${randomUUID()}@halden.example` } = {}) {
      const { id } = await createUser(api.context, {
        programme: 'demo',
        email,
        password,
        name: roles.join(),
        roles,
        ...(partner ? { partner } : {}),
      });
      const response = await call('POST', '/api/auth/sign-in/email', {
        body: { email, password },
        headers: { Origin: url },
      });
      if (!response.ok) throw new Error(`sign-in failed: ${response.status} ${await response.text()}`);
      const cookie = response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      return { id, email, headers: { Cookie: cookie, Origin: url } };
    },
    async key(scopes, { source = 'api', programme: of = 'demo', expiresAt } = {}) {
      const { key, start } = newApiKey();
      await store.apiKeys.insert({
        id: `key_${randomUUID()}`,
        programme: of,
        name: 'test',
        start,
        hash: apiKeyHash(key),
        source,
        scopes,
        state: 'active',
        createdAt: new Date(),
        createdBy: 'test',
        ...(expiresAt ? { expiresAt } : {}),
      });
      return { headers: { Authorization: `Bearer ${key}` } };
    },
    async partner(name) {
      const id = `par_${name.replaceAll(/[^A-Za-z]/g, '')}${randomUUID().slice(0, 6)}` as PartnerId;
      await store.partners.insertOrRead({
        id,
        programme: 'demo',
        name,
        email: `${id}@partner.example`,
        type: 'creator',
        status: 'active',
        tier: 'bronze',
        tierSince: new Date(),
        language: 'en',
        timeZone: 'UTC',
        tags: [],
        custom: {},
        payout: {
          rail: 'sandbox',
          currency: 'USD',
          account: 'sealed:DE001234567',
          accountHash: id,
          changedAt: new Date(),
        },
        createdAt: new Date(),
      });
      return id;
    },
    async close() {
      api.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.native().dropDatabase();
      await store.close();
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}
