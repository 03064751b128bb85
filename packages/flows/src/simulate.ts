import type { JsonObject } from '@sluice/domain';
import type {
  Command,
  Decision,
  DecisionRecorded,
  EffectFailure,
  Refusal,
  RegisterWaitInput,
  RunCommand,
  StepInput,
} from './command.js';
import { initialState } from './initial.js';
import { refuseDecision } from './interpreter/on-decision.js';
import { flowAfter, outstanding, step } from './interpreter/step.js';
import type { Migration } from './migrate.js';
import type { EffectContext, EffectResult, NodeCores } from './node.js';
import type { PinnedFlow } from './pinned.js';
import { resolveWait, type Zones } from './resolve-wait.js';
import type { BufferedEvent, RunState } from './run.js';
import { answerOfChild, MAX_DEPTH } from './subflow.js';
import type { ApprovalWait } from './wait.js';

/** What an effect comes to. */
export type EffectAnswer = EffectResult | { fails: EffectFailure };

/**
 * Something that comes about while a run goes on; `first` is done to the world just before. What is decided is checked as of
 * then, and recorded unless refused.
 */
export type Happening = { at: string; first?(at: string): void } & (
  | { event: BufferedEvent }
  | { wake: string }
  | { decision: Decision; record(at: string, refused?: Refusal): DecisionRecorded }
);

/** What the world does during a simulated run. */
export interface Script {
  /** Instant of the start. */
  at: string;
  subject: { kind: string; id: string };
  event?: JsonObject;
  params?: JsonObject;
  run?: string;
  /** Key of the programme; ids derive from it. */
  programme?: string;
  /** Zone of calendar durations, and the partner's where there is one; UTC by default. */
  timeZone?: string | Zones;
  /** The run that a `subflow` step begins, on the same clock; undefined = `effect` answers for it. */
  child?(context: EffectContext): Child | undefined;
  /** Answers an effect at once, after `afterMs`, or not before then. */
  effect(
    context: EffectContext,
    at: string,
  ): (EffectAnswer & { afterMs?: number }) | { afterMs: number; then(at: string): EffectAnswer };
  /** Told of each wait as it begins; answers what will come about because of it. */
  waits?(input: RegisterWaitInput, at: string): Happening[];
  /** What has come about since the call before; asked after each input. */
  arising?(): Happening[];
  /** Shown the state after each input. */
  watch?(state: RunState, input: StepInput): void;
  /** Nothing after this instant happens. */
  until?: string;
  events?: { at: string; event: BufferedEvent }[];
  wakes?: { at: string; key: string }[];
  /** Answers to an approval, counted from when it is asked. */
  answers?(
    approval: ApprovalWait,
    node: string,
    at: string,
  ): { afterMs: number; outcome: 'approve' | 'reject'; by: string }[];
  commands?: { at: string; command: RunCommand }[];
  /** Migrations of the run; what is expected is where it then is, unless said. */
  migrations?: { at: string; migration: Omit<Migration, 'expected'> & Partial<Migration> }[];
  /** Cuts the run after every command: state through JSON, what is due issued anew. For tests. */
  cut?: boolean;
  /** Inputs after which the simulation gives up; 100,000 by default. */
  limit?: number;
}

/** A run inside of a simulated run; the script's effects, waits and answers are asked for it too. */
export interface Child {
  pinned: PinnedFlow;
  run: string;
  subject: { kind: string; id: string };
  params?: JsonObject;
  event?: JsonObject;
  /** Where its partner is another one than the first run's. */
  timeZone?: string | Zones;
}

export interface Simulation {
  state: RunState;
  /** Every effect that was asked for, in order, by its key once. */
  effects: EffectContext[];
  /** What happened, in order. */
  timeline: StepInput[];
  /** Instant of the last input. */
  endedAt: string;
  /** Most branches that were under way at once. */
  branches: number;
  /** The runs inside of it, in the order in which they began. */
  children: Simulation[];
}

