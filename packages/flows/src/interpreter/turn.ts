import type { Json, JsonObject } from '@sluice/domain';
import type { Command } from '../command.js';
import { ConditionError, evaluateCondition } from '../condition.js';
import type { Action, NodeContext, NodeCore, NodeCores, WaitEnded } from '../node.js';
import type { PinnedFlow } from '../pinned.js';
import { resolveConfig } from '../resolve.js';
import type { ParkState, Position, RunState, RunStep, WaitState } from '../run.js';
import { arrive, fork } from './branches.js';
import { commandsOf, type Due } from './outstanding.js';
import { startWait } from './on-wait.js';

/** Pure nodes in a row before a run is parked instead of turning for ever. */
const MAX_HOPS = 1_000;
/** Effects of one visit before a wait and its effect are held to disagree. */
const MAX_ITEMS = 1_000;
/** Steps kept in the state; older ones are in the store. */
const MAX_LOG = 100;
const KEPT_LOG = 50;

/**
 * One turn of the interpreter: a state that is being changed, seen from one of its branches. Nested values are replaced,
 * never written into.
 */
export class Turn {
  readonly side: Command[] = [];
  /** Branches of forks under way in this turn that have not begun yet. */
  unbegun = 0;
  private hops = 0;
  private logIsOwn = false;
  /** The branch that is acting. */
  private branch = '';

  constructor(
    readonly pinned: PinnedFlow,
    readonly cores: NodeCores,
    readonly state: RunState,
    readonly at: string,
  ) {}

  /** Position of the acting branch. */
  get position(): Position | undefined {
    return this.state.positions.find(({ branch }) => branch === this.branch);
  }

  set position(next: Position | undefined) {
    const { positions } = this.state;
    const index = positions.findIndex(({ branch }) => branch === this.branch);
    if (!next) this.state.positions = positions.filter((_, other) => other !== index);
    else if (index < 0) this.state.positions = [...positions, next];
    else this.state.positions = positions.map((position, other) => (other === index ? next : position));
  }

  /** Acts for a branch from here on; false where it is no more. */
  actAs(branch: string): boolean {
    this.branch = branch;
    return this.position !== undefined;
  }

  /** Acts for the branch that a key belongs to; false where none does. */
  actOn(key: string): boolean {
    const found = this.state.positions.find((position) => position.key === key);
    return found !== undefined && this.actAs(found.branch);
  }

  get core(): NodeCore {
    return this.cores[this.pinned.nodes[this.position!.node]!.type]!;
  }

  /** Goes to a node and on from there, until something outside has to happen. */
  enter(id: string, from: { branch: string; fork?: string; since: string }): void {
    const { state } = this;
    const visit = (state.visits[id] ?? 0) + 1;
    state.visits = { ...state.visits, [id]: visit };
    const type = this.pinned.nodes[id]?.type ?? 'unknown';
    const step: RunStep = {
      number: state.steps,
      node: id,
      type,
      visit,
      generation: 1,
      startedAt: this.at,
      status: 'running',
      attempts: 0,
    };
    this.branch = from.branch;
    this.position = {
      branch: from.branch,
      ...(from.fork !== undefined && { fork: from.fork }),
      step,
      since: from.since,
      node: id,
      visit,
      generation: 1,
      item: 0,
      phase: 'effect',
      stage: 'enter',
      key: `${state.run}/${id}/${visit}/0/1`,
      enteredAt: this.at,
    };
    this.ownLog().push(step);
    state.steps += 1;
    this.runCore();
  }

  /** Asks the node what it does on entry. */
  runCore(): void {
    const position = this.position!;
    const core = this.cores[this.pinned.nodes[position.node]?.type ?? ''];
    if (!core)
      return this.park({ code: 'unknown_node_type', message: 'This kind of step is not known here.', from: 'core' });
    if (++this.hops > MAX_HOPS) {
      return this.park({
        code: 'too_many_steps',
        message: 'The run goes round without waiting for anything.',
        from: 'core',
      });
    }
    this.attempt(() => (core.run ? core.run(this.context()) : { do: 'effect' }));
  }

