import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timeSkippingServerPath } from '@sluice/devstack';
import type { EffectInput, RecordDecisionInput, RegisterWaitInput, RunRecord, StepInput } from '@sluice/flows';
import { failureOf } from '@sluice/nodes/activity-types';
import { signals, taskQueues, updates, workflowTypes } from '@sluice/runtime/names';
import { root } from '@sluice/testkit/harness/made-once';
import { startTimeSkipping } from '@sluice/testkit/harness/time-skipping';
import { workflowBundleWith } from '@sluice/testkit/harness/workflow-bundle';
import { workflowsPath } from '@sluice/worker/bundle';
import { ApplicationFailure } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Worker, type InjectedSinks } from '@temporalio/worker';
import type { FlowActivities } from '../../src/activities.js';
import type { flowRun } from '../../src/flow-run.js';
import { packFlow } from '../../src/pack.js';
import type { HeardSinks } from './heard.js';
import { Family } from './family.js';
import { childOf, SLOT_MS, SLOTS, slotOf } from './plan.js';
import type { Cue, Player } from './player.js';

const pathOf = (name: string): string => `workflows/test/random/${name}.ts`;

/** A server, mostly one that skips time, and what plays runs on it. */
export class Stage {
  readonly players = new Map<string, Player>();
  /** Of the task queues, a new one for every worker. */
  prefix = '';
  /** How long the server waits for a worker's answer: a loaded machine must not be taken for a dead worker. */
  taskTimeout = '2m';

  private constructor(
    readonly env: TestWorkflowEnvironment,
    /** Does not skip time when it waits for a result. */
    private readonly client: Client,
    private readonly leaps: boolean,
  ) {}

  static async open(): Promise<Stage> {
    const path = await timeSkippingServerPath((line) => process.stderr.write(`  ${line}\n`));
    const env = await startTimeSkipping(path);
    return new Stage(env, new Client({ connection: env.connection }), true);
  }

  /** On a server whose time is ours: for plans in which no timer fires. */
  static async onServer(address: string): Promise<Stage> {
    const env = await TestWorkflowEnvironment.createFromExistingServer({ address });
    return new Stage(env, new Client({ connection: env.connection }), false);
  }

  /** The workflow code with what tells the test of it; `cut` lets every run begin a new history at every chance. */
  static async bundle(options: { cut?: boolean } = {}): Promise<{ code: string }> {
    const names = options.cut ? ['heard', 'cut'] : ['heard'];
    const file = await workflowBundleWith(`workflows-${names.join('-')}`, names.map(pathOf), () =>
      bundleWorkflowCode({
        workflowsPath,
        logger: new DefaultLogger('ERROR'),
        ignoreModules: ['@js-temporal/polyfill', '@sluice/domain/time'],
        workflowInterceptorModules: names.map((name) => join(root, pathOf(name))),
      }),
    );
    return { code: readFileSync(file, 'utf8') };
  }

  private readonly family = new Family(this.players, {
    start: (player) => this.start(player),
    tell: (player, cue) => this.tellNow(player, cue),
  });

  get taskQueue(): string {
    return this.prefix + taskQueues.flows;
  }

  /**
   * Workers in this process, on all queues unless named; `cached` is how many runs they keep, 0 to make each task begin from
   * history.
   */
  async worker(
    workflowBundle: { code: string },
    cached: number,
    queues: readonly string[] = Object.values(taskQueues),
  ): Promise<{ stop(): Promise<void> }> {
    this.prefix = `t${randomUUID().slice(0, 8)}-`;
    const sinks: InjectedSinks<HeardSinks> = {
      heard: {
        tell: {
          fn: (info, heard) => this.players.get(info.workflowId)?.hear(heard, info.runId),
          callDuringReplay: false,
        },
      },
    };
    const workers = await Promise.all(
      queues.map((queue) =>
        Worker.create({
          connection: this.env.nativeConnection,
          taskQueue: this.prefix + queue,
          activities: { ...this.activities },
          maxConcurrentActivityTaskExecutions: 2_000,
          ...(queue === taskQueues.flows && {
            workflowBundle,
            sinks,
            maxCachedWorkflows: cached,
            maxConcurrentLocalActivityExecutions: 5_000,
            maxConcurrentWorkflowTaskExecutions: 1_000,
          }),
        }),
      ),
    );
    const running = workers.map((worker) => worker.run());
    return {
      stop: async () => {
        for (const worker of workers) worker.shutdown();
        await Promise.all(running);
      },
    };
  }

