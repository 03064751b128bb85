import type { Json, JsonObject } from '@sluice/domain';
import type { Command } from '../command.js';
import { ConditionError, evaluateCondition } from '../condition.js';
import type { Action, NodeContext, NodeCore, NodeCores, WaitEnded } from '../node.js';
import type { PinnedFlow } from '../pinned.js';
import { resolveConfig } from '../resolve.js';
import type { ParkState, Position, RunState, RunStep, WaitState } from '../run.js';
import { commandsOf, type Due } from './outstanding.js';
import { startWait } from './on-wait.js';

/** Pure nodes in a row before a run is parked instead of turning for ever. */
const MAX_HOPS = 1_000;
/** Effects of one visit before a wait and its effect are held to disagree. */
const MAX_ITEMS = 1_000;
/** Steps kept in the state; older ones are in the store. */
const MAX_LOG = 100;
const KEPT_LOG = 50;

/** One turn of the interpreter: a state that is being changed. Nested values are replaced, never written into. */
export class Turn {
  readonly side: Command[] = [];
  private hops = 0;
  private logIsOwn = false;

  constructor(
    readonly pinned: PinnedFlow,
    readonly cores: NodeCores,
    readonly state: RunState,
    readonly at: string,
  ) {}

  get core(): NodeCore {
    return this.cores[this.pinned.nodes[this.state.position!.node]!.type]!;
  }

  /** Goes to a node and on from there, until something outside has to happen. */
  enter(id: string): void {
    const { state } = this;
    const visit = (state.visits[id] ?? 0) + 1;
    state.since = state.position?.enteredAt ?? state.startedAt;
    state.visits = { ...state.visits, [id]: visit };
    state.status = 'running';
    state.position = {
      node: id,
      visit,
      generation: 1,
      item: 0,
      phase: 'effect',
      stage: 'enter',
      key: `${state.run}/${id}/${visit}/0/1`,
      enteredAt: this.at,
    };
    const type = this.pinned.nodes[id]?.type ?? 'unknown';
    this.push({ node: id, type, visit, generation: 1, startedAt: this.at, status: 'running', attempts: 0 });
    this.runCore();
  }

  /** Asks the node what it does on entry. */
  runCore(): void {
    const position = this.state.position!;
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
    const { wait: _wait, ...position } = this.state.position!;
    this.state.position = { ...position, ended };
    this.state.status = 'running';
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
        return startWait(this, action.wait);
      case 'end':
        this.finish({ status: 'done', ...(action.output !== undefined && { output: asObject(action.output) }) });
        return this.close(action.outcome, 'completed');
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
    const id = state.position!.node;
    const output = action.output === undefined ? undefined : asObject(action.output);
    state.vars = {
      ...state.vars,
      ...action.set,
      ...(output && { [id]: { ...asObject(state.vars[id] ?? {}), ...output } }),
    };
    const next = this.pinned.next[id]?.[action.port];
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
    if (state.closing) return this.close(state.closing.outcome, state.closing.status);
    this.enter(next);
  }

  /** Starts the node's effect; a later effect of the same visit has the next item. */
  effect(stage: string, input?: JsonObject): void {
    const { input: _input, ...position } = this.state.position!;
    const item = stage === 'enter' && position.item === 0 ? 0 : position.item + 1;
    if (item > MAX_ITEMS)
      return this.park({
        code: 'wait_disagrees',
        message: 'The step waits for what has happened already.',
        from: 'core',
      });
    this.state.position = {
      ...position,
      phase: 'effect',
      stage,
      item,
      key: this.key(position, item, position.generation),
      ...(input && { input }),
    };
    this.state.status = 'running';
    this.log({ status: 'running', ...(position.edited && { input: position.edited }) });
  }