  /** The node's wait has ended. */
  resume(ended: WaitEnded): void {
    const { wait: _wait, ...position } = this.position!;
    this.position = { ...position, ended };
    this.attempt(() =>
      this.core.resume ? this.core.resume(this.context(), ended) : { do: 'effect', stage: 'resume' },
    );
  }

  perform(action: Action): void {
    switch (action.do) {
      case 'goto':
        return this.goto(action);
      case 'effect':
        return this.effect(action.stage ?? 'enter', action.input);
      case 'wait':
        this.nextWait();
        if (action.output) this.keep(this.position!.node, action.output);
        return startWait(this, action.wait);
      case 'fork':
        return fork(this, action.ports);
      case 'join':
        return arrive(this, action.need);
      case 'end':
        this.finish({ status: 'done', ...(action.output !== undefined && { output: asObject(action.output) }) });
        this.position = undefined;
        return this.leave(action.outcome, 'completed');
      case 'park':
        return this.park({ code: action.code, message: action.message, from: 'core' });
    }
  }

  goto(action: {
    port: string;
    output?: Json;
    set?: JsonObject;
    label?: RunStep['label'];
    happened?: boolean;
    skipped?: boolean;
    error?: RunStep['error'];
  }): void {
    const { state } = this;
    const position = this.position!;
    const id = position.node;
    const output = action.output === undefined ? undefined : asObject(action.output);
    if (action.set) state.vars = { ...state.vars, ...action.set };
    if (output) this.keep(id, output);
    const next = this.nextOf(id, action.port);
    if (next === undefined) {
      return this.park({
        code: 'no_path',
        message: `No path is drawn from “${action.port}”.`,
        from: action.happened ? 'effect' : 'core',
        ...(action.happened && { happened: true }),
      });
    }
    this.finish({
      status: action.skipped ? 'skipped' : action.error ? 'failed' : 'done',
      port: action.port,
      ...(output && { output }),
      ...(action.label && { label: action.label }),
      ...(action.error && { error: action.error }),
    });
    if (state.closing || position.dropped) {
      this.position = undefined;
      return;
    }
    this.enter(next, { ...placeOf(position), since: position.enteredAt });
  }

  nextOf(node: string, port: string): string | undefined {
    return this.pinned.next[node]?.[port];
  }

  /** Starts the node's effect; a later effect of the same visit has the next item. */
  effect(stage: string, input?: JsonObject): void {
    const { input: _input, ...position } = this.position!;
    const item = stage === 'enter' && position.item === 0 ? 0 : position.item + 1;
    if (item > MAX_ITEMS)
      return this.park({
        code: 'wait_disagrees',
        message: 'The step waits for what has happened already.',
        from: 'core',
      });
    this.position = {
      ...position,
      phase: 'effect',
      stage,
      item,
      key: this.key(position, item, position.generation),
      ...(input && { input }),
    };
    this.log({ status: 'running', ...(position.edited && { input: position.edited }) });
  }

  /** A second wait of the same visit gets a key of its own, so that what still comes for the first is not taken for it. */
  private nextWait(): void {
    const position = this.position!;
    if (!position.ended) return;
    const item = position.item + 1;
    this.position = { ...position, item, key: this.key(position, item, position.generation) };
  }

  key(position: Pick<Position, 'node' | 'visit' | 'origin'>, item: number, generation: number): string {
    const { node, visit } = position.origin ?? position;
    return `${this.state.run}/${node}/${visit}/${item}/${generation}`;
  }

  /** Keeps what a node gave under its id. */
  keep(id: string, output: JsonObject): void {
    this.state.vars = { ...this.state.vars, [id]: { ...asObject(this.state.vars[id] ?? {}), ...output } };
  }

  waitAt(wait: WaitState): void {
    this.position = { ...this.position!, phase: 'wait', wait };
    this.log({ status: 'waiting' });
  }

  park(park: Pick<ParkState, 'code' | 'message' | 'from'> & Partial<ParkState>): void {
    this.position = {
      ...this.position!,
      phase: 'parked',
      park: { attempts: 1, since: this.at, unknownOutcome: false, ...park },
    };
    this.log({ status: 'parked', attempts: park.attempts ?? 1, error: { code: park.code, message: park.message } });
  }

  /** Ends the run: branches that wait or are parked at once, those with an effect under way when it is known how that ended. */
  leave(outcome: string, status: 'completed' | 'stopped'): void {
    this.state.closing ??= { outcome, status };
    this.settle();
  }

