import {
  type Command,
  type CommandAnswer,
  type Decision,
  type DecisionAnswer,
  type Migration,
  type PinnedFlow,
  type Refusal,
  type RunCommand,
  type RunState,
  type RunStep,
  type StepInput,
  compact,
  flowAfter,
  initialState,
  outstanding,
  refuseCommand,
  refuseDecision,
  refuseMigration,
  step,
  toRecord,
} from '@sluice/flows/core';
import { cores } from '@sluice/nodes/cores';
import { queries, signals, updates } from '@sluice/runtime/names';
import {
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { FlowRunArgs, FlowRunResult, MigrateArgs, PackedFlow } from './args.js';
import { activitiesOf, type Activities } from './effects.js';
import { failureOf } from './failure.js';
import { refusal, refusalFailure } from './refusal.js';
import { Timers } from './timers.js';
import { unpack } from './unpack.js';

export const eventSignal = defineSignal<[BufferedEventInput]>(signals.event);
export const wakeSignal = defineSignal<[{ key: string }]>(signals.wake);
/** Ends the run from outside: what started it began anew, or the run that it is part of is over. */
export const exitSignal = defineSignal<[{ outcome: string }]>(signals.exit);
export const decideUpdate = defineUpdate<DecisionAnswer, [Decision]>(updates.decide);
export const commandUpdate = defineUpdate<CommandAnswer, [RunCommand]>(updates.command);
export const migrateUpdate = defineUpdate<CommandAnswer, [MigrateArgs]>(updates.migrate);
export const stateQuery = defineQuery<RunState>(queries.state);

type BufferedEventInput = RunState['buffer'][number];

/**
 * One run of one flow. All that is decided is decided by the interpreter; this driver only turns its commands into
 * activities and timers, and what happens into its inputs.
 */
export async function flowRun(args: FlowRunArgs): Promise<FlowRunResult> {
  return new Driver(args).run();
}

class Driver {
  /** The version that the run is in, and how a new history is told of it. */
  private pinned: PinnedFlow;
  private flow: PackedFlow;
  private readonly activities: Activities;
  private readonly timers: Timers;
  private readonly inbox: StepInput[] = [];
  private state: RunState;
  /** Activities under way whose end the run must see. */
  private pending = 0;
  private closed = false;
  /** Decisions that the store is being asked about. */
  private deciding = 0;
  /** Steps that commands left to the next history would have written: the state does not keep all of them. */
  private unwritten: RunStep[] = [];

  constructor(private readonly args: FlowRunArgs) {
    this.flow = args.flow;
    this.pinned = unpack(args.flow);
    this.activities = activitiesOf(cores, workflowInfo().taskQueue);
    this.timers = new Timers((key, timer) => this.put({ type: 'timer', key, timer }));
    this.state = args.state ?? initialState(this.pinned, { ...args, at: now() });
    setHandler(eventSignal, (event) => this.put({ type: 'event', event }));
    setHandler(wakeSignal, ({ key }) => this.put({ type: 'wake', key }));
    setHandler(exitSignal, ({ outcome }) => this.put({ type: 'exit', outcome, status: 'stopped' }));
    setHandler(stateQuery, () => this.state);
    setHandler(decideUpdate, (decision) => this.decide(decision), {
      validator: (decision) => refusal(refuseDecision(this.state, decision)),
    });
    setHandler(commandUpdate, (command) => this.command(command), {
      validator: (command) => refusal(refuseCommand(this.pinned, cores, this.state, command)),
    });
    setHandler(migrateUpdate, (migration) => this.migrate(migration), {
      validator: (migration) => refusal(this.refuseMigration(read(migration))),
    });
  }

  /** A cancelled workflow stops its run as a person would: what is under way is waited for, then the run closes. */
  async run(): Promise<FlowRunResult> {
    const scope = CancellationScope.current();
    void scope.cancelRequested.catch(() => this.put({ type: 'exit', outcome: 'cancelled', status: 'stopped' }));
    return CancellationScope.nonCancellable(async () => {
      if (this.args.state) this.issue(outstanding(this.pinned, cores, this.state));
      else this.put({ type: 'start' });
      for (;;) {
        await condition(() => this.inbox.length > 0 || this.isDone() || this.canRenew());
        this.drain();
        if (this.isDone()) return { status: this.state.closed!.status, outcome: this.state.outcome! };
        if (this.canRenew()) await this.renew();
      }
    });
  }

  private put(input: InputWithoutTime): void {
    this.inbox.push({ ...input, at: now() } as StepInput);
  }

  private drain(): void {
    for (let input = this.inbox.shift(); input; input = this.inbox.shift()) this.feed(input);
  }

  private feed(input: StepInput): void {
    const result = step(this.pinned, cores, this.state, input);
    this.state = result.state;
    this.pinned = flowAfter(this.pinned, input, this.state);
    this.issue(result.commands);
  }

  private issue(commands: readonly Command[]): void {
    for (const command of commands) {
      // Where a new history begins anyway, what is due is issued there; what the command would have written is kept for then.
      if (this.mustRenew() && followsFromState(command)) this.unwritten.push(...stepsOf(command));
      else this.carryOut(command);
    }
  }

  private carryOut(command: Command): void {
    switch (command.type) {
      case 'effect':
        return this.track(
          this.activities.effect(command.nodeType, command.input).then(
            (result) => command.side || this.put({ type: 'effect_done', key: command.key, result }),
            (error: unknown) =>
              command.side || this.put({ type: 'effect_failed', key: command.key, failure: failureOf(error) }),
          ),
        );
      case 'register_wait':
        return this.track(
          this.activities.registerWait(command.input).then(
            (answer) => this.put({ type: 'wait_registered', key: command.key, answer }),
            (error: unknown) => this.put({ type: 'effect_failed', key: command.key, failure: failureOf(error) }),
          ),
        );
      case 'timer':
        return this.timers.set(command.key, command.timer, command.at);
      case 'cancel_wait':
        return this.timers.clear(command.key);
      case 'checkpoint':
        return this.track(this.activities.checkpoint(command.record));
      case 'close':
        this.timers.clearAll();
        return this.track(this.activities.closeRun(command.record).then(() => (this.closed = true)));
    }
  }

  private track(work: Promise<unknown>): void {
    this.pending += 1;
    void work.finally(() => (this.pending -= 1));
  }

  /** The store re-checks role, maker and hash; only what it wrote counts. A repeated id is answered as before. */
  private async decide(decision: Decision): Promise<DecisionAnswer> {
    const known = this.state.decided[decision.id];
    if (known !== undefined) return known as unknown as DecisionAnswer;
    this.deciding += 1;
    try {
      const result = await this.activities.recordDecision({
        run: this.state.run,
        programme: this.state.programme,
        node: this.state.positions.find(({ wait }) => wait?.approval?.id === decision.approval)?.node ?? '',
        decision,
      });
      this.put({ type: 'decision', decision, result });
      return result;
    } finally {
      this.deciding -= 1;
    }
  }

  private command(command: RunCommand): CommandAnswer {
    this.drain();
    this.feed({ type: 'command', command, at: now() });
    const answer = this.state.decided[command.id];
    // What came before it in the same task may have changed the run so that the command no longer applies.
    if (answer === undefined) throw refusalAfterAll();
    return answer as unknown as CommandAnswer;
  }

  /** The run goes on in another version; a repeated id is answered as before. */
  private migrate(args: MigrateArgs): CommandAnswer {
    const migration = read(args);
    this.drain();
    refusal(this.refuseMigration(migration));
    if (!Object.hasOwn(this.state.decided, migration.id)) {
      this.feed({ type: 'migrate', migration, at: now() });
      this.flow = args.flow;
    }
    return { status: 'done' };
  }

  private refuseMigration(migration: Migration): Refusal | undefined {
    const busy = { code: 'busy', message: 'A decision is just being written. Try again.' };
    return refuseMigration(this.pinned, cores, this.state, migration) ?? (this.deciding > 0 ? busy : undefined);
  }

  private isDone(): boolean {
    return this.closed && this.pending === 0 && allHandlersFinished();
  }

  /** The server asks for a new history, and nothing is under way that would be lost. */
  private mustRenew(): boolean {
    return workflowInfo().continueAsNewSuggested && this.pending === 0 && this.state.status !== 'closed';
  }

  private canRenew(): boolean {
    return this.mustRenew() && allHandlersFinished();
  }

  /**
   * Writes the steps to the store and begins a new history with a state that is plain JSON with absolute deadlines; the new
   * history issues what is due. Returns only where something came meanwhile that has to be seen to first.
   */
  private async renew(): Promise<void> {
    const { steps, rev } = this.state;
    const record = toRecord(this.pinned, this.state);
    const written = [...this.unwritten.splice(0), ...record.steps];
    await this.activities.checkpoint({ ...record, steps: newest(written) });
    this.drain();
    if (!this.canRenew() || this.state.rev !== rev) return;
    const { event: _event, ...args } = this.args;
    await continueAsNew<typeof flowRun>({ ...args, flow: this.flow, state: compact(this.state, steps) });
  }
}

type InputWithoutTime = StepInput extends infer Input
  ? Input extends { at: string }
    ? Omit<Input, 'at'>
    : never
  : never;

/** True where the state alone says that the command is due; a reminder beside a wait is told once. */
function followsFromState(command: Command): boolean {
  return command.type !== 'checkpoint' && command.type !== 'close' && !(command.type === 'effect' && command.side);
}

function stepsOf(command: Command): RunStep[] {
  return command.type === 'effect' || command.type === 'register_wait' ? command.input.record.steps : [];
}

/** Of each step what was said last. */
function newest(steps: readonly RunStep[]): RunStep[] {
  return [...new Map(steps.map((step) => [step.number, step])).values()];
}

function read({ flow, ...migration }: MigrateArgs): Migration {
  return { ...migration, flow: unpack(flow) };
}

function now(): string {
  return new Date(Date.now()).toISOString();
}

function refusalAfterAll(): Error {
  return refusalFailure({ code: 'too_late', message: 'The run has moved on meanwhile.' });
}
