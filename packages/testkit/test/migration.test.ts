import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishFlow } from '@sluice/cli/demo/templates';
import type { BulkDto, BulkItemDto, MigrationPreview } from '@sluice/contracts';
import { derivedId, type Partner, type PartnerId } from '@sluice/domain';
import type { FlowDocument } from '@sluice/flows';
import { people } from '@sluice/testkit/harness/steps';
import { startSystem, type System } from '@sluice/testkit/harness/system';
import { until } from '@sluice/testkit/harness/until';

const key = 'sleeper';
const count = 200;
const places = ['first', 'second', 'third'] as const;
type Place = (typeof places)[number];
const by = { maker: 'ops', checker: 'admin' };

/** Runs sleep at one of three steps; the fourth version has no `second` any more and ends with another word. */
function sleeper(version: number): FlowDocument {
  const waits = (id: Place) => ({
    id,
    type: id === 'second' ? 'wait' : 'wait_for_event',
    config: id === 'second' ? { for: 'P30D' } : { events: ['partner.activity'], filter: saysGo },
  });
  const kept = places.filter((place) => version < 4 || place !== 'second');
  return {
    key,
    title: `Sleeper ${version}`,
    subject: 'partner',
    trigger: {
      type: 'event',
      events: ['partner.activity'],
      filter: { '==': [{ var: ['event.data.what', ''] }, 'sleep'] },
      reentry: 'once',
    },
    parameters: [],
    nodes: [
      {
        id: 'place',
        type: 'decide',
        config: {
          branches: kept.map((place) => ({
            port: place,
            when: { '==': [{ var: ['event.data.place', ''] }, place] },
          })),
        },
      },
      ...kept.map(waits),
      { id: 'over', type: 'end', config: { outcome: `ended_v${version}` } },
    ],
    edges: [
      { from: 'trigger', port: 'next', to: 'place' },
      ...kept.map((place) => ({ from: 'place', port: place, to: place })),
      { from: 'place', port: 'otherwise', to: 'over' },
      ...kept.map((place) => ({ from: place, port: place === 'second' ? 'next' : 'event', to: 'over' })),
    ],
    exits: [],
    notes: [],
    version,
    hash: '',
  };
}
const saysGo = { '==': [{ var: ['event.data.what', ''] }, 'go'] };

const placeOf = (index: number): Place => places[index % 3]!;
const partnerOf = (index: number): PartnerId => derivedId('partner', 'demo', 'sleeper', String(index));
const sleepers = (place: Place) =>
  Array.from({ length: count }, (_, index) => index).filter((index) => placeOf(index) === place);

let system: System;

beforeAll(async () => {
  // Killed once after each of these: the act goes on where it was.
  system = await startSystem({
    name: 'migration',
    failpoints: { worker: ['bulk.planned.after', 'bulk.act.after:20', 'bulk.finish.before'] },
  });
  const { store } = system;
  for (const version of [1, 2, 3]) await publishFlow(store, 'demo', sleeper(version), by);
  const template = (await store.partners.list('demo', { limit: 1 })).data[0]!;
  for (let index = 0; index < count; index += 1) {
    const { rev: _rev, payout: _payout, userId: _user, ...rest } = template;
    const partner: Omit<Partner, 'rev'> = {
      ...rest,
      id: partnerOf(index),
      name: `Sleeper ${index}`,
      email: `sleeper-${index}@blog.example`,
    };
    await store.partners.insert(partner);
  }
  await tell(Array.from({ length: count }, (_, index) => ({ index, what: 'sleep', place: placeOf(index) })));
  await until('all to sleep', async () => (await asleep()) === count, 240_000);
}, 400_000);

afterAll(() => system.stop(), 60_000);

async function tell(what: { index: number; what: string; place?: string }[]): Promise<void> {
  for (let start = 0; start < what.length; start += 100) {
    const body = what.slice(start, start + 100).map(({ index, ...data }) => ({
      id: `${system.tag}-${index}-${data.what}`,
      type: 'partner.activity',
      occurredAt: new Date().toISOString(),
      data: { partnerId: partnerOf(index), ...data },
    }));
    expect((await system.api.call('POST', '/v1/events', { body })).status).toBe(202);
  }
}

