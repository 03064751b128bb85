import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { dispatchEvent } from '@sluice/dispatcher/dispatch';
import type { EventType, JsonObject } from '@sluice/domain';
import {
  initialState,
  pinFlow,
  step as interpret,
  type Command,
  type Exit,
  type PinnedFlow,
  type RegisterWaitInput,
  type RunState,
  type StepInput,
  type WaitRegistered,
} from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import { cores } from '@sluice/nodes/cores';
import { openStore, type Store } from '@sluice/store';
import { held, interleave, orders, type Step } from '@sluice/testkit/harness/interleave';
import { runActivities } from '@sluice/worker/run-activities';

const programme = demoProgramme.key;
const now = new Date('2026-11-20T10:00:00.000Z');
const asked = 'custom.asked' as EventType;
const seen = 'custom.seen' as EventType;

/** Where each side is held: before everything of the store that the other side may meet. */
const workerCalls = new Set(['runs.save', 'waits.register', 'waits.removeKey', 'events.findStored']);
const routerCalls = new Set(['events.insert', 'events.addCorrelations', 'waits.findMatching']);

let store: Store;
beforeAll(async () => {
  const uri = process.env['SLUICE_TEST_MONGODB_URI'] ?? '';
  store = await openStore({ uri, database: `wakeups_${randomBytes(6).toString('hex')}` });
  await store.programmes.insertOrRead(demoProgramme);
});
afterAll(async () => {
  await store.native().dropDatabase();
  await store.close();
});

type Nodes = Record<string, [type: string, ports: Record<string, string>, config?: JsonObject]>;

function pinned(nodes: Nodes, exits: Exit[] = []): PinnedFlow {
  const [first = ''] = Object.keys(nodes);
  const edges = Object.entries(nodes).flatMap(([from, [, ports]]) =>
    Object.entries(ports).map(([port, to]) => ({ from, port, to })),
  );
  return pinFlow(
    {
      key: 'waits',
      title: 'Waits',
      subject: 'order',
      trigger: { type: 'manual' },
      parameters: [],
      nodes: Object.entries(nodes).map(([id, [type, , config = {}]]) => ({ id, type, config })),
      edges: [{ from: 'trigger', port: 'next', to: first }, ...edges],
      exits,
      notes: [],
      version: 1,
      hash: '',
    },
    { catalogue, rules: {}, templates: {} },
  );
}

type Untimed = StepInput extends infer Input ? (Input extends { at: string } ? Omit<Input, 'at'> : never) : never;

/** A run in the hand, as Temporal would hold it: what it asks for waits until a worker comes. */
class Run {
  state: RunState;
  /** How often a wait of it was ended by an event. */
  ended = 0;
  private asked: Command[] = [];

  constructor(
    private readonly flow: PinnedFlow,
    readonly id: string,
    readonly subject: string,
  ) {
    const run = { run: id, programme, subject: { kind: 'order', id: subject }, at: now.toISOString() };
    this.state = initialState(flow, run);
    this.feed({ type: 'start' });
  }

  feed(input: Untimed): void {
    const before = this.state.consumed.length;
    const result = interpret(this.flow, cores, this.state, { ...input, at: now.toISOString() } as StepInput);
    this.state = result.state;
    this.ended += this.state.consumed.length - before;
    this.asked.push(...result.commands);
  }

  take(nodes: readonly string[]): Extract<Command, { type: 'effect' | 'register_wait' }> | undefined {
    const wanted = (command: Command): command is Extract<Command, { type: 'effect' | 'register_wait' }> =>
      (command.type === 'effect' && nodes.includes(command.node)) ||
      (command.type === 'register_wait' && nodes.includes(command.input.node));
    const found = this.asked.find(wanted);
    this.asked = this.asked.filter((command) => command !== found);
    return found;
  }
}

type Register = (store: Store, input: RegisterWaitInput) => Promise<WaitRegistered>;