  get activities(): FlowActivities {
    return {
      effect: async ({ context, record }: EffectInput) => {
        try {
          const result = await this.of(context.run).effect(context, record);
          this.family.after(record);
          if (context.type === 'subflow' && context.stage === 'enter')
            await this.family.begin(childOf(context), record);
          return result;
        } catch (error) {
          const failure = failureOf(error);
          throw ApplicationFailure.create({ ...failure, details: [failure.details] });
        }
      },
      registerWait: async (input: RegisterWaitInput) => {
        const answer = await this.of(input.run).registerWait(input);
        this.family.after(input.record);
        return answer;
      },
      checkpoint: async (record: RunRecord) => {
        this.of(record.id).keep(record.steps);
        this.family.after(record);
      },
      closeRun: async (record: RunRecord) => {
        this.of(record.id).close(record);
        this.family.after(record);
      },
      recordDecision: async (input: RecordDecisionInput) => this.of(input.run).recordDecision(input),
    };
  }

  /** Starts all runs at one instant, then leaps from slot to slot; answers when the last has been told everything. */
  async play(outermost: readonly Player[]): Promise<void> {
    const players = outermost.flatMap((player) => [player, ...player.children]);
    for (const player of players) this.players.set(player.plan.run, player);
    const began = await this.env.currentTimeMs();
    await inLots(outermost, 50, (player) => this.start(player));
    for (let slot = 1; slot <= SLOTS; slot += 1) {
      const left = players.filter((player) => player.closed.length === 0);
      if (left.length === 0) return;
      if (this.leaps) await this.env.sleep(Math.max(1, began + slot * SLOT_MS - (await this.env.currentTimeMs())));
      await inLots(left, left.length, (player) => this.tell(player, (input) => slotOf(input) === slot));
    }
    const late = Date.now() + 20_000;
    while (players.some((player) => player.closed.length === 0) && Date.now() < late)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  private async start({ plan, begun }: Player): Promise<void> {
    const { script, pinned, run } = plan;
    await this.client.workflow.start<typeof flowRun>(workflowTypes.flowRun, {
      workflowId: run,
      taskQueue: this.taskQueue,
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
      workflowTaskTimeout: this.taskTimeout as '2m',
      args: [
        {
          run,
          programme: 'simulation',
          flow: packFlow(pinned),
          subject: script.subject,
          ...(script.event && { event: script.event }),
          ...(script.params && { params: script.params }),
        },
      ],
    });
    begun();
  }

  /** Tells a run what comes from outside, each thing when the run has taken in what was before. */
  private async tell(player: Player, when: (input: StepInput) => boolean): Promise<void> {
    const cues = player.outside(when);
    if (cues.length > 0 && !(await player.hasBegun())) return;
    for (const cue of cues) {
      if ((await player.turn(cue.name)) !== cue) return;
      await this.tellNow(player, cue);
    }
  }

  private async tellNow(player: Player, cue: Cue): Promise<void> {
    if (!this.leaps) await this.settled(player.plan.run);
    await this.send(player, cue.input).catch((error: unknown) => player.refused.push(`${cue.name}: ${told(error)}`));
    await player.taken(cue);
  }

  /**
   * Waits until the server has all that the run has done. What came before that would make it do its last task again, with
   * that before the answers that its worker gave itself. (The server that skips time does not tell.)
   */
  private async settled(workflowId: string): Promise<void> {
    const late = Date.now() + 15_000;
    while (Date.now() < late) {
      const { pendingWorkflowTask } = await this.env.connection.workflowService.describeWorkflowExecution({
        namespace: 'default',
        execution: { workflowId },
      });
      if (!pendingWorkflowTask) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private async send({ plan }: Player, input: StepInput): Promise<void> {
    const run = this.client.workflow.getHandle(plan.run);
    if (input.type === 'event') await run.signal(signals.event, input.event);
    if (input.type === 'exit') await run.signal(signals.exit, { outcome: input.outcome });
    if (input.type === 'wake') await run.signal(signals.wake, { key: input.key });
    if (input.type === 'decision')
      await run.executeUpdate(updates.decide, { args: [input.decision], updateId: input.decision.id });
    if (input.type === 'command')
      await run.executeUpdate(updates.command, { args: [input.command], updateId: input.command.id });
  }

  private of(run: string): Player {
    const player = this.players.get(run);
    if (!player) throw new Error(`Nobody plays ${run}.`);
    return player;
  }

  async close(): Promise<void> {
    await this.env.teardown();
  }
}

async function inLots<T>(list: readonly T[], size: number, act: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    for (let item = list[next++]; item !== undefined; item = list[next++]) await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(size, list.length) }, one));
}

function told(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}, ${cause.message}` : message;
}
