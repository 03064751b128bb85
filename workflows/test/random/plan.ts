import type { JsonObject } from '@sluice/domain';
import {
  simulate,
  validateFlow,
  type BufferedEvent,
  type Child,
  type EffectContext,
  type EffectFailure,
  type EffectResult,
  type FlowDocument,
  type PinnedFlow,
  type Position,
  type RunCommand,
  type RunState,
  type Script,
  type Simulation,
  type StepInput,
} from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import { cores } from '@sluice/nodes/cores';
import { pin } from '../harness.js';
import { drawFlow, eventTypes, wakeKeys, type Shape } from './draw.js';
import { Dice, rollOf } from './roll.js';

/** Everything that a random run is told: whoever plays it, simulator or Temporal, tells it the same. */
export interface Plan {
  seed: number;
  /** Which drawing of this seed was taken, counted from 0. */
  attempt: number;
  run: string;
  flow: FlowDocument;
  pinned: PinnedFlow;
  shape: Shape;
  script: Script;
  simulated: Simulation;
  /** The runs that it begins, and those that they begin; each is played beside it. */
  children: Plan[];
  /** Words of one run to another of its family that change nothing. */
  unsaid: ReadonlySet<StepInput>;
  /** Of a run inside of another: which, by which step, and whether that waits for it. */
  parent?: { run: string; node: string; waits: boolean };
}

type Drawn = Pick<Plan, 'seed' | 'attempt' | 'run' | 'flow' | 'shape'>;

/** A flow that others may run. */
type Inside = Pick<Plan, 'flow' | 'pinned'>;

/** What comes from outside comes at these instants only, counted from the start. */
export const SLOT_MS = 13 * 3_600_000;
export const SLOTS = 16;
/** Things that happen at different times are so far apart that a slow machine cannot change their order. */
const APART_MS = 20 * 60_000;
/** Of a hundred random flows so many may run others. */
const HAVE_INSIDE = 25;
const START = '2026-11-20T09:00:00.000Z';

/**
 * A flow and a world by chance, the same for the same seed and prefix. What cannot be told in order is drawn anew. `alone`: it
 * runs no others.
 */
export function planOf(seed: number, prefix = 'run', alone = false): Plan {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const inside = !alone && rollOf(`inside ${seed}`, 100) < HAVE_INSIDE ? insideOf(seed * 1_000 + attempt) : [];
    const keys = inside.map(({ flow }) => flow.key);
    const { flow, shape } = drawFlow(new Dice(seed * 1_000 + attempt), { inside: keys });
    if (!sound(flow) || !inside.every((inner) => sound(inner.flow))) continue;
    const plan = played({ seed, attempt, run: `${prefix}_${seed}_${attempt}`, flow, shape }, inside);
    if (plan && inOrder(plan.simulated)) return plan;
  }
  throw new Error(`Seed ${seed} gives no flow that can be told in order.`);
}

/** A small flow, and one that may run it: what the outermost may run. */
function insideOf(seed: number): Inside[] {
  const draw = (key: string, inside: Inside[]): Inside => {
    const dice = new Dice(rollOf(`${key} ${seed}`, 2 ** 31));
    const { flow } = drawFlow(dice, { key, length: 1 + dice.roll(2), inside: inside.map((inner) => inner.flow.key) });
    return {
      flow,
      pinned: pin(
        flow,
        inside.map((inner) => inner.pinned),
      ),
    };
  };
  const inner = draw('inner', []);
  return [inner, draw('middle', [inner])];
}

function sound(flow: FlowDocument): boolean {
  return validateFlow(flow, catalogue).every(({ severity }) => severity !== 'error');
}

function played(drawn: Drawn, inside: readonly Inside[]): Plan | undefined {
  const pinned = pin(
    drawn.flow,
    inside.map((inner) => inner.pinned),
  );
  const script = scriptOf(drawn.run, pinned);
  const begun = new Map<string, Omit<Plan, 'simulated' | 'unsaid'>>();
  const child = (context: EffectContext): Child | undefined => {
    const inner = inside.find(({ flow }) => flow.key === context.config['flow']);
    const run = childOf(context);
    // One of ten cannot be begun: then the step is answered as any other.
    if (!inner || rollOf(`${run} begins`, 10) === 0) return undefined;
    const { subject } = context;
    const params = (context.config['params'] ?? {}) as JsonObject;
    const parent = { run: context.run, node: context.node, waits: context.config['wait'] !== false };
    const { event: _event, ...rest } = script;
    const own = { ...rest, run, subject, params };
    begun.set(run, { ...drawn, ...inner, run, script: own, children: [], parent });
    return { pinned: inner.pinned, run, subject, params };
  };
  const meetings = new Meetings();
  const watch = meetings.watch.bind(meetings);
  const simulated = simulate(pinned, cores, { ...script, child, watch });
  const runs = [simulated, ...simulated.children];
  if (meetings.tangled || runs.some(({ state }) => state.status !== 'closed')) return undefined;
  const { unsaid } = meetings;
  const children = simulated.children.map((one) => ({ ...begun.get(one.state.run)!, simulated: one, unsaid }));
  return { ...drawn, pinned, script, simulated, children, unsaid };
}

