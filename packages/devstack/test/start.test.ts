import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isListening } from '../src/index.js';
import { identify, isRunning, type ProcessIdentity } from '../src/process/identity.js';
import { SmallRepository, type Started } from './support/small-repository.js';

describe('npm start', () => {
  const repository = new SmallRepository();
  let running: Started;

  beforeAll(() => repository.make());
  afterAll(async () => {
    running.signal('SIGTERM');
    await running.exited;
    repository.remove();
  });

  const processOf = (name: string): ProcessIdentity =>
    identify(Number(readFileSync(join(repository.dataDir, `${name}.pid`), 'utf8')));
  const seeds = async (): Promise<string> => (await fetch(`http://127.0.0.1:${String(repository.port)}`)).text();

  it('brings everything up and says where it is', async () => {
    running = repository.start();
    await running.says('Ctrl-C stops everything');
    expect(running.output).toContain(`Sluice is at http://localhost:${String(repository.port)}`);
    expect(running.output).toContain('admin  admin@example.com  secret');
    expect(await seeds()).toBe('1');
  }, 120_000);

  it('keeps its secrets from other users', () => {
    const file = join(repository.dataDir, 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      payloadKey: expect.stringMatching(/^.{44}$/),
      webhookSecrets: { stripe: expect.stringMatching(/^whsec_/) },
    });
  });

  it('starts a process again that was killed', async () => {
    const before = processOf('worker');
    process.kill(before.pid, 'SIGKILL');
    await running.says('worker ended (137), starting it again');
    while (processOf('worker').pid === before.pid) await sleep(50);
    expect(isRunning(processOf('worker'))).toBe(true);
  }, 180_000);

  it('refuses a second start on the same port, in one sentence', async () => {
    const second = repository.start();
    expect(await second.exited).toBe(1);
    expect(second.output.trim()).toBe(
      `Port ${String(repository.port)} for the console is taken by another program; stop it or choose another with PORT.`,
    );
  });

  it('stops everything at Ctrl-C, and keeps the data for the next start', async () => {
    const worker = processOf('worker');
    running.signal('SIGINT');
    expect(await running.exited).toBe(0);
    expect(isRunning(worker)).toBe(false);
    expect(await isListening('127.0.0.1', repository.port)).toBe(false);

    const secrets = readFileSync(join(repository.dataDir, 'secrets.json'), 'utf8');
    running = repository.start();
    await running.says('Ctrl-C stops everything');
    expect(running.output).not.toContain('Web application: building');
    expect(await seeds()).toBe('1');
    expect(readFileSync(join(repository.dataDir, 'secrets.json'), 'utf8')).toBe(secrets);
  });

  it('starts again after it was killed itself, with the data', async () => {
    const worker = processOf('worker');
    running.signal('SIGKILL');
    await running.exited;
    running = repository.start();
    await running.says('Ctrl-C stops everything');
    expect(isRunning(worker)).toBe(false);
    expect(await seeds()).toBe('1');
  });

  it('says so when another program has its port', async () => {
    running.signal('SIGTERM');
    await running.exited;
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(repository.port, '127.0.0.1', resolve));
    running = repository.start();
    expect(await running.exited).toBe(1);
    expect(running.output).toContain(`Port ${String(repository.port)} for the console is taken`);
    other.close();
  });
});
