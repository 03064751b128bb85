import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cores } from '@sluice/nodes/cores';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import {
  decide,
  eventCount,
  openBench,
  person,
  pin,
  signalEvent,
  wake,
  workflowBundle,
  World,
  type Bench,
  type Handle,
} from './harness.js';
import { answerVisit, flowOfVisit, visits, type Ending, type Visit } from './visits.js';

const folder = new URL('./histories/nodes/', import.meta.url);
const occurredAt = '2026-11-20T09:00:00.000Z';

/** A node type and one of the ways in which its wait ends. */
interface Case {
  name: string;
  type: string;
  visit: Visit;
  ending?: Ending;
}

const cases: Case[] = Object.keys(cores).flatMap((type): Case[] => {
  const visit = visits[type];
  if (!visit) return [];
  if (!visit.ends) return [{ name: type, type, visit }];
  return visit.ends.map((ending) => ({ name: `${type}.${ending}`, type, visit, ending }));
});

let bench: Bench;
/** What the shortest run costs: begin, one task, close. */
let shortest: number;

beforeAll(async () => {
  bench = await openBench(new World(answerVisit));
  shortest = await eventCount(await played(cases.find(({ name }) => name === 'set')!));
}, 240_000);

afterAll(() => bench?.stop());

async function played({ type, visit, ending }: Case, id?: string): Promise<Handle> {
  const run = await bench.start({ pinned: pin(flowOfVisit(type, visit)), ...(id !== undefined && { run: id }) });
  if (ending !== undefined && ending !== 'timer') {
    await atRest(run);
    if (ending === 'wake') await wake(run, 'thing:1');
    const event = { id: 'evt_2', type: 'custom.seen', correlation: 'order:ord_1', occurredAt, data: {} };
    if (ending === 'event') await signalEvent(run, event);
    const by = { actor: person('usr_bob'), subjectHash: 'h1' };
    if (ending === 'decision') await decide(run, { id: 'd1', approval: 'apr_1', outcome: 'approve', ...by });
  }
  await run.result();
  return run;
}

/** Until the wait is registered, seen in history alone: a query would cost a task of its own. */
async function atRest(run: Handle): Promise<void> {
  for (const late = Date.now() + 60_000; Date.now() < late; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const last = (await run.fetchHistory()).events?.at(-1);
    if (last?.markerRecordedEventAttributes ?? last?.timerStartedEventAttributes) return;
  }
}

describe('the table of visits', () => {
  it('has a line for each node type, and none for others', () => {
    expect(Object.keys(visits).sort()).toEqual(Object.keys(cores).sort());
  });
});

describe('what a visit costs in history', () => {
  it('is at most what its node type says, for every type', async () => {
    const all = cases.map(async (one) => {
      const events = await eventCount(await played(one));
      // The shortest run has an end of its own, whose cost is in every run.
      const cost = events - shortest - (one.visit.besides ?? 0) + (one.type === 'end' ? 1 : 0);
      return { name: one.name, said: cores[one.type]!.historyCost, cost };
    });
    const measured = await Promise.all(all);
    process.stdout.write(`${measured.map(({ name, cost, said }) => `${name} ${cost} of ${said}`).join(' · ')}\n`);
    expect(measured.filter(({ cost, said }) => cost > said)).toEqual([]);
    // A figure far too high would make people split flows that are fine.
    expect(measured.filter(({ cost, said }) => said > cost + 4)).toEqual([]);
  }, 240_000);
});

const fileOf = ({ name }: Case): URL => new URL(`${name}.json.gz`, folder);

/** Workers and clients are named after processes and machines, which is nobody's business. */
const anonymous = (history: string): string => history.replace(/"identity":\s*"[^"]*"/g, '"identity":"recorder"');

describe('kept histories of node types', () => {
  // `SLUICE_RECORD_HISTORIES=1` adds those that are missing; it never overwrites one.
  const missing = process.env['SLUICE_RECORD_HISTORIES'] ? cases.filter((one) => !existsSync(fileOf(one))) : [];
  for (const one of missing) {
    it(`records ${one.name}`, async () => {
      const run = await played(one, `run_${one.name}`);
      const text = anonymous(JSON.stringify(JSON.parse(historyToJSON(await run.fetchHistory()))));
      mkdirSync(folder, { recursive: true });
      writeFileSync(fileOf(one), gzipSync(text, { level: 9 }));
    });
  }

  it('there is one for every type, and every way in which its wait ends', () => {
    expect(cases.filter((one) => !existsSync(fileOf(one))).map(({ name }) => name)).toEqual([]);
  });

  const kept = (): { workflowId: string; history: ReturnType<typeof historyFromJSON> }[] =>
    readdirSync(folder).map((file) => ({
      workflowId: file.replace('.json.gz', ''),
      history: historyFromJSON(JSON.parse(gunzipSync(readFileSync(new URL(file, folder))).toString('utf8'))),
    }));

  /** Names of those that the code does not replay. */
  async function broken(code: string): Promise<string[]> {
    const names: string[] = [];
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { code } }, kept()))
      if (error) names.push(workflowId);
    return names;
  }

  it('each is replayed by the code as it is now', async () => {
    expect(await broken((await workflowBundle()).code)).toEqual([]);
  }, 240_000);

  it.each<[string, string, string, string]>([
    [
      'an interpreter that turns to its branches in another order',
      'state.positions.flatMap(dueAt)',
      '[...state.positions].reverse().flatMap(dueAt)',
      'parallel',
    ],
    ['a driver that sets no timers', 'this.timers.set(command.key', 'void (command.key', 'wait.timer'],
  ])(
    '%s is found out',
    async (_what, now, instead, by) => {
      const { code } = await workflowBundle();
      expect(code).toContain(now);
      expect(await broken(code.replaceAll(now, instead))).toContain(by);
    },
    240_000,
  );
});