/** Runs a flow under a virtual clock that leaps from one thing that happens to the next. Nothing is sent or written. */
export function simulate(pinned: PinnedFlow, cores: NodeCores, script: Script): Simulation {
  return new Simulator(pinned, cores, script).run();
}

interface Scheduled {
  at: number;
  order: number;
  make: () => void;
  /** The run whose timer it is, and which of them. */
  timer?: { run: string; name: string };
}

/** The one clock of a run and all runs inside of it, with what is still to come. */
class Clock {
  private queue: Scheduled[] = [];
  private order = 0;

  constructor(public now: number) {}

  get iso(): string {
    return new Date(this.now).toISOString();
  }

  schedule(at: number, make: () => void, timer?: Scheduled['timer']): void {
    this.queue.push({ at, order: this.order++, make, ...(timer && { timer }) });
  }

  /** Calls off a run's timer of that name, or all of its timers. */
  cancel(run: string, name?: string): void {
    this.queue = this.queue.filter(({ timer }) => timer?.run !== run || (name !== undefined && timer.name !== name));
  }

  take(): Scheduled | undefined {
    let first = 0;
    for (let index = 1; index < this.queue.length; index++) {
      if (isBefore(this.queue[index]!, this.queue[first]!)) first = index;
    }
    return this.queue.splice(first, 1)[0];
  }
}

/** What all runs of one simulation share. */
interface Family {
  clock: Clock;
  members: Simulator[];
}

/** The step that began a run, and whether it waits for it. */
interface Parent {
  simulator: Simulator;
  node: string;
  waits: boolean;
}

class Simulator {
  private readonly effects: EffectContext[] = [];
  private readonly timeline: StepInput[] = [];
  private readonly inFlight = new Set<string>();
  private readonly depth: number;
  private branches = 0;
  private endedAt: string;
  private state: RunState;

  constructor(
    private pinned: PinnedFlow,
    private readonly cores: NodeCores,
    private readonly script: Script,
    private readonly family: Family = { clock: new Clock(Date.parse(script.at)), members: [] },
    private readonly parent?: Parent,
  ) {
    this.depth = parent ? parent.simulator.depth + 1 : 0;
    this.state = initialState(pinned, { programme: 'simulation', run: script.run ?? 'run_simulated', ...script });
    this.endedAt = this.iso();
    family.members.push(this);
    this.schedule(this.clock.now, () => [{ at: this.iso(), type: 'start' }]);
  }

  run(): Simulation {
    const { script, clock } = this;
    for (const { at, event } of script.events ?? []) this.toAll(at, () => ({ at: this.iso(), type: 'event', event }));
    for (const { at, key } of script.wakes ?? []) this.toAll(at, () => ({ at: this.iso(), type: 'wake', key }));
    for (const { at, command } of script.commands ?? []) {
      this.schedule(Date.parse(at), () => [{ at: this.iso(), type: 'command', command }]);
    }
    for (const { at, migration } of script.migrations ?? []) {
      this.schedule(Date.parse(at), () => {
        const expected = Object.fromEntries(this.state.positions.map(({ branch, key }) => [branch, key]));
        return [{ at: this.iso(), type: 'migrate', migration: { expected, ...migration } }];
      });
    }
    const last = script.until === undefined ? Infinity : Date.parse(script.until);
    const { members } = this.family;
    for (let left = script.limit ?? 100_000; left > 0 && members.some(({ isOpen }) => isOpen); left--) {
      const next = clock.take();
      if (!next || next.at > last) break;
      clock.now = Math.max(clock.now, next.at);
      next.make();
    }
    return { ...this.result(), children: members.slice(1).map((member) => member.result()) };
  }

  private result(): Simulation {
    const { state, effects, timeline, endedAt, branches } = this;
    return { state, effects, timeline, endedAt, branches, children: [] };
  }

  private get clock(): Clock {
    return this.family.clock;
  }

  private get isOpen(): boolean {
    return this.state.status !== 'closed';
  }