  /** What a run that is ending no longer waits for is left; with nothing under way it is closed. */
  settle(): void {
    const { state } = this;
    if (state.status === 'closed') return;
    const dropped = state.closing ? state.positions : state.positions.filter((position) => position.dropped);
    for (const { branch, phase } of dropped) {
      if (phase === 'effect') continue;
      this.actAs(branch);
      this.finish({ status: phase === 'parked' ? 'failed' : 'skipped' });
      this.position = undefined;
    }
    if (state.closing && state.positions.length === 0) {
      state.outcome = state.closing.outcome;
      state.status = 'closed';
      state.closed = { at: this.at, status: state.closing.status };
      state.forks = {};
      return;
    }
    state.status = statusOf(state.positions);
  }

  context(): NodeContext {
    const { state, pinned } = this;
    const position = this.position!;
    const evaluate = (logic: Json, extra?: JsonObject): Json => evaluateCondition(logic, { ...state.vars, ...extra });
    return {
      run: state.run,
      node: position.node,
      visit: position.visit,
      config: this.config(position),
      vars: state.vars,
      subject: state.subject,
      at: this.at,
      enteredAt: position.enteredAt,
      evaluate,
      rule: (key, facts) => {
        const rule = pinned.rules[key];
        if (rule?.logic === undefined)
          throw new ConditionError('rule_missing', `The rule “${key}” is not pinned to this flow.`);
        return evaluateCondition(rule.logic, facts);
      },
    };
  }

  /** The node's config with parameters and variables put in, and a person's edit over it. */
  config(position: Position): JsonObject {
    const node = this.pinned.nodes[position.node]!;
    return { ...resolveConfig(node.config, this.state.vars), ...position.edited };
  }

  /** Amends the step of the visit under way, also where it has left the log meanwhile. */
  log(change: Partial<RunStep>): void {
    const { state } = this;
    const position = this.position!;
    const step = { ...position.step, generation: position.generation, ...change };
    this.position = { ...position, step };
    if (step.number >= state.logFrom) this.ownLog()[step.number - state.logFrom] = step;
    if (step.number >= state.flushed) return;
    state.amended = [...state.amended.filter(({ number }) => number !== step.number), step];
  }

  finish(change: Partial<RunStep>): void {
    if (this.position) this.log({ endedAt: this.at, ...change });
  }

  /** Spells the commands out and drops steps that the store has by then. */
  emit(commands: Command[], fresh: readonly Due[]): { state: RunState; commands: Command[] } {
    const { state } = this;
    const all = [...commands, ...commandsOf(this, fresh)];
    if (fresh.some((due) => due.type !== 'timer')) {
      state.flushed = state.steps;
      state.amended = [];
    }
    const spare = Math.min(state.flushed - 1, state.steps - KEPT_LOG) - state.logFrom;
    if (state.log.length > MAX_LOG && spare > 0) {
      state.log = state.log.slice(spare);
      state.logFrom += spare;
    }
    return { state, commands: all };
  }

  /** The log as this turn's own copy, made once: a turn may pass many nodes. */
  private ownLog(): RunStep[] {
    if (!this.logIsOwn) this.state.log = [...this.state.log];
    this.logIsOwn = true;
    return this.state.log;
  }

  private attempt(decide: () => Action): void {
    const action = this.decide(decide);
    if (action) this.perform(action);
  }

  /** What a core answers; where a condition cannot be evaluated the step parks, and there is no answer. */
  decide(ask: () => Action): Action | undefined {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      this.park({ code: error.code, message: error.message, from: 'core' });
      return undefined;
    }
  }
}

/** Branch and fork of a position, for the one that follows it. */
export function placeOf(position: Position): { branch: string; fork?: string } {
  return { branch: position.branch, ...(position.fork !== undefined && { fork: position.fork }) };
}

function statusOf(positions: readonly Position[]): RunState['status'] {
  if (positions.some(({ phase }) => phase === 'parked')) return 'parked';
  return positions.length > 0 && positions.every(({ phase }) => phase === 'wait') ? 'waiting' : 'running';
}

function asObject(value: Json): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : { value };
}