async function asleep(version?: number): Promise<number> {
  const counts = await system.store.runs.counts('demo', key);
  return counts
    .filter((one) => one.status === 'waiting' && (version === undefined || one.version === version))
    .reduce((sum, one) => sum + one.count, 0);
}

const preview = async (body: object) =>
  (await system.api.call<MigrationPreview>('POST', `/v1/flows/${key}/migrations/preview`, { as: people.ops, body }))
    .body;
const apply = (body: object, as: string = people.ops, once?: string) =>
  system.api.call<BulkDto & { code?: string; errors?: { code: string }[] }>('POST', `/v1/flows/${key}/migrations`, {
    as,
    body,
    ...(once !== undefined && { key: once }),
  });
const ended = (id: string) =>
  until(
    'the migration to be over',
    async () => {
      const { body } = await system.api.call<BulkDto>('GET', `/v1/bulks/${id}`);
      return !['due', 'running'].includes(body.state) && body;
    },
    240_000,
  );
const items = async (id: string, state: string) =>
  (await system.api.call<{ data: BulkItemDto[] }>('GET', `/v1/bulks/${id}/items?limit=200&state=${state}`)).body.data;
const outcomes = async () => {
  const runs = await system.store.runs.collection.find('demo', { flowKey: key, status: 'completed' });
  return new Map(runs.map((run) => [run.subject.id, [run.flow.version, run.outcome]]));
};
const sizes = { first: sleepers('first').length, second: sleepers('second').length, third: sleepers('third').length };