/** The run that a `subflow` step begins. */
export function childOf({ run, node, visit }: EffectContext): string {
  return `${run}.${node}.${visit}`;
}

/** A world that answers by the key alone, and how often it was asked under it. */
function scriptOf(run: string, pinned: PinnedFlow): Script {
  const asked = new Map<string, number>();
  const dice = new Dice(rollOf(run, 2 ** 31));
  const slot = (number: number): string => new Date(Date.parse(START) + number * SLOT_MS).toISOString();
  const events: { at: string; event: BufferedEvent }[] = [];
  const wakes: { at: string; key: string }[] = [];
  const commands: { at: string; command: RunCommand }[] = [];
  for (let number = 1; number < SLOTS; number += 1) {
    const at = slot(number);
    const kind = dice.roll(100);
    if (kind < 30) events.push({ at, event: eventOf(dice, pinned.subject) });
    else if (kind < 45) wakes.push({ at, key: dice.one(wakeKeys) });
    // Some of it comes while work on another queue is under way.
    const later = (ms: number): string => new Date(Date.parse(at) + ms + dice.roll(1_500)).toISOString();
    if (dice.chance(40))
      edits.forEach((input, index) => {
        const command = { ...act(dice, `edit${number}.${index}`), type: 'edit' as const, input };
        commands.push({ at: later(300), command });
      });
    if (dice.chance(60)) commands.push({ at: later(3_000), command: commandOf(dice, `cmd${number}`) });
  }
  const stop = { id: 'last', type: 'stop', reason: 'long enough', actor: person('usr_0') } as const;
  commands.push({ at: slot(SLOTS), command: stop });
  return {
    at: START,
    run,
    subject: { kind: pinned.subject, id: 'sub_1' },
    ...(rollOf(`${run} event`, 3) > 0 && {
      event: { id: 'evt_0', type: 'custom.asked', occurredAt: START, data: { amount: rollOf(run, 10) } },
    }),
    effect(context) {
      const key = `${context.run} ${context.key}`;
      const times = asked.get(key) ?? 0;
      asked.set(key, times + 1);
      // Work on other queues takes longer than what the worker does itself, and no two of them are done at once.
      const elsewhere = cores[context.type]?.effect?.local !== true;
      const afterMs = elsewhere ? 1_000 + rollOf(`${context.key} takes`, 1_000) : 0;
      return { ...answerTo(context, times), afterMs };
    },
    events,
    wakes,
    commands,
    answers: (approval, _node, at) => {
      const next = Math.floor((Date.parse(at) - Date.parse(START)) / SLOT_MS) + 1;
      return ['usr_a', 'usr_b'].flatMap((by, index) => {
        if (rollOf(`${approval.id} ${by}`, 5) === 0) return [];
        const about = Date.parse(slot(next + index * 2 + rollOf(`${approval.id} wait`, 3))) - Date.parse(at);
        const afterMs = about + 100 + rollOf(`${approval.id} ${by} later`, 1_800);
        return [{ afterMs, outcome: rollOf(`${approval.id} says ${by}`, 4) === 0 ? 'reject' : 'approve', by }];
      });
    },
    limit: 2_000,
  };
}

function eventOf(dice: Dice, subject: string): BufferedEvent {
  return {
    // A third are told twice.
    id: `e${dice.roll(12)}`,
    type: dice.one([...eventTypes, ...eventTypes, 'custom.left']),
    correlation: `${subject}:${dice.chance(85) ? 'sub_1' : 'sub_2'}`,
    occurredAt: START,
    data: dice.chance(90) ? { amount: dice.roll(12) } : { amount: 'many' },
  };
}

const person = (id: string) => ({ id, name: id, roles: ['finance'] });

const act = (dice: Dice, id: string) => ({ id, reason: 'because', actor: person(`usr_${dice.roll(2)}`) });

/** One for each kind of step that may be edited; those for other kinds are refused. */
const edits: JsonObject[] = [
  { tier: 'gold' },
  { template: 'review' },
  { for: 'PT7777S' },
  { title: 'Look again' },
  { facts: {} },
];

