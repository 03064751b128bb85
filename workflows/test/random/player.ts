import {
  resolveWait,
  type DecisionRecorded,
  type EffectContext,
  type EffectResult,
  type RecordDecisionInput,
  type RegisterWaitInput,
  type RunRecord,
  type RunStep,
  type StepInput,
  type WaitRegistered,
} from '@sluice/flows';
import { NonRetryable, UnknownOutcome } from '@sluice/nodes/activity-types';
import type { Heard } from './heard.js';
import { fromOutside, type Plan } from './plan.js';

/** How long something that is not next is held before it is let through: then the traces differ, and the test says so. */
const HELD_MS = 60_000;

/** One thing that a run takes in, under the name by which it is heard of. */
export interface Cue {
  name: string;
  input: StepInput;
}

/**
 * Plays one plan on Temporal: answers what the run asks for as the simulator was answered, in the simulator's order. What
 * branches do at once is held until what comes before it has been taken in, so that chance decides nothing.
 */
export class Player {
  /** What the run has taken in, in order. */
  readonly heard: string[] = [];
  readonly effects: EffectContext[] = [];
  readonly steps = new Map<number, RunStep>();
  readonly closed: RunRecord[] = [];
  /** What was sent to it and refused. */
  readonly refused: string[] = [];
  /** What came before its turn. */
  readonly early: string[] = [];
  /** Runs inside of it, and inside of those. */
  readonly children: Player[];
  /** How much was taken in in each history. */
  readonly histories = new Map<string, number>();
  /** Counts calls of activities; more than the plan has where an activity was called again after a crash. */
  calls = 0;
  private readonly cues: Cue[];
  private done = 0;
  private waiting: (() => void)[] = [];

  constructor(readonly plan: Plan) {
    this.children = plan.children.map((child) => new Player(child));
    this.begins = new Promise((resolve) => (this.begun = resolve));
    this.cues = plan.simulated.timeline.flatMap((input) => cueOf(plan, input));
  }

  /** Resolves when the run has been started; those inside of others are started by them. */
  readonly begins: Promise<void>;
  begun: () => void = () => undefined;

  /** False where it was not begun in time. */
  async hasBegun(): Promise<boolean> {
    return Promise.race([
      this.begins.then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, HELD_MS, false).unref()),
    ]);
  }

  get expected(): string[] {
    return this.cues.map(({ name }) => name);
  }

  /** Whether the run is told this by the run that began it, or by one that it began. */
  isTold(name: string): boolean {
    return this.cues.some((cue) => cue.name === name);
  }

  /** What comes from outside and is next, once everything before it has been taken in. */
  outside(slot: (input: StepInput) => boolean): Cue[] {
    return this.cues.filter(({ input }) => fromOutside(input) && slot(input));
  }

  /** A task that fails or whose worker is lost is done again: what is told again is not taken in again. */
  hear({ what, number }: Heard, history: string): void {
    if (number <= (this.histories.get(history) ?? 0)) return;
    this.histories.set(history, number);
    this.heard.push(what);
    if (this.cues[this.done]?.name === what) this.done += 1;
    const waiting = this.waiting;
    this.waiting = [];
    for (const look of waiting) look();
  }

  /** Resolves when it is the cue's turn, or was. */
  async turn(name: string): Promise<Cue | undefined> {
    const late = Date.now() + HELD_MS;
    for (;;) {
      const next = this.cues[this.done];
      if (next?.name === name) return next;
      // A worker that was killed did it, and nobody knows: it is asked for again, and answered as before.
      const before = this.cues.slice(0, this.done).findLast((cue) => cue.name === name);
      if (before && !this.cues.slice(this.done).some((cue) => cue.name === name)) return before;
      const left = late - Date.now();
      if (left <= 0 || next === undefined) {
        this.early.push(`${name} came before ${next?.name ?? 'nothing'}`);
        return undefined;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async taken(cue: Cue): Promise<void> {
    const index = this.cues.indexOf(cue);
    const late = Date.now() + HELD_MS;
    while (this.done <= index && Date.now() < late)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, late - Date.now());
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
  }

  async effect(context: EffectContext, record: { steps: RunStep[] }): Promise<EffectResult> {
    this.calls += 1;
    this.keep(record.steps);
    if (context.stage === 'remind') {
      this.act(context);
      return { port: 'next' };
    }
    const cue = await this.turn(`effect ${context.key}`);
    this.act(context);
    if (cue?.input.type === 'effect_done') return cue.input.result;
    if (cue?.input.type !== 'effect_failed') throw new NonRetryable('unexpected', `${context.key} was not expected.`);
    const { code, message, unknownOutcome } = cue.input.failure;
    throw unknownOutcome ? new UnknownOutcome(code, message) : new NonRetryable(code, message);
  }

  async registerWait(input: RegisterWaitInput): Promise<WaitRegistered> {
    this.calls += 1;
    this.keep(input.record.steps);
    const cue = await this.turn(`wait ${input.key}`);
    const answer = resolveWait(input.request, input.enteredAt, 'UTC');
    const ready = cue?.input.type === 'wait_registered' && cue.input.answer.ready === true;
    return { ...answer, ...(ready && { ready }) };
  }

  recordDecision({ decision }: RecordDecisionInput): DecisionRecorded {
    const cue = this.cues.find(({ input }) => input.type === 'decision' && input.decision.id === decision.id);
    return cue?.input.type === 'decision'
      ? cue.input.result
      : { accepted: false, code: 'unexpected', message: 'Nobody said so.' };
  }

  /** As the store does: a run's record is merged by the numbers of its steps. */
  keep(steps: readonly RunStep[]): void {
    for (const step of steps) this.steps.set(step.number, step);
  }

  close(record: RunRecord): void {
    this.keep(record.steps);
    this.closed.push(record);
  }

  /** An effect has happened, once a key: asked again after a crash it answers what it did. Under a key of no plan it is told of. */
  private act(context: EffectContext): void {
    const of = ({ key }: EffectContext): boolean => key === context.key;
    const planned = this.plan.simulated.effects.filter(of).length;
    if (this.effects.filter(of).length < Math.max(planned, 1)) this.effects.push(context);
  }
}

/** Refused commands and decisions nobody waits for are not sent: they leave no trace in a run. */
function cueOf({ simulated, unsaid }: Plan, input: StepInput): Cue[] {
  const { decided, acts } = simulated.state;
  switch (input.type) {
    case 'effect_done':
    case 'effect_failed':
      return [{ name: `effect ${input.key}`, input }];
    case 'wait_registered':
      return [{ name: `wait ${input.key}`, input }];
    case 'event':
      return [{ name: `event ${input.event.id}`, input }];
    case 'wake':
      return unsaid.has(input) ? [] : [{ name: `wake ${input.key}`, input }];
    case 'exit':
      return [{ name: `exit ${input.outcome}`, input }];
    case 'decision':
      return acts.some(({ id, node }) => id === input.decision.id && node !== undefined)
        ? [{ name: `decision ${input.decision.id}`, input }]
        : [];
    case 'command':
      return Object.hasOwn(decided, input.command.id) ? [{ name: `command ${input.command.id}`, input }] : [];
    default:
      return [];
  }
}