describe('200 runs asleep on version 3, and version 4 without one of their steps', () => {
  let looked: MigrationPreview;

  it('the preview says how many would land where, and nothing is changed', async () => {
    await publishFlow(system.store, 'demo', sleeper(4), by);
    looked = await preview({ do: 'migrate', to: 4 });
    expect(looked).toMatchObject({ runs: count, moves: sizes.first + sizes.third, stays: sizes.second });
    expect(looked.rows).toEqual([
      { version: 3, node: 'first', runs: sizes.first, place: { node: 'first', how: 'keeps' } },
      { version: 3, node: 'second', runs: sizes.second, place: { stays: 'no_node' } },
      { version: 3, node: 'third', runs: sizes.third, place: { node: 'third', how: 'keeps' } },
    ]);
    const mapped = await preview({ do: 'migrate', to: 4, map: { second: 'third' } });
    expect(mapped.rows[1]).toMatchObject({ node: 'second', place: { node: 'third', how: 'enters' } });
    expect(await asleep(3)).toBe(count);
  });

  it('runs that move on between looking and asking are caught', async () => {
    const gone = sleepers('first').slice(0, 3);
    await tell(gone.map((index) => ({ index, what: 'go' })));
    await until('three to be over', async () => (await asleep()) === count - 3);
    const refused = await apply({ do: 'migrate', to: 4, reason: 'Shorter', hash: looked.hash });
    expect([refused.status, refused.body.errors?.[0]?.code]).toEqual([409, 'runs_moved']);
    looked = await preview({ do: 'migrate', to: 4 });
    expect(looked).toMatchObject({ runs: count - 3, moves: sizes.first - 3 + sizes.third, stays: sizes.second });
  }, 400_000);

  it('finance may look and not move', async () => {
    expect((await apply({ do: 'migrate', to: 4, reason: 'x', hash: looked.hash }, people.priya)).status).toBe(403);
  });

  it('every run lands as said, once, though the worker is killed in the middle', async () => {
    const asked = await apply({ do: 'migrate', to: 4, reason: 'Shorter', hash: looked.hash }, people.ops, 'move');
    expect(asked.status).toBe(202);
    expect(
      (await apply({ do: 'migrate', to: 4, reason: 'Shorter', hash: looked.hash }, people.ops, 'move')).body.id,
    ).toBe(asked.body.id);
    const bulk = await ended(asked.body.id);
    expect(bulk).toMatchObject({
      state: 'done',
      total: count - 3,
      counts: { done: sizes.first - 3 + sizes.third, refused: sizes.second },
    });
    expect(new Set((await items(bulk.id, 'refused')).map(({ node, code }) => `${node} ${code}`))).toEqual(
      new Set(['second no_landing']),
    );
    await until('the records to follow', async () => (await asleep(4)) === sizes.first - 3 + sizes.third);
    expect(await asleep(3)).toBe(sizes.second);
    const moved = await system.store.runs.collection.find('demo', { flowKey: key, flowVersion: 4 });
    for (const run of moved) {
      expect(run.acts.filter(({ type }) => type === 'migrate')).toHaveLength(1);
      expect(run.current?.node).toBe(placeOf(Number(run.subject.title?.split(' ')[1] ?? indexOf(run.subject.id))));
    }
    expect(system.hits()).toEqual(['worker bulk.planned.after', 'worker bulk.act.after', 'worker bulk.finish.before']);
  }, 400_000);

  it('those that were moved end in version 4; the others end in version 3 as if nothing had been', async () => {
    const stay = sleepers('second').slice(0, 60);
    const moveLate = sleepers('second').slice(60);
    // The rest of `second` is moved with a map; the first sixty are told to stay.
    const late = await preview({ do: 'migrate', to: 4, map: { second: 'third' } });
    expect(late.rows).toEqual([
      { version: 3, node: 'second', runs: sizes.second, place: { node: 'third', how: 'enters' } },
    ]);
    expect(moveLate.length + stay.length).toBe(sizes.second);
    await tell([...sleepers('first').slice(3), ...sleepers('third')].map((index) => ({ index, what: 'go' })));
    await until('the moved to be over', async () => (await asleep(4)) === 0, 240_000);
    const done = await outcomes();
    for (const index of sleepers('first').slice(0, 3)) expect(done.get(partnerOf(index))).toEqual([3, 'ended_v3']);
    for (const index of [...sleepers('first').slice(3), ...sleepers('third')])
      expect(done.get(partnerOf(index))).toEqual([4, 'ended_v4']);
    expect(await asleep(3)).toBe(sizes.second);
  }, 400_000);

  it('with a map the step is entered anew in version 4, and goes on from there', async () => {
    const late = await preview({ do: 'migrate', to: 4, map: { second: 'third' } });
    const asked = await apply({
      do: 'migrate',
      to: 4,
      map: { second: 'third' },
      reason: 'All of them',
      hash: late.hash,
    });
    expect(await ended(asked.body.id)).toMatchObject({ counts: { done: sizes.second } });
    await until('them to wait at the new step', async () => (await asleep(4)) === sizes.second);
  }, 400_000);

  it('are carried to another server and back by files, and see what came while they were on none', async () => {
    const late = sleepers('second').slice(0, 5);
    const file = join(mkdtempSync(join(tmpdir(), 'sluice-runs-')), 'runs.ndjson');
    const exported = sluice('runs', 'export', '--out', file, '--end');
    expect(exported.status).toBe(0);
    expect(exported.stdout).toContain(`${sizes.second} runs are written and ended here; 0 were not at a wait.`);
    // Nobody is there to be woken: the events are only stored.
    await tell(late.map((index) => ({ index, what: 'go' })));
    await until('the events to be dispatched', async () => (await system.store.events.due('demo')).length === 0);
    expect(sluice('runs', 'import', file).stdout).toContain(`${sizes.second} runs go on here; 0 were here already.`);
    expect(sluice('runs', 'import', file).stdout).toContain(`0 runs go on here; ${sizes.second} were here already.`);
    await until('the late ones to be over', async () => (await asleep(4)) === sizes.second - late.length, 240_000);
  }, 400_000);

  it('all end as the version says that they are in', async () => {
    await tell(
      sleepers('second')
        .slice(5)
        .map((index) => ({ index, what: 'go' })),
    );
    await until('all to be over', async () => (await asleep()) === 0, 240_000);
    const done = await outcomes();
    expect(done.size).toBe(count);
    for (const index of sleepers('second')) expect(done.get(partnerOf(index))).toEqual([4, 'ended_v4']);
  }, 400_000);
});

function indexOf(partner: string): number {
  return Array.from({ length: count }, (_, index) => index).find((index) => partnerOf(index) === partner) ?? -1;
}

/** The command line over this installation. */
function sluice(...args: string[]): { status: number | null; stdout: string } {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const { status, stdout, stderr } = spawnSync('npx', ['tsx', 'packages/cli/src/main.ts', ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...system.env },
    encoding: 'utf8',
    timeout: 240_000,
  });
  return { status, stdout: stdout + stderr };
}