  /** A second wait of the same visit gets a key of its own, so that what still comes for the first is not taken for it. */
  private nextWait(): void {
    const position = this.state.position!;
    if (!position.ended) return;
    const item = position.item + 1;
    this.state.position = { ...position, item, key: this.key(position, item, position.generation) };
  }

  key(position: Pick<Position, 'node' | 'visit'>, item: number, generation: number): string {
    return `${this.state.run}/${position.node}/${position.visit}/${item}/${generation}`;
  }

  waitAt(wait: WaitState): void {
    this.state.position = { ...this.state.position!, phase: 'wait', wait };
    this.state.status = 'waiting';
    this.log({ status: 'waiting' });
  }

  park(park: Pick<ParkState, 'code' | 'message' | 'from'> & Partial<ParkState>): void {
    this.state.position = {
      ...this.state.position!,
      phase: 'parked',
      park: { attempts: 1, since: this.at, unknownOutcome: false, ...park },
    };
    this.state.status = 'parked';
    this.log({ status: 'parked', attempts: park.attempts ?? 1, error: { code: park.code, message: park.message } });
  }

  /** Ends the run now, or, where an effect is under way, as soon as it is known how that ended. */
  leave(outcome: string, status: 'completed' | 'stopped'): void {
    if (this.state.position?.phase === 'effect') {
      this.state.closing ??= { outcome, status };
      return;
    }
    this.finish({ status: this.state.position?.phase === 'parked' ? 'failed' : 'skipped' });
    this.close(outcome, status);
  }

  close(outcome: string, status: 'completed' | 'stopped'): void {
    this.state.outcome = outcome;
    this.state.status = 'closed';
    this.state.closed = { at: this.at, status };
    this.state.position = null;
  }

  /** An exit that came during an effect takes place once nothing is under way. */
  settle(): void {
    const closing = this.state.closing;
    if (closing && this.state.status !== 'closed' && this.state.position?.phase !== 'effect') {
      this.leave(closing.outcome, closing.status);
    }
  }

  context(): NodeContext {
    const { state, pinned } = this;
    const position = state.position!;
    const evaluate = (logic: Json, extra?: JsonObject): Json => evaluateCondition(logic, { ...state.vars, ...extra });
    return {
      node: position.node,
      visit: position.visit,
      config: this.config(position),
      vars: state.vars,
      subject: state.subject,
      at: this.at,
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

  /** Amends the entry of the visit under way. */
  log(change: Partial<RunStep>): void {
    const log = this.ownLog();
    const last = log.at(-1);
    if (last) log[log.length - 1] = { ...last, generation: this.state.position!.generation, ...change };
  }

  finish(change: Partial<RunStep>): void {
    if (this.state.position) this.log({ endedAt: this.at, ...change });
  }

  /** Spells the commands out and drops steps that the store has by then. */
  emit(commands: Command[], fresh: readonly Due[]): { state: RunState; commands: Command[] } {
    const all = [...commands, ...commandsOf(this, fresh)];
    if (fresh.some((due) => due.type !== 'timer')) this.state.flushed = this.state.steps;
    const spare = Math.min(this.state.flushed - 1, this.state.steps - KEPT_LOG) - this.state.logFrom;
    if (this.state.log.length > MAX_LOG && spare > 0) {
      this.state.log = this.state.log.slice(spare);
      this.state.logFrom += spare;
    }
    return { state: this.state, commands: all };
  }

  private push(entry: RunStep): void {
    this.ownLog().push(entry);
    this.state.steps += 1;
  }

  /** The log as this turn's own copy, made once: a turn may pass many nodes. */
  private ownLog(): RunStep[] {
    if (!this.logIsOwn) this.state.log = [...this.state.log];
    this.logIsOwn = true;
    return this.state.log;
  }

  private attempt(decide: () => Action): void {
    let action: Action;
    try {
      action = decide();
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      return this.park({ code: error.code, message: error.message, from: 'core' });
    }
    this.perform(action);
  }
}

function asObject(value: Json): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : { value };
}