  private feed(input: StepInput): void {
    if (!this.isOpen) return;
    this.timeline.push(input);
    this.endedAt = this.iso();
    const result = step(this.pinned, this.cores, this.state, input);
    this.state = result.state;
    this.pinned = flowAfter(this.pinned, input, this.state);
    this.branches = Math.max(this.branches, this.state.positions.length);
    let commands = result.commands;
    if (this.script.cut) {
      this.state = JSON.parse(JSON.stringify(this.state)) as RunState;
      this.clock.cancel(this.state.run);
      commands = [
        ...commands.filter((command) => command.type === 'effect' && command.side),
        ...outstanding(this.pinned, this.cores, this.state),
      ];
    }
    for (const command of commands) this.carryOut(command);
    this.tellFamily();
    for (const happening of this.script.arising?.() ?? []) this.comeAbout(happening);
    this.script.watch?.(this.state, input);
  }

  private carryOut(command: Command): void {
    switch (command.type) {
      case 'effect':
        return this.effect(command);
      case 'timer': {
        const { key, timer } = command;
        const name = `${key} ${timer}`;
        this.clock.cancel(this.state.run, name);
        return this.schedule(Date.parse(command.at), () => [{ at: this.iso(), type: 'timer', key, timer }], name);
      }
      case 'register_wait': {
        const { key, input } = command;
        if (this.inFlight.has(`wait ${key}`)) return;
        this.inFlight.add(`wait ${key}`);
        return this.schedule(this.clock.now, () => {
          this.inFlight.delete(`wait ${key}`);
          const { request } = input;
          const answer = resolveWait(request, input.enteredAt, this.script.timeZone ?? 'UTC');
          if (request.approval) this.ask(request.approval, input.node);
          for (const happening of this.script.waits?.(input, this.iso()) ?? []) this.comeAbout(happening);
          const ready = request.kind === 'run' && this.family.members.some((other) => other.hasClosed(request.subject));
          return [{ at: this.iso(), type: 'wait_registered', key, answer: { ...answer, ...(ready && { ready }) } }];
        });
      }
      case 'cancel_wait':
        this.clock.cancel(this.state.run, `${command.key} until`);
        return this.clock.cancel(this.state.run, `${command.key} remind`);
      case 'checkpoint':
      case 'close':
        return;
    }
  }

  private effect(command: Extract<Command, { type: 'effect' }>): void {
    const { key } = command;
    if (this.inFlight.has(key)) return;
    this.inFlight.add(key);
    const { context } = command.input;
    this.effects.push(context);
    const child = command.side ? undefined : this.subflow(context);
    const { afterMs = 0, ...rest } = child ? { then: child } : this.script.effect(context, this.iso());
    if (command.side) return;
    this.schedule(this.clock.now + afterMs, () => {
      this.inFlight.delete(key);
      const answer = 'then' in rest ? rest.then(this.iso()) : rest;
      return [
        'fails' in answer
          ? { at: this.iso(), type: 'effect_failed', key, failure: answer.fails }
          : { at: this.iso(), type: 'effect_done', key, result: answer as EffectResult },
      ];
    });
  }

  /** Begins the run of a `subflow` step, or looks how it is; undefined where the script knows of none. */
  private subflow(context: EffectContext): ((at: string) => EffectAnswer) | undefined {
    const child = context.type === 'subflow' ? this.script.child?.(context) : undefined;
    if (!child) return undefined;
    if (this.depth >= MAX_DEPTH) {
      const message = `At most ${MAX_DEPTH} runs are inside each other.`;
      return () => ({ fails: { code: 'too_deep', message, attempts: 1, unknownOutcome: false } });
    }
    const waits = context.config['wait'] !== false;
    const known = this.family.members.find(({ state }) => state.run === child.run);
    const begun = known ?? this.begin(child, { simulator: this, node: context.node, waits });
    return () => {
      const { closed, outcome = '' } = begun.state;
      return answerOfChild(child.run, closed && { status: closed.status, outcome }, waits);
    };
  }

