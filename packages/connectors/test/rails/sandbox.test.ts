import { fileRails } from '@sluice/domain';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandboxRail } from '@sluice/testkit/sandbox-rail/server';
import type { SandboxRailServer } from '@sluice/testkit/sandbox-rail/server';
import { rails, sandboxPayoutRail } from '../../src/rails/index.js';
import type { PayoutRail, SendInput } from '../../src/rails/index.js';

let directory: string;
let server: SandboxRailServer;
let rail: PayoutRail;
const input: SendInput = {
  key: 'pay_1/1',
  payout: 'pay_1',
  amount: { amount: '5000', currency: 'USD' },
  account: { id: 'acct_maya' },
  reference: 'Acme November',
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-rail-'));
  server = await startSandboxRail({ directory, settleMs: 60_000 });
  rail = sandboxPayoutRail({ baseUrl: server.url, timeoutMs: 300 });
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const fault = (body: object) =>
  fetch(`${server.url}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('the sandbox rail through its adapter', () => {
  it('accepts, and answers the same to the same key', async () => {
    const first = await rail.send(input);
    expect(first).toMatchObject({ outcome: 'accepted', railReference: expect.stringMatching(/^rail_/) });
    expect(await rail.send(input)).toEqual(first);
    expect(server.record.payouts.size).toBe(1);
    expect(await rail.find(input.key)).toMatchObject({ state: 'accepted', payout: 'pay_1', amount: input.amount });
  });

  it('100 identical requests at once are one payment', async () => {
    const patient = sandboxPayoutRail({ baseUrl: server.url });
    const results = await Promise.all(Array.from({ length: 100 }, () => patient.send(input)));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(server.record.payouts.size).toBe(1);
  });

  it('the same key with another amount is a conflict, and neither accepted nor refused', async () => {
    await rail.send(input);
    const other = await rail.send({ ...input, amount: { amount: '9999', currency: 'USD' } });
    expect(other).toMatchObject({ outcome: 'unknown', code: 'key_conflict' });
    expect(server.record.payouts.get(input.key)?.amount.amount).toBe('5000');
  });

  it('a refusal is definite, with the rail’s code', async () => {
    await fault({ kind: 'refuse', match: { account: 'acct_maya' } });
    const refused = { outcome: 'refused', code: 'account_closed', message: 'The account does not take payments.' };
    expect(await rail.send(input)).toEqual(refused);
    expect(await rail.send(input)).toEqual(refused);
    expect(await rail.find(input.key)).toMatchObject({ state: 'refused' });
  });

  it.each<[string, object, string, boolean]>([
    ['the reply is lost before recording', { kind: 'lose_before' }, 'connection_failed', false],
    ['the reply is lost after recording', { kind: 'lose_after' }, 'connection_failed', true],
    ['the reply comes too late', { kind: 'delay', delayMs: 1_000 }, 'timeout', true],
    ['the rail says 500', { kind: '500' }, 'server_error', false],
    ['the rail says 500 having recorded', { kind: '500', recorded: true }, 'server_error', true],
    ['the rail says 429', { kind: '429' }, 'rate_limited', false],
  ])('%s: unknown; asking by key tells, and the same key pays once', async (_, body, code, recorded) => {
    await fault(body);
    expect(await rail.send(input)).toMatchObject({ outcome: 'unknown', code });
    const found = await rail.find(input.key);
    if (recorded) expect(found).toMatchObject({ state: 'accepted' });
    else expect(found).toBe('not_found');
    expect(await rail.send(input)).toMatchObject({ outcome: 'accepted' });
    expect(server.record.payouts.size).toBe(1);
  });

  it('an aborted call is unknown', async () => {
    await fault({ kind: 'delay', delayMs: 200 });
    expect(await rail.send(input, AbortSignal.timeout(50))).toMatchObject({ outcome: 'unknown', code: 'timeout' });
  });

  it('a rail that is not there is unknown, for sending and for asking: never "not found"', async () => {
    const gone = sandboxPayoutRail({ baseUrl: 'http://127.0.0.1:9' });
    expect(await gone.send(input)).toMatchObject({ outcome: 'unknown', code: 'connection_failed' });
    expect(await gone.find(input.key)).toMatchObject({ outcome: 'unknown' });
  });

  it('is in the registry where its address is known', () => {
    expect([...rails({ sandboxUrl: server.url }).keys()]).toEqual(['sandbox', ...fileRails]);
    expect([...rails({}).keys()]).toEqual(fileRails);
  });
});

describe('answers that are not the rail’s', () => {
  let proxy: Server;
  afterEach(() => new Promise((resolve) => proxy.close(resolve)));
  it.each<[number, string]>([
    [404, '<html>no such site</html>'],
    [200, '<html>welcome</html>'],
    [200, '{"state":"paid"}'],
    [422, 'nope'],
    [302, ''],
  ])('%d %s leaves open what happened', async (status, body) => {
    proxy = createServer((_, response) => response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(body));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const through = sandboxPayoutRail({ baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
    expect(await through.send(input)).toMatchObject({ outcome: 'unknown' });
    expect(await through.find(input.key)).toMatchObject({ outcome: 'unknown' });
  });
});