function commandOf(dice: Dice, id: string): RunCommand {
  const kind = dice.roll(100);
  if (kind < 40) return { ...act(dice, id), type: 'retry' };
  if (kind < 97) return { ...act(dice, id), type: 'skip' };
  return { ...act(dice, id), type: 'stop' };
}

function answerTo(context: EffectContext, times: number): EffectResult | { fails: EffectFailure } {
  const { key, type, stage, config } = context;
  const luck = rollOf(`${key} ${times}`, 100);
  if (luck < 14 && stage !== 'remind')
    return { fails: { code: 'refused', message: 'No.', attempts: 1, unknownOutcome: luck < 4 } };
  if (stage === 'enter') {
    const given = (field: string): string | undefined =>
      typeof config[field] === 'string' ? config[field] : undefined;
    const wake = wakeKeys[rollOf(`${key} wakes`, wakeKeys.length)]!;
    if (type === 'task') {
      const due = given('due');
      return { wait: { kind: 'task', wake, ...(due !== undefined && { for: due }) }, output: { task: `tsk ${key}` } };
    }
    if (type === 'hold') return { wait: { kind: 'hold', wake: [wake, 'hold:other'], for: given('for') ?? 'PT90001S' } };
    if (type === 'send_payouts') return { wait: { kind: 'settlement', wake, for: 'PT100003S' } };
    if (type === 'approval') {
      const [remind, timeout] = [given('remind'), given('timeout')];
      return {
        wait: {
          kind: 'approval',
          ...(remind !== undefined && { remind }),
          ...(timeout !== undefined && { for: timeout }),
          approval: {
            id: `apr ${key}`,
            subjectHash: 'h',
            role: given('role') ?? 'finance',
            needed: typeof config['needed'] === 'number' ? config['needed'] : 1,
            makers: context.makers,
            decisions: [],
          },
        },
        output: { approval: `apr ${key}` },
      };
    }
  }
  const ports = cores[type]!.ports(config).map((port) => port.key);
  return { port: ports[rollOf(`${key} leaves`, ports.length)]!, output: { key, luck } };
}

/**
 * A run hears nothing from others while its worker does something for it by itself. In the simulator both are at one instant:
 * where a word of another run comes meanwhile it is left unsaid if it changes nothing, otherwise the plan cannot be played. Nor
 * can one in which a branch closes the run while another's wait is being registered.
 */
class Meetings {
  tangled = false;
  readonly unsaid = new Set<StepInput>();
  private readonly before = new Map<string, RunState>();

  watch(state: RunState, input: StepInput): void {
    const before = this.before.get(state.run);
    this.before.set(state.run, state);
    if (!before) return;
    const own = 'key' in input ? input.key : '';
    if (state.status === 'closed' && before.positions.some((other) => isAtWork(other) && other.key !== own))
      this.tangled = true;
    if (!fromFamily(input) || !before.positions.some(isAtWork)) return;
    if (input.type === 'wake' && !before.positions.some((position) => waitsFor(position, input.key)))
      this.unsaid.add(input);
    else this.tangled = true;
  }
}

function isAtWork({ phase, step, wait }: Position): boolean {
  return phase === 'effect' ? cores[step.type]?.effect?.local === true : phase === 'wait' && wait?.registered === false;
}

function waitsFor({ phase, wait }: Position, key: string): boolean {
  return phase === 'wait' && [wait?.wake].flat().includes(key);
}

/** True where no two things happen so close together that their order is left to the machine. */
function inOrder(simulated: Simulation): boolean {
  const timeline = [simulated, ...simulated.children].flatMap((one) => one.timeline);
  const times: number[] = [];
  for (const input of timeline) {
    const at = Date.parse(input.at);
    if (input.type === 'timer') times.push(at);
    if (input.type === 'wait_registered' && input.answer.until !== undefined) {
      if (Math.abs(Date.parse(input.answer.until) - at) < APART_MS) return false;
    }
  }
  const slots = timeline
    .filter(fromOutside)
    .map(slotOf)
    .map((number) => Date.parse(START) + number * SLOT_MS);
  const all = [...times, ...new Set(slots)].sort((a, b) => a - b);
  return all.every((time, index) => index === 0 || time - all[index - 1]! >= APART_MS);
}

/** The slot of something that comes from outside. */
export function slotOf({ at }: StepInput): number {
  return Math.floor((Date.parse(at) - Date.parse(START)) / SLOT_MS);
}

/** What somebody else tells the run; all else follows from what it asked for. */
export function fromOutside(input: StepInput): boolean {
  return ['event', 'wake', 'decision', 'command'].includes(input.type) && !fromFamily(input);
}

/** What a run is told because of the run that began it, or one that it began. */
function fromFamily(input: StepInput): boolean {
  return input.type === 'exit' || (input.type === 'wake' && input.key.startsWith('run:'));
}
