import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startStack, type Stack } from '@sluice/devstack';
import { startSystem } from '../harness/system.js';
import { backtestFoldRows, backtestRows } from './backtest.js';
import { eventRows } from './events.js';
import { payoutRows } from './payouts.js';
import type { Row } from './row.js';
import { ruleRows } from './rules.js';
import { runRows } from './runs.js';
import { sleepingRows } from './sleeping.js';
import { table } from './table.js';

const document = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url));

const { values } = parseArgs({
  options: {
    /** Steps of the loop that is replayed; 10000 is the specification's. */
    steps: { type: 'string', default: '1000' },
    /** Runs that sleep at once; 10000 is the specification's. */
    sleeping: { type: 'string', default: '1000' },
    /** Seconds that runs are started as fast as they can be; 120 is the specification's. */
    seconds: { type: 'string', default: '20' },
    /** Partners of the large payout batch; a tenth of them are in the small one. */
    partners: { type: 'string', default: '10000' },
    /** One part alone, printed only: rules, events, runs, sleeping, backtest, payouts. */
    only: { type: 'string' },
    /** Prints only, without writing docs/benchmarks.md. */
    'dry-run': { type: 'boolean', default: false },
  },
});

/** `npm run bench [-- --steps 10000 --sleeping 10000 --seconds 120]`: everything measured in one run on servers of its own, as ratios. */
async function main(): Promise<void> {
  const began = Date.now();
  const say = (line: string): void => console.error(`[${String(Math.round((Date.now() - began) / 1000))} s] ${line}`);
  const steps = whole('steps');
  const rules = asked('rules') ? [...(await ruleRows()), ...backtestFoldRows()] : [];
  const directory = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  const stack = await startStack({ dataDir: directory, ephemeral: true, ports: 'free', log: say });
  let rows: Row[];
  try {
    rows = [...(await onServers(stack, steps, say)), ...rules];
  } finally {
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  }
  const text = table(rows);
  console.log(text);
  if (!values['dry-run'] && values.only === undefined)
    writeFileSync(document, page(text, stack, (Date.now() - began) / 1000));
}

async function onServers(stack: Stack, steps: number, say: (line: string) => void): Promise<Row[]> {
  process.env['SLUICE_TEST_MONGODB_URI'] = stack.mongodbUri;
  process.env['SLUICE_TEST_MONGODB_KIND'] = stack.mongodb.kind;
  process.env['SLUICE_TEST_TEMPORAL_ADDRESS'] = stack.temporalAddress;
  const system = await startSystem({ name: 'bench' });
  const { temporalAddress } = stack;
  const { store } = system;
  const parts: Record<string, () => Promise<Row[]>> = {
    events: () =>
      eventRows({
        baseUrl: system.api.baseUrl,
        apiKey: system.credentials.apiKey,
        mongodbUri: `${stack.mongodbUri}/bench_bare`,
        events: 500,
      }),
    runs: () => runRows({ temporalAddress, store, steps, latencySteps: Math.min(steps, 100) }),
    sleeping: () => sleepingRows({ temporalAddress, store, runs: whole('sleeping'), seconds: whole('seconds'), say }),
    backtest: () => backtestRows({ temporalAddress, store, orders: Math.max(steps * 10, 10_000) }),
    payouts: () => payoutRows({ store, sizes: [Math.round(whole('partners') / 10), whole('partners')], say }),
  };
  try {
    await Promise.all([system.processes.dispatcher.stop(), system.processes.worker.stop()]);
    const rows: Row[] = [];
    for (const [name, part] of Object.entries(parts)) {
      if (!asked(name)) continue;
      say(name);
      if (name !== 'events') await system.processes.api.stop();
      rows.push(...(await part()));
    }
    return rows;
  } finally {
    await system.stop();
  }
}

function asked(part: string): boolean {
  return values.only === undefined || values.only === part;
}

function whole(name: 'steps' | 'sleeping' | 'seconds' | 'partners'): number {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 10) throw new Error(`--${name} must be a whole number from 10.`);
  return number;
}

function page(text: string, stack: Stack, seconds: number): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  return `# Benchmarks

Written by \`npm run bench\`, which starts its own servers and measures both sides of each ratio in the same run, side by side or
in turns; \`npm run bench -- --steps 10000\` replays as long a history as the specification names. Ratios travel from machine to
machine, the figures beside them do not.

${text}

- **Replay**: CPU of this process while it replays every history of the run, less that of replaying a run of one step; the
  middle one of three. The loop sends a mail and looks at the answer; by hand, the same is a loop of seven lines.
- **Wall time**: both at the same time on the same workers, activities that do nothing.
- **Sequential step**: the interpreter's step writes the run's record to the database before it acts, as in an installation.
- Steps and no-ops are on the mail queue, which Temporal's eager dispatch does not reach: about 100 ms each on the embedded
  server. Short work on the store is a local activity and costs no such round.
- **Sleeping runs**: of a worker process that keeps 200 runs in memory and begins the others from their history; its memory is
  measured once the cache is full, and again when \`--sleeping\` more runs sleep. Started: until each sleeps with its wait stored,
  for \`--seconds\`.
- **Events**: 16 requests under way at once, the dispatcher at rest; the bare insert is a mongoose \`create\` by majority.
- **Backtest**: both versions are run and reckoned in exact money for each order, and added up by tier, branch and partner; the
  loop by hand knows its two rules, one currency and one rounding, and adds up two sums. The whole backtest reads, decides and
  writes a thousand orders at a time; \`--steps 10000\` makes it 100,000 orders.
- **Payout batch**: the activities of the flow over the database and the sandbox rail, two commissions a partner; afterwards the
  rail's record equals the ledger and \`sluice verify\` is clean; that is the proof. Memory is the heap's peak above where it was.
  What each payout makes the database look at does not depend on the machine; the times do.
- **Rules**: how many times as fast as the peer, in CPU time; the cost of a trace is told as how many times as slow. By hand is
  straight code without a table and without a check of its facts.

Measured on ${new Date().toISOString().slice(0, 10)} in ${Math.round(seconds)} s: ${machine}, load ${(loadavg()[0] ?? 0).toFixed(1)} at the end; Temporal ${stack.temporal.version} (${stack.temporal.kind}), MongoDB ${stack.mongodb.version} (${stack.mongodb.kind}).
`;
}

await main();
process.exit();
