import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { sandboxPayoutRail } from '@sluice/connectors/rails/index';
import { derivedId, type BatchId } from '@sluice/domain';
import type { EffectResult } from '@sluice/flows';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { activity as openBatch } from '@sluice/nodes/open_batch/activity';
import { activity as issueStatements } from '@sluice/nodes/issue_statements/activity';
import { activity as sendPayouts } from '@sluice/nodes/send_payouts/activity';
import { relayOnce, verify, type RailRecord, type Store } from '@sluice/store';
import { approveBatch, payoutStep } from '../harness/payout-step.js';
import { startSandboxRail } from '../sandbox-rail/server.js';
import { storePayable } from './payable.js';
import { judged, type Row } from './row.js';

export interface PayoutsOptions {
  store: Store;
  /** Partners of the small and of the large batch. */
  sizes: readonly [number, number];
  say: (line: string) => void;
}

interface Measured {
  prepared: number;
  sent: number;
  stated: number;
  /** Most memory above what there was before, in bytes. */
  memory: number;
  /** Documents that the database looked at for all three. */
  examined: number;
  /** The proof of the books afterwards, and its memory. */
  /** The dispatcher does this beside the others; here it follows them, so that it can be measured. */
  relayed: number;
  proved: number;
  proofMemory: number;
}

/**
 * Batches of two sizes, prepared, approved, sent over the sandbox rail and told in statements, by the activities of the flow: what a
 * payout costs must not grow with the batch. Afterwards the books are proved against the rail's own record.
 */
export async function payoutRows({ store, sizes, say }: PayoutsOptions): Promise<Row[]> {
  const [few, many] = sizes;
  const quiet = (): void => undefined;
  await measure(store, Math.min(few, 200), quiet);
  const small = await measure(store, few, say);
  const large = await measure(store, many, say);
  const phase = (name: string, of: 'prepared' | 'sent' | 'stated' | 'relayed' | 'proved'): Row =>
    judged({
      name: `Payout batch of ${many.toLocaleString('en')}: ${name}, a payout`,
      peer: `in a batch of ${few.toLocaleString('en')}`,
      ratio: large[of] / many / (small[of] / few),
      ours: `${(large[of] / many).toFixed(1)} ms`,
      theirs: `${(small[of] / few).toFixed(1)} ms`,
      bar: '≤ 1.5',
    });
  return [
    phase('prepared and reserved', 'prepared'),
    phase('sent and paid', 'sent'),
    phase('statements', 'stated'),
    judged({
      name: `Payout batch of ${many.toLocaleString('en')}: memory on top`,
      peer: `with a batch of ${few.toLocaleString('en')}`,
      ratio: large.memory / small.memory,
      ours: megabytes(large.memory),
      theirs: megabytes(small.memory),
    }),
    judged({
      name: `Payout batch of ${many.toLocaleString('en')}: documents looked at, a payout`,
      peer: `in a batch of ${few.toLocaleString('en')}`,
      ratio: large.examined / many / (small.examined / few),
      ours: (large.examined / many).toFixed(1),
      theirs: (small.examined / few).toFixed(1),
      bar: '≤ 1.1',
    }),
    phase('written to the audit log', 'relayed'),
    phase('proved afterwards', 'proved'),
    judged({
      name: `Payout batch of ${many.toLocaleString('en')}: memory of the proof`,
      peer: `with a batch of ${few.toLocaleString('en')}`,
      ratio: large.proofMemory / small.proofMemory,
      ours: megabytes(large.proofMemory),
      theirs: megabytes(small.proofMemory),
    }),
  ];
}

