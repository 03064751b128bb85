import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sandboxRail } from '@sluice/connectors/sandbox-rail/inbound';
import { startSandboxRail } from '../../src/sandbox-rail/server.js';
import type { SandboxRailServer } from '../../src/sandbox-rail/server.js';

const secret = `whsec_${Buffer.from('a secret of the sandbox rail').toString('base64')}`;
const body = (key: string, more: object = {}): object => ({
  key,
  payout: `pay_${key}`,
  amount: { amount: '5000', currency: 'USD' },
  account: { id: 'acct_maya' },
  reference: 'Acme November',
  ...more,
});

interface Delivery {
  headers: IncomingHttpHeaders;
  raw: Buffer;
}

/** A receiver of webhooks that answers as told, then 202. */
async function startReceiver(statuses: number[] = []) {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      deliveries.push({ headers: request.headers, raw: Buffer.concat(chunks) });
      response.writeHead(statuses.shift() ?? 202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + 55_000;
  do {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  } while (Date.now() < end);
  throw new Error('It did not happen within a minute.');
}

const post = async (url: string, payload?: object): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(url, { method: 'POST', ...(payload && { body: JSON.stringify(payload) }) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const get = async (url: string): Promise<Record<string, unknown>> =>
  (await (await fetch(url)).json()) as Record<string, unknown>;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-rail-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('the rail’s webhooks', () => {
  let server: SandboxRailServer | undefined;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  const start = async (settleMs: number, statuses: number[] = []): Promise<string> => {
    receiver = await startReceiver(statuses);
    server = await startSandboxRail({ directory, settleMs, webhook: { url: receiver.url, secret } });
    return server.url;
  };
  const told = (): { type: string; id: string; payout: unknown }[] =>
    receiver.deliveries.map(({ headers, raw }) => {
      const verified = sandboxRail.verify({ rawBody: raw, headers, secrets: [secret], now: new Date() });
      if (!verified.ok) throw new Error(verified.message);
      const { events } = sandboxRail.map(verified.payload);
      return { type: events[0]?.type ?? '', id: events[0]?.id ?? '', payout: events[0]?.data.payout };
    });
  afterEach(async () => {
    await server?.close();
    await receiver.close();
  });

  it('tell in our words that a payment was paid, signed, once', async () => {
    const url = await start(30);
    expect(await post(`${url}/payouts`, body('a'))).toMatchObject({ status: 201, body: { state: 'accepted' } });
    await until(() => receiver.deliveries.length === 1);
    expect(told()).toMatchObject([{ type: 'payout.paid', payout: 'pay_a' }]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.deliveries).toHaveLength(1);
  });

  it('are sent until they are taken', async () => {
    const url = await start(0, [500, 503]);
    await post(`${url}/payouts`, body('a'));
    await until(() => receiver.deliveries.length === 3);
    expect(new Set(told().map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    [false, 1],
    [true, 2],
  ])('double (distinct ids: %s) comes twice', async (distinct, ids) => {
    const url = await start(0);
    await post(`${url}/faults`, { kind: 'double', distinct });
    await post(`${url}/payouts`, body('a'));
    await until(() => receiver.deliveries.length === 2);
    expect(new Set(told().map(({ id }) => id)).size).toBe(ids);
  });

  it('tell of a refusal, of a return by itself, and of one by hand', async () => {
    const url = await start(0);
    await post(`${url}/faults`, { kind: 'refuse', match: { payout: 'pay_a' } });
    await post(`${url}/faults`, { kind: 'return', match: { payout: 'pay_b' }, delayMs: 50 });
    expect(await post(`${url}/payouts`, body('a'))).toMatchObject({ status: 422, body: { code: 'account_closed' } });
    await post(`${url}/payouts`, body('b'));
    await post(`${url}/payouts`, body('c'));
    expect(await post(`${url}/payouts/c/return`)).toMatchObject({ status: 200, body: { state: 'returned' } });
    expect(await post(`${url}/payouts/a/return`)).toMatchObject({ status: 409 });
    await until(() => receiver.deliveries.length === 5);
    expect(
      told()
        .map(({ type, payout }) => `${String(payout)} ${type}`)
        .sort(),
    ).toEqual([
      'pay_a payout.failed',
      'pay_b payout.paid',
      'pay_b payout.returned',
      'pay_c payout.paid',
      'pay_c payout.returned',
    ]);
  });

  it('are refused by us when forged, old or written again', async () => {
    const url = await start(0);
    await post(`${url}/payouts`, body('a'));
    const { headers, raw } = await until(() => receiver.deliveries[0]);
    const check = (over: object): string => {
      const result = sandboxRail.verify({ rawBody: raw, headers, secrets: [secret], now: new Date(), ...over });
      return result.ok ? 'ok' : result.code;
    };
    expect(check({})).toBe('ok');
    expect(check({ secrets: ['whsec_b3RoZXI='] })).toBe('signature_mismatch');
    expect(check({ rawBody: Buffer.concat([raw, Buffer.from(' ')]) })).toBe('signature_mismatch');
    expect(check({ headers: { ...headers, 'webhook-id': 'whk_other' } })).toBe('signature_mismatch');
    expect(check({ now: new Date(Date.now() + 400_000) })).toBe('timestamp_stale');
    expect(check({ now: new Date(Date.now() - 400_000) })).toBe('timestamp_future');
  });
});

describe('faults', () => {
  it('count down, choose by account, and survive a restart', async () => {
    let server = await startSandboxRail({ directory, settleMs: 0 });
    await post(`${server.url}/faults`, { kind: '429', times: 2, match: { account: 'acct_maya' } });
    const other = body('o', { account: { id: 'acct_other' } });
    expect((await post(`${server.url}/payouts`, other)).status).toBe(201);
    expect((await post(`${server.url}/payouts`, body('a'))).status).toBe(429);
    await server.close();
    server = await startSandboxRail({ directory, settleMs: 0 });
    expect((await post(`${server.url}/payouts`, body('a'))).status).toBe(429);
    expect((await post(`${server.url}/payouts`, body('a'))).status).toBe(201);
    expect((await post(`${server.url}/faults`, { kind: 'explode' })).status).toBe(400);
    await server.close();
  });
});

describe('the rail’s record', () => {
  it('cuts off a line that a crash has torn, and refuses one that is broken in the middle', async () => {
    const first = await startSandboxRail({ directory, settleMs: 0 });
    await post(`${first.url}/payouts`, body('a'));
    await first.close();
    const file = join(directory, 'record.ndjson');
    await appendFile(file, '{"kind":"payout","payout":{"id":"rail_to');
    const second = await startSandboxRail({ directory, settleMs: 0 });
    await post(`${second.url}/payouts`, body('b'));
    await second.close();
    const third = await startSandboxRail({ directory, settleMs: 0 });
    expect(((await get(`${third.url}/payouts`)).data as { key: string }[]).map(({ key }) => key)).toEqual(['a', 'b']);
    await third.close();
    await writeFile(file, `nonsense\n${await readFile(file, 'utf8')}`);
    await expect(startSandboxRail({ directory })).rejects.toThrow(/cannot be read at line 1/);
  });

  it('SIGKILL loses nothing that was answered; what was to be settled and told is settled and told afterwards', async () => {
    const receiver = await startReceiver();
    const run = async (): Promise<{ child: ChildProcess; url: string }> => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'packages/testkit/src/sandbox-rail/main.ts'], {
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          SLUICE_DATA_DIR: directory,
          SLUICE_BASE_URL: receiver.url,
          SLUICE_RAIL_PORT: '0',
          SLUICE_RAIL_SETTLE_MS: '1500',
          SLUICE_RAIL_WEBHOOK_SECRET: secret,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      await until(() => output.includes('SLUICE_READY sandbox-rail'));
      return { child, url: /http:\/\/[\d.:]+/.exec(output)?.[0] ?? '' };
    };
    const stop = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      await gone;
    };

    const first = await run();
    const answered = new Set<string>();
    const sends = Array.from({ length: 60 }, async (_, index) => {
      const { status } = await post(`${first.url}/payouts`, body(`k${index}`)).catch(() => ({ status: 0 }));
      if (status === 201) answered.add(`k${index}`);
    });
    await until(() => answered.size >= 10);
    await stop(first.child, 'SIGKILL');
    await Promise.all(sends);

    const second = await run();
    const list = (await get(`${second.url}/payouts`)).data as { key: string }[];
    const keys = list.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining([...answered]));
    expect(new Set(keys).size).toBe(keys.length);
    await until(() => receiver.deliveries.length >= keys.length);
    const paid = (await get(`${second.url}/payouts`)).data as { state: string }[];
    expect(paid.every(({ state }) => state === 'paid')).toBe(true);
    await stop(second.child, 'SIGTERM');
    await receiver.close();
  });
});
