import { mkdtempSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cached, contentKey } from '../src/cache/cache.js';
import { silent, spawnGuarded, startMongo } from '../src/index.js';
import { identify, isRunning } from '../src/process/identity.js';
import { tryLock, withLock } from '../src/process/lock.js';
import { endOrphans, rememberChildren } from '../src/process/orphans.js';
import { run } from '../src/process/run.js';

const folder = mkdtempSync(join(tmpdir(), 'sluice-processes-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a lock file', () => {
  it('keeps others out and names its owner', () => {
    const path = join(folder, 'held.lock');
    const lock = tryLock(path);
    expect(tryLock(path)).toMatchObject({ pid: process.pid });
    if ('release' in lock) lock.release();
    expect(tryLock(path)).toHaveProperty('release');
  });

  it.each([
    ['a process that is gone', { pid: 4_194_000, startedAt: '1' }],
    ['a later process with the same number', { pid: process.pid, startedAt: 'another time' }],
  ])('is stale when it names %s', (_name, owner) => {
    const path = join(folder, 'stale.lock');
    writeFileSync(path, JSON.stringify(owner));
    const lock = tryLock(path);
    expect(lock).toHaveProperty('release');
    if ('release' in lock) lock.release();
  });

  it('lets waiters in one after the other', async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(
      [1, 2, 3].map(() =>
        withLock(join(folder, 'queue.lock'), silentWait, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await sleep(30);
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
  });
});

describe('the cache', () => {
  it('makes a thing once for two that want it, and never shows half of it', async () => {
    process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
    let made = 0;
    const make = async (draft: string): Promise<void> => {
      made += 1;
      await sleep(50);
      writeFileSync(join(draft, 'file'), 'whole');
    };
    const [a, b] = await Promise.all([cached('thing', '1', silent, make), cached('thing', '1', silent, make)]);
    expect([made, a]).toEqual([1, b]);
    expect(readFileSync(join(a, 'file'), 'utf8')).toBe('whole');
    const broken = cached('broken', '1', silent, () => Promise.reject(new Error('no')));
    await expect(broken).rejects.toThrow('no');
    expect(existsSync(join(folder, 'cache', 'sluice', 'broken-1'))).toBe(false);
    delete process.env['XDG_CACHE_HOME'];
  });

  it('keys by content, not by place', () => {
    const write = (name: string, text: string): string => {
      const path = mkdtempSync(join(folder, name));
      writeFileSync(join(path, 'a.txt'), text);
      return path;
    };
    expect(contentKey(write('x', 'one'))).toBe(contentKey(write('y', 'one')));
    expect(contentKey(write('z', 'one'))).not.toBe(contentKey(write('z', 'two')));
  });
});

describe('a guarded child', () => {
  it('is stopped, and forced when it does not listen', async () => {
    const deaf = spawnGuarded(process.execPath, [
      '-e',
      'process.on("SIGTERM",()=>{});console.log("up");setInterval(()=>{},1e3)',
    ]);
    await new Promise<void>((resolve) => {
      deaf.onLine((line) => {
        if (line === 'up') resolve();
      });
    });
    const started = Date.now();
    await deaf.stop(300);
    expect(Date.now() - started).toBeLessThan(50_000);
  }, 120_000);

  it('passes the exit code on', async () => {
    expect(await spawnGuarded('/bin/sh', ['-c', 'exit 7']).exited).toBe(7);
  });

  it('does not outlive a parent that is killed', async () => {
    const script = join(import.meta.dirname, 'support', 'parent.ts');
    const parent = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.on('data', (data: Buffer) => {
        resolve(Number(data.toString()));
      });
    });
    const child = identify(pid);
    expect(isRunning(child)).toBe(true);
    parent.kill('SIGKILL');
    for (let i = 0; i < 600 && isRunning(child); i += 1) await sleep(100);
    expect(isRunning(child)).toBe(false);
  }, 120_000);

  it('of an earlier start is ended before the next', async () => {
    const file = join(folder, 'children.json');
    const orphan = spawnGuarded('/bin/sleep', ['100']);
    rememberChildren(file, [orphan.pid, undefined]);
    await endOrphans(file, silent);
    expect(isRunning(identify(orphan.pid))).toBe(false);
    expect(existsSync(file)).toBe(false);
  });
});

describe('clear sentences', () => {
  it('say which port is taken and how to choose another', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const starting = startMongo({ dataDir: join(folder, 'mongo'), log: silent, port, only: 'embedded' });
    await expect(starting).rejects.toThrow(
      `Port ${String(port)} for MongoDB is taken by another program; stop it or choose another with SLUICE_MONGODB_PORT.`,
    );
    other.close();
  });

  it('tell the last words of a program that failed, and of one that takes too long', async () => {
    await expect(run('/bin/sh', ['-c', 'echo why; exit 3'], { timeoutMs: 50_000 })).rejects.toThrow(
      /ended with 3:\nwhy/,
    );
    await expect(run('/bin/sleep', ['30'], { timeoutMs: 200 })).rejects.toThrow(/took longer than 0.2 s/);
  });
});

function silentWait(): void {
  // Nobody to tell.
}