/** What a worker does with these steps of a run: each is held while it is under way, and its answer on the way back. */
function worker(run: Run, nodes: readonly string[], register: Register = ours) {
  return async (step: Step): Promise<void> => {
    const own = held(store, workerCalls, step);
    for (let command = run.take(nodes); command; command = run.take(nodes)) {
      const { key } = command;
      if (command.type === 'effect') {
        await step();
        run.feed({ type: 'effect_done', key, result: { port: 'next' } });
      } else {
        const answer = await register(own, command.input);
        await step();
        run.feed({ type: 'wait_registered', key, answer });
      }
    }
  };
}

const ours: Register = (own, input) =>
  runActivities({ store: own, now: () => now, failpoint: () => undefined }).registerWait(input);

type Route = (
  store: Store,
  event: { type: EventType; id: string; correlation: string },
  run: Run,
  step: Step,
) => Promise<void>;

/** What comes in and is dispatched; the run hears of it when the signal has arrived. */
function router(run: Run, type: EventType, route: Route = stored, id: string = type) {
  return (step: Step): Promise<void> =>
    route(
      held(store, routerCalls, step),
      { type, id: `${run.id} ${id}`, correlation: `order:${run.subject}` },
      run,
      step,
    );
}

const stored: Route = async (own, { type, id, correlation }, run, step) => {
  const { event } = await own.events.insert(programme, {
    type,
    version: 1,
    source: 'api',
    sourceId: id,
    occurredAt: now,
    receivedAt: now,
    data: {},
    correlations: [correlation],
    programme,
  });
  const never = (): never => {
    throw new Error('Nothing is started here.');
  };
  await dispatchEvent(
    {
      store: own,
      now: () => now,
      failpoint: () => undefined,
      hash: (text) => text,
      runs: {
        start: never,
        startBacktest: never,
        startBulk: never,
        stop: never,
        isOver: () => Promise.resolve(false),
        async signal(to, heard) {
          await step();
          if (to === run.id) run.feed({ type: 'event', event: heard });
          return true;
        },
      },
    },
    event,
  );
};

const before = (to: string): Nodes[string] => ['set_tier', { next: to }, { tier: 'gold' }];
const until = (type: string, to: string): Nodes[string] => [
  'wait_for_event',
  { event: to, timeout: 'missed' },
  { events: [type], for: 'P3D' },
];
const missed: Nodes[string] = ['end', {}, { outcome: 'missed' }];
const came: Nodes[string] = ['end', {}, { outcome: 'came' }];

const oneWait = pinned({ a: before('w'), w: until(asked, 'came'), came, missed });
const exit = pinned({ a: before('w'), w: ['wait', { next: 'missed' }, { for: 'P3D' }], missed }, [
  { events: [asked], outcome: 'came' },
]);
const twoWaits = pinned({
  fork: ['parallel', { a: 'a', b: 'b' }, { branches: [{ port: 'a' }, { port: 'b' }] }],
  a: before('wa'),
  wa: until(asked, 'join'),
  b: before('wb'),
  wb: until(seen, 'join'),
  join: ['join', { next: 'came' }, { need: 'all' }],
  came,
  missed,
});
/** The second wait begins where the first was ended, and must not see its event again. */
const inARow = pinned({ a: before('w'), w: until(asked, 'v'), v: until(seen, 'came'), came, missed });

interface Scene {
  flow: PinnedFlow;
  /** Events that the run is to see. */
  events: number;
  actors(run: Run): ((step: Step) => Promise<void>)[];
}

const scenes: Record<string, Scene> = {
  'a wait for an event': { flow: oneWait, events: 1, actors: (run) => [worker(run, ['a', 'w']), router(run, asked)] },
  'an exit while the run does something else': {
    flow: exit,
    events: 1,
    actors: (run) => [worker(run, ['a', 'w']), router(run, asked)],
  },
  'the same event told twice': {
    flow: oneWait,
    events: 1,
    actors: (run) => [worker(run, ['a', 'w']), router(run, asked), router(run, asked)],
  },
  'two branches that wait': {
    flow: twoWaits,
    events: 2,
    actors: (run) => [worker(run, ['a', 'wa']), worker(run, ['b', 'wb']), router(run, asked), router(run, seen)],
  },
  'two waits in a row': {
    flow: inARow,
    events: 2,
    actors: (run) => [worker(run, ['a', 'w', 'v']), router(run, asked), router(run, seen)],
  },
};