  private begin({ pinned, ...own }: Child, parent: Parent): Simulator {
    const { event: _event, params: _params, ...rest } = this.script;
    return new Simulator(pinned, this.cores, { ...rest, ...own, at: this.iso() }, this.family, parent);
  }

  private hasClosed(run: string | undefined): boolean {
    return !this.isOpen && this.state.run === run;
  }

  /** A closed run wakes the one that waits for it; runs that are waited for no longer are stopped. */
  private tellFamily(): void {
    const { parent, clock } = this;
    if (!this.isOpen && parent?.waits)
      parent.simulator.schedule(clock.now, () => [{ at: this.iso(), type: 'wake', key: `run:${this.state.run}` }]);
    for (const member of this.family.members) {
      if (member.parent?.simulator !== this || !member.parent.waits || !member.isOpen) continue;
      const { node } = member.parent;
      if (this.state.positions.some((position) => (position.origin ?? position).node === node)) continue;
      const outcome = this.isOpen ? 'parent_left' : 'parent_closed';
      member.schedule(clock.now, () => [{ at: this.iso(), type: 'exit', outcome, status: 'stopped' }]);
    }
  }

  private comeAbout(happening: Happening): void {
    const { at, first } = happening;
    if ('event' in happening) {
      const { event } = happening;
      return this.toAll(at, () => ({ at: this.iso(), type: 'event', event }), first);
    }
    if ('wake' in happening) {
      const key = happening.wake;
      return this.toAll(at, () => ({ at: this.iso(), type: 'wake', key }), first);
    }
    this.clock.schedule(Date.parse(at), () => {
      const { decision, record } = happening;
      const run = this.family.members.find(({ state }) => asks(state, decision)) ?? this;
      if (!run.isOpen) return;
      first?.(this.iso());
      const result = record(this.iso(), refuseDecision(run.state, decision));
      run.feed({ at: this.iso(), type: 'decision', decision, result });
    });
  }

  private ask(approval: ApprovalWait, node: string): void {
    const decided: Decision[] = [];
    for (const [index, answer] of (this.script.answers?.(approval, node, this.iso()) ?? []).entries()) {
      const decision: Decision = {
        id: `${approval.id}/${index}`,
        approval: approval.id,
        outcome: answer.outcome,
        actor: { id: answer.by, name: answer.by, roles: [approval.role] },
        subjectHash: approval.subjectHash,
      };
      this.schedule(this.clock.now + answer.afterMs, () => {
        decided.push(decision);
        const approvals = decided.filter((other) => other.outcome === 'approve').length;
        const state = answer.outcome === 'reject' ? 'rejected' : approvals >= approval.needed ? 'approved' : 'pending';
        return [{ at: this.iso(), type: 'decision', decision, result: { accepted: true, state } }];
      });
    }
  }

  /** For this run, where it is still open then. */
  private schedule(at: number, make: () => StepInput[], timer?: string): void {
    const feed = (): void => {
      if (!this.isOpen) return;
      for (const input of make()) this.feed(input);
    };
    this.clock.schedule(at, feed, timer === undefined ? undefined : { run: this.state.run, name: timer });
  }

  /** For every run that is open then. */
  private toAll(at: string, make: () => StepInput, first?: (at: string) => void): void {
    this.clock.schedule(Date.parse(at), () => {
      const open = this.family.members.filter(({ isOpen }) => isOpen);
      if (open.length > 0) first?.(this.iso());
      for (const member of open) member.feed(make());
    });
  }

  private iso(): string {
    return this.clock.iso;
  }
}

function asks(state: RunState, decision: Decision): boolean {
  return state.positions.some(({ wait }) => wait?.approval?.id === decision.approval);
}

/**
 * At one instant timers come last, in the order of their keys: they may have been set anew (a cut run sets all of them
 * anew), so that the order of setting says nothing.
 */
function isBefore(a: Scheduled, b: Scheduled): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.timer === undefined || b.timer === undefined)
    return a.timer === b.timer ? a.order < b.order : a.timer === undefined;
  return a.timer.name < b.timer.name;
}