async function measure(store: Store, partners: number, say: PayoutsOptions['say']): Promise<Measured> {
  const key = `payouts-${randomUUID().slice(0, 8)}`;
  const programme = { ...demoProgramme, key };
  await store.programmes.insertOrRead(programme);
  await storePayable(store, programme, partners);
  const directory = mkdtempSync(join(tmpdir(), 'sluice-bench-rail-'));
  const rail = await startSandboxRail({ directory, settleMs: 0 });
  const deps = depsOf(store, rail.url);
  const batch = derivedId('batch', key, 'bench');
  const memory = watchMemory();
  const examinedBefore = await examinedBy(store);
  try {
    const prepared = await timed(() => openBatch.run(deps, payoutStep(key, batch, 'open', {})), 'opened');
    const approval = await approveBatch(store, key, batch);
    const sent = await timed(() => sendPayouts.run(deps, payoutStep(key, batch, 'send', { batch, approval })), 'sent');
    const stated = await timed(() => issueStatements.run(deps, payoutStep(key, batch, 'state', { batch })), 'next');
    const examined = (await examinedBy(store)) - examinedBefore;
    const top = memory.stop();
    // Said before it is proved, which takes longer than all the rest: a run that is cut off tells this much.
    const each = (ms: number): string => `${(ms / partners).toFixed(1)} ms each`;
    say(`Payouts, ${partners}: prepared ${each(prepared)}, sent ${each(sent)}, statements ${each(stated)}`);
    const over = performance.now();
    while ((await relayOnce(store, { programme: key })) > 0) continue;
    const relayed = performance.now() - over;
    const proofMemory = watchMemory();
    const began = performance.now();
    await prove(store, key, batch, partners, [...rail.record.payouts.values()]);
    const proof = { proved: performance.now() - began, proofMemory: proofMemory.stop() };
    const measured = { prepared, sent, stated, memory: top, examined, relayed, ...proof };
    say(`Payouts, ${partners}: ${told(measured, partners)}`);
    return measured;
  } finally {
    memory.stop();
    await rail.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The books are clean, everybody is paid once, and what the rail has on record is what the ledger has as paid. */
async function prove(
  store: Store,
  programme: string,
  id: BatchId,
  partners: number,
  railRecords: RailRecord[],
): Promise<void> {
  const batch = await store.batches.need(programme, id);
  const progress = await store.payouts.progress(programme, id);
  const atRail = railRecords.reduce((sum, { amount }) => sum + BigInt(amount.amount), 0n);
  const accounts = await store.ledger.accounts(programme);
  const cash = accounts.find(({ account }) => account === 'cash:sandbox')?.balance;
  const statements = await store.statements.collection.count(programme, {});
  if (progress.paid !== partners || railRecords.length !== partners || statements !== partners)
    throw new Error(`${String(progress.paid)} paid, ${railRecords.length} at the rail, ${statements} statements.`);
  if (cash !== atRail || batch.total.amount !== atRail)
    throw new Error(`The ledger has ${String(cash)} as paid, the rail ${atRail}, the batch ${batch.total.amount}.`);
  const problems = await verify(store, { programme, railRecords });
  // The commissions were written without the rule that decided them.
  const wrong = problems.filter(({ code }) => code !== 'rule_missing');
  if (wrong.length > 0) throw new Error(`Not clean: ${JSON.stringify(wrong.slice(0, 3))}`);
}

function depsOf(store: Store, railUrl: string): ActivityDeps {
  return {
    store,
    rails: new Map([['sandbox', sandboxPayoutRail({ baseUrl: railUrl })]]),
    mailer: { key: 'none', send: () => Promise.reject(new Error('A batch sends no mail by itself.')) },
    mailFrom: 'Bench <bench@example.com>',
    baseUrl: 'http://localhost',
    now: () => new Date(),
    failpoint: () => undefined,
    openAccount: (account) => account,
    heartbeat: () => undefined,
  };
}

/** Samples the heap: how far it rises above what there is now. */
function watchMemory(): { stop: () => number } {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().heapUsed);
  }, 20);
  return {
    stop: () => {
      clearInterval(timer);
      return peak - before;
    },
  };
}

/** Documents that all queries have looked at since the server was started. */
async function examinedBy(store: Store): Promise<number> {
  const status = await store.database.connection.db?.command({ serverStatus: 1 });
  const metrics = status?.['metrics'] as { queryExecutor: { scannedObjects: number | bigint } };
  return Number(metrics.queryExecutor.scannedObjects);
}

async function timed(work: () => Promise<EffectResult>, port: string): Promise<number> {
  const began = performance.now();
  const result = await work();
  if (result.port !== port) throw new Error(`It left by ${String(result.port)}, not by ${port}.`);
  return performance.now() - began;
}

function told(
  { prepared, sent, stated, memory, examined, relayed, proved, proofMemory }: Measured,
  count: number,
): string {
  const each = (ms: number) => `${(ms / count).toFixed(1)} ms each`;
  return [
    `prepared ${each(prepared)}, sent ${each(sent)}, statements ${each(stated)}, ${megabytes(memory)} on top`,
    `${(examined / count).toFixed(1)} documents looked at each`,
    `audited ${each(relayed)}, proved ${each(proved)} with ${megabytes(proofMemory)} on top`,
  ].join(', ');
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}