let runs = 0;

/** Plays a scene in one order; answers the order as it was, and what went wrong. */
async function play(scene: Scene, order: readonly number[]): Promise<{ order: number[]; wrong?: string }> {
  runs += 1;
  const run = new Run(scene.flow, `run_${runs}`, `ord_${runs}`);
  const taken = await interleave(order, scene.actors(run));
  // What the run asked for after its worker had nothing more to do is done by whoever comes next.
  await worker(run, Object.keys(scene.flow.nodes))(() => Promise.resolve());
  const { outcome, consumed, buffer } = run.state;
  const once = new Set(consumed).size === consumed.length && run.ended === scene.events && buffer.length === 0;
  if (outcome === 'came' && once) return { order: taken };
  return { order: taken, wrong: `${taken.join('')}: ${outcome ?? run.state.status}, seen ${consumed.length} times` };
}

/**
 * All orders where there are at most so many, otherwise so many of them by chance, the same each time; no more once enough have
 * gone wrong.
 */
async function playAll(scene: Scene, most: number, enough = Infinity): Promise<{ played: number; wrong: string[] }> {
  const { order: first } = await play(scene, []);
  const steps = scene
    .actors(new Run(scene.flow, 'run_0', 'ord_0'))
    .map((_, actor) => first.filter((one) => one === actor).length);
  const all =
    count(steps) <= most ? [...orders(steps)] : Array.from({ length: most }, (_, seed) => shuffled(first, seed + 1));
  const wrong: string[] = [];
  // Each order is a run of its own: several are played at once, as the database allows.
  const left = [...all];
  const one = async (): Promise<void> => {
    for (let order = left.pop(); order && wrong.length < enough; order = left.pop()) {
      const told = await play(scene, order);
      if (told.wrong !== undefined) wrong.push(told.wrong);
    }
  };
  await Promise.all(Array.from({ length: 32 }, one));
  return { played: all.length, wrong };
}

function count(steps: readonly number[]): number {
  let orders = 1;
  let placed = 0;
  for (const step of steps) for (let one = 1; one <= step; one += 1) orders = (orders * ++placed) / one;
  return orders;
}

function shuffled(order: readonly number[], seed: number): number[] {
  const list = [...order];
  let state = seed;
  for (let index = list.length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const other = (state >>> 8) % (index + 1);
    [list[index], list[other]] = [list[other]!, list[index]!];
  }
  return list;
}

describe('whatever comes between registering a wait and storing an event', () => {
  it.each(Object.entries(scenes))(
    '%s: each event is seen once',
    async (name, scene) => {
      const { played, wrong } = await playAll(scene, 210);
      process.stdout.write(`${name}: ${played} orders\n`);
      expect(wrong).toEqual([]);
      expect(played).toBeGreaterThan(150);
    },
    400_000,
  );

  it('a registration that looks before it writes is found out', async () => {
    const wrongWay: Register = async (own, input) => {
      const { request } = input;
      const found = await own.events.findStored(programme, request.events ?? [], request.correlation ?? '', now);
      const answer = await ours(
        held(own, new Set(['events.findStored']), async () => undefined),
        input,
      );
      return found.length > 0 ? answer : { ...answer, found: [] };
    };
    const scene: Scene = {
      flow: oneWait,
      events: 1,
      actors: (run) => [worker(run, ['a', 'w'], wrongWay), router(run, asked)],
    };
    expect((await playAll(scene, 250, 1)).wrong.length).toBeGreaterThan(0);
  }, 400_000);

  it('a router that looks for waits before it stores is found out', async () => {
    const wrongWay: Route = async (own, event, run, step) => {
      const waits = await own.waits.findMatching(programme, event.type, event.correlation);
      const nobody = { ...own, waits: { ...own.waits, findMatching: () => Promise.resolve(waits) } };
      await stored(nobody as Store, event, run, step);
    };
    const scene: Scene = {
      flow: oneWait,
      events: 1,
      actors: (run) => [worker(run, ['a', 'w']), router(run, asked, wrongWay)],
    };
    expect((await playAll(scene, 250, 1)).wrong.length).toBeGreaterThan(0);
  }, 400_000);
});
