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
import { outstanding, step } from './interpreter/step.js';
import type { EffectContext, EffectResult, NodeCores } from './node.js';
import type { PinnedFlow } from './pinned.js';
import { resolveWait, type Zones } from './resolve-wait.js';
import type { BufferedEvent, RunState } from './run.js';
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
  /** Zone of calendar durations, and the partner's where there is one; UTC by default. */
  timeZone?: string | Zones;
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
  /** Cuts the run after every command: state through JSON, what is due issued anew. For tests. */
  cut?: boolean;
  /** Inputs after which the simulation gives up; 100,000 by default. */
  limit?: number;
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
}

/** Runs a flow under a virtual clock that leaps from one thing that happens to the next. Nothing is sent or written. */
export function simulate(pinned: PinnedFlow, cores: NodeCores, script: Script): Simulation {
  return new Simulator(pinned, cores, script).run();
}

interface Scheduled {
  at: number;
  order: number;
  make: () => StepInput[];
  timer?: string;
}

class Simulator {
  private readonly effects: EffectContext[] = [];
  private readonly timeline: StepInput[] = [];
  private readonly inFlight = new Set<string>();
  private queue: Scheduled[] = [];
  private order = 0;
  private branches = 0;
  private readonly last: number;
  private now: number;
  private state: RunState;

  constructor(
    private readonly pinned: PinnedFlow,
    private readonly cores: NodeCores,
    private readonly script: Script,
  ) {
    this.now = Date.parse(script.at);
    this.last = script.until === undefined ? Infinity : Date.parse(script.until);
    this.state = initialState(pinned, { programme: 'simulation', run: script.run ?? 'run_simulated', ...script });
  }

  run(): Simulation {
    this.schedule(this.now, () => [{ at: this.iso(), type: 'start' }]);
    for (const { at, event } of this.script.events ?? []) {
      this.schedule(Date.parse(at), () => [{ at: this.iso(), type: 'event', event }]);
    }
    for (const { at, key } of this.script.wakes ?? []) {
      this.schedule(Date.parse(at), () => [{ at: this.iso(), type: 'wake', key }]);
    }
    for (const { at, command } of this.script.commands ?? []) {
      this.schedule(Date.parse(at), () => [{ at: this.iso(), type: 'command', command }]);
    }
    for (let left = this.script.limit ?? 100_000; left > 0 && this.state.status !== 'closed'; left--) {
      const next = this.take();
      if (!next || next.at > this.last) break;
      this.now = Math.max(this.now, next.at);
      for (const input of next.make()) this.feed(input);
    }
    return {
      state: this.state,
      effects: this.effects,
      timeline: this.timeline,
      endedAt: this.iso(),
      branches: this.branches,
    };
  }

  private feed(input: StepInput): void {
    this.timeline.push(input);
    const result = step(this.pinned, this.cores, this.state, input);
    this.state = result.state;
    this.branches = Math.max(this.branches, this.state.positions.length);
    let commands = result.commands;
    if (this.script.cut) {
      this.state = JSON.parse(JSON.stringify(this.state)) as RunState;
      this.queue = this.queue.filter((item) => item.timer === undefined);
      commands = [
        ...commands.filter((command) => command.type === 'effect' && command.side),
        ...outstanding(this.pinned, this.cores, this.state),
      ];
    }
    for (const command of commands) this.carryOut(command);
    for (const happening of this.script.arising?.() ?? []) this.comeAbout(happening);
    this.script.watch?.(this.state, input);
  }

  private carryOut(command: Command): void {
    switch (command.type) {
      case 'effect':
        return this.effect(command);
      case 'timer': {
        const { key, timer } = command;
        this.cancel(`${key} ${timer}`);
        return this.schedule(
          Date.parse(command.at),
          () => [{ at: this.iso(), type: 'timer', key, timer }],
          `${key} ${timer}`,
        );
      }
      case 'register_wait': {
        const { key, input } = command;
        if (this.inFlight.has(`wait ${key}`)) return;
        this.inFlight.add(`wait ${key}`);
        return this.schedule(this.now, () => {
          this.inFlight.delete(`wait ${key}`);
          const answer = resolveWait(input.request, input.enteredAt, this.script.timeZone ?? 'UTC');
          if (input.request.approval) this.ask(input.request.approval, input.node);
          for (const happening of this.script.waits?.(input, this.iso()) ?? []) this.comeAbout(happening);
          return [{ at: this.iso(), type: 'wait_registered', key, answer }];
        });
      }
      case 'cancel_wait':
        this.cancel(`${command.key} until`);
        return this.cancel(`${command.key} remind`);
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
    const { afterMs = 0, ...rest } = this.script.effect(context, this.iso());
    if (command.side) return;
    this.schedule(this.now + afterMs, () => {
      this.inFlight.delete(key);
      const answer = 'then' in rest ? rest.then(this.iso()) : rest;
      return [
        'fails' in answer
          ? { at: this.iso(), type: 'effect_failed', key, failure: answer.fails }
          : { at: this.iso(), type: 'effect_done', key, result: answer as EffectResult },
      ];
    });
  }

  private comeAbout(happening: Happening): void {
    this.schedule(Date.parse(happening.at), () => {
      happening.first?.(this.iso());
      if ('event' in happening) return [{ at: this.iso(), type: 'event', event: happening.event }];
      if ('wake' in happening) return [{ at: this.iso(), type: 'wake', key: happening.wake }];
      const { decision } = happening;
      const result = happening.record(this.iso(), refuseDecision(this.state, decision));
      return [{ at: this.iso(), type: 'decision', decision, result }];
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
      this.schedule(this.now + answer.afterMs, () => {
        decided.push(decision);
        const approvals = decided.filter((other) => other.outcome === 'approve').length;
        const state = answer.outcome === 'reject' ? 'rejected' : approvals >= approval.needed ? 'approved' : 'pending';
        return [{ at: this.iso(), type: 'decision', decision, result: { accepted: true, state } }];
      });
    }
  }

  private schedule(at: number, make: () => StepInput[], timer?: string): void {
    this.queue.push({ at, order: this.order++, make, ...(timer !== undefined && { timer }) });
  }

  private cancel(timer: string): void {
    this.queue = this.queue.filter((item) => item.timer !== timer);
  }

  private take(): Scheduled | undefined {
    let first = 0;
    for (let index = 1; index < this.queue.length; index++) {
      if (isBefore(this.queue[index]!, this.queue[first]!)) first = index;
    }
    return this.queue.splice(first, 1)[0];
  }

  private iso(): string {
    return new Date(this.now).toISOString();
  }
}

/**
 * At one instant timers come last, in the order of their keys: they may have been set anew (a cut run sets all of them
 * anew), so that the order of setting says nothing.
 */
function isBefore(a: Scheduled, b: Scheduled): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.timer === undefined || b.timer === undefined)
    return a.timer === b.timer ? a.order < b.order : a.timer === undefined;
  return a.timer < b.timer;
}
