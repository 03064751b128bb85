import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { hits } from '../src/index.js';

const source = fileURLToPath(new URL('../src/failpoint.ts', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sluice-failpoint-'));

/** A process that passes `ledger.post.before` and `rail.send.after` three times each and prints what it came past. */
const program = `
  import { failpoint } from ${JSON.stringify(source)};
  for (const n of [1, 2, 3]) for (const name of ['ledger.post.before', 'rail.send.after']) {
    failpoint(name);
    process.stdout.write(name + ' ' + n + '\\n');
  }
`;

function run(env: Record<string, string>) {
  const { SLUICE_FAILPOINT: _name, SLUICE_FAILPOINT_LOG: _log, NODE_OPTIONS: _options, ...clean } = process.env;
  const args = ['--import', 'tsx', '--input-type=module', '-e', program];
  const { stdout, signal, status } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...clean, ...env },
    encoding: 'utf8',
  });
  return { lines: stdout.split('\n').filter(Boolean), signal, status };
}

describe('a failpoint', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('does nothing unless a test asks for it', () => {
    expect(run({})).toMatchObject({ signal: null, status: 0 });
    expect(run({ SLUICE_FAILPOINT: 'ledger.post.before' }).lines).toHaveLength(6);
  });

  it('ends the process by SIGKILL at the first pass, and has written that it did', () => {
    const log = join(folder, 'first.log');
    const ended = run({ SLUICE_FAILPOINT: 'rail.send.after', SLUICE_FAILPOINT_LOG: log });
    expect(ended).toEqual({ lines: ['ledger.post.before 1'], signal: 'SIGKILL', status: null });
    expect(readFileSync(log, 'utf8')).toBe('rail.send.after\n');
  });

  it('is passed by the process that is started again', () => {
    const log = join(folder, 'again.log');
    const env = { SLUICE_FAILPOINT: 'ledger.post.before,rail.send.after', SLUICE_FAILPOINT_LOG: log };
    expect(run(env).signal).toBe('SIGKILL');
    expect(run(env).signal).toBe('SIGKILL');
    expect(run(env)).toMatchObject({ signal: null, status: 0 });
    expect(hits(log)).toEqual(['ledger.post.before', 'rail.send.after']);
  });

  it('ends the process at the n-th pass', () => {
    const log = join(folder, 'third.log');
    const ended = run({ SLUICE_FAILPOINT: 'ledger.post.before:3', SLUICE_FAILPOINT_LOG: log });
    expect(ended.lines.at(-1)).toBe('rail.send.after 2');
    expect(hits(log)).toEqual(['ledger.post.before']);
  });
});
