import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { freePort } from '@sluice/devstack';
import { GateRefusal, temporalGate } from '../src/index.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const temporalAddress = process.env['SLUICE_TEST_TEMPORAL_ADDRESS'] ?? '';

describe('the gate into runs, on a real Temporal', () => {
  let connection: Connection;
  let client: Client;
  beforeAll(async () => {
    connection = await Connection.connect({ address: temporalAddress });
    client = new Client({ connection });
  });
  afterAll(() => connection.close());

  const decision = {
    id: 'd1',
    approval: 'apr_1',
    outcome: 'approve' as const,
    actor: { id: 'u', name: 'U', roles: ['manager'] },
    subjectHash: 'h',
  };
  const codeOf = (error: unknown) => (error instanceof GateRefusal ? error.code : error);

  it('is unavailable while no worker answers, and says so in time', async () => {
    const workflowId = `run_${randomUUID()}`;
    const handle = await client.workflow.start('flowRun', {
      workflowId,
      taskQueue: `nobody-${randomUUID()}`,
      args: [],
    });
    const before = Date.now();
    // Without its deadline the call would wait for a worker for ever.
    expect(
      codeOf(
        await temporalGate(client, 1_000)
          .decide(workflowId, decision)
          .catch((error: unknown) => error),
      ),
    ).toBe('unavailable');
    expect(Date.now() - before).toBeLessThan(50_000);
    await handle.terminate();
  }, 120_000);

  it('is closed for a run that is not there', async () => {
    const answer = await temporalGate(client, 50_000)
      .decide(`run_${randomUUID()}`, decision)
      .catch((error: unknown) => error);
    expect(codeOf(answer)).toBe('closed');
  }, 120_000);
});

describe('the API process', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-api-'));
  const web = path.join(folder, 'web');
  let child: ChildProcess;
  let output = '';
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const key = () => randomBytes(32).toString('base64');
    const secretsFile = path.join(folder, 'secrets.json');
    writeFileSync(
      secretsFile,
      JSON.stringify({
        payloadKey: key(),
        encryptionKey: key(),
        authSecret: key(),
        webhookSecrets: { stripe: 'whsec_1' },
      }),
    );
    mkdirSync(web);
    writeFileSync(path.join(web, 'index.html'), '<!doctype html><title>Sluice</title>');
    writeFileSync(path.join(web, 'app.js'), 'plain');
    writeFileSync(path.join(web, 'app.js.gz'), 'packed');
    const mongodb = new URL(process.env['SLUICE_TEST_MONGODB_URI'] ?? '');
    mongodb.pathname = `/api_${randomUUID().slice(0, 8)}`;
    child = spawn(process.execPath, ['--import', 'tsx', 'packages/api/src/main.ts'], {
      cwd: root,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        MONGODB_URI: mongodb.href,
        MONGODB_KIND: 'embedded',
        TEMPORAL_ADDRESS: temporalAddress,
        SLUICE_SECRETS_FILE: secretsFile,
        SLUICE_TASK_QUEUE_PREFIX: `${randomUUID()}-`,
        SLUICE_WEB_ROOT: web,
        SLUICE_BASE_URL: url,
        PORT: String(port),
      },
    });
    await new Promise<void>((resolve, reject) => {
      const note = (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('SLUICE_READY api')) resolve();
      };
      child.stdout?.on('data', note);
      child.stderr?.on('data', note);
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
    });
  }, 180_000);
  afterAll(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what is ready and what is not: no worker asks for work here', async () => {
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    const { checks } = (await answer.json()) as { checks: Record<string, { ok: boolean; note?: string }> };
    expect([checks['mongodb']?.ok, checks['temporal']?.ok, checks['worker']?.ok]).toEqual([true, true, false]);
  });

  it('serves the console: pages by any address, packed files where they are taken, nothing outside its folder', async () => {
    const page = await fetch(`${url}/partners/par_1`, { headers: { Accept: 'text/html' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Sluice</title>')]);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const packed = await fetch(`${url}/app.js`, { headers: { 'Accept-Encoding': 'gzip' } }).catch(
      (error: unknown) => error,
    );
    // The file is not really gzip: that it cannot be unpacked shows that the packed one was sent.
    if (packed instanceof Response) await expect(packed.text()).rejects.toThrow();
    expect((await fetch(`${url}/missing.js`)).status).toBe(404);
    expect((await fetch(`${url}/%2e%2e/secrets.json`)).status).not.toBe(200);
    expect((await fetch(`${url}/%zz`)).status).toBe(400);
  });

  it('ends politely within seconds', async () => {
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }, 60_000);
});
