import { randomBytes } from 'node:crypto';
import type { JsonObject, Programme } from '@sluice/domain';
import type { CaseRun, Decision, FlowDocument, RunStep, SimulationCase } from '@sluice/flows';
import { pinnedBy } from '@sluice/nodes/simulation/pinned';
import { runEvent } from '@sluice/nodes/simulation/events';
import { runCase } from '@sluice/nodes/simulation/run-case';
import type { FlowLibrary, LibraryTemplate } from '@sluice/nodes/simulation/library';
import { libraryOf } from '@sluice/api/routes/flows/library';
import { publishTemplates } from '@sluice/cli/demo/templates';
import { outboxMailer } from '@sluice/connectors/mail/index';
import { signals, taskQueues, updates, workflowTypes } from '@sluice/runtime/names';
import { openStore, type Store } from '@sluice/store';
import { workerActivities, type WorkerActivities } from '@sluice/worker/activities';
import type { FlowRunArgs } from '@sluice/workflows';
import { packFlow } from '@sluice/workflows/pack';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { workflowBundleFile } from '../harness/workflow-bundle.js';
import { seed, type SeededEvents } from './seed.js';

/** A mail as it went, or would have gone. */
export interface ComparedMail {
  template: string;
  to: string;
  subject: string;
  html: string;
  text: string;
}

export interface Beside {
  simulated: CaseRun;
  /** In the order in which they went; equal ones beside each other. */
  mails: { simulated: ComparedMail[]; real: ComparedMail[] };
  /** Steps by the way out that they left by. */
  path: { simulated: string[]; real: string[] };
  /** What the newest step of each name gave. */
  outputs: { simulated: Outputs; real: Outputs };
}

type Outputs = Readonly<Record<string, JsonObject | undefined>>;

export interface BesideOptions {
  /** A server that skips time. */
  env: TestWorkflowEnvironment;
  /** Address of a database server; one database is made and dropped. */
  mongo: string;
  programme: Programme;
  flow: FlowDocument;
  /** `startsAt` is replaced by the time that the server has. */
  oneCase: SimulationCase;
  /** Mails besides those that ship, by key. */
  templates?: Readonly<Record<string, LibraryTemplate>>;
}

const mailFrom = 'Halden Cloud <partners@halden.example>';
const baseUrl = 'https://partners.halden.example';

/**
 * Tells one case twice: to the simulator, and to the real interpreter with the real activities over a real store on a server that
 * skips time, event by event and answer by answer. What was mailed and which way the run went are then to be the same.
 */
export async function besideReal(options: BesideOptions): Promise<Beside> {
  const { env, mongo, programme, flow } = options;
  const store = await openStore({ uri: mongo, database: `beside_${randomBytes(6).toString('hex')}` });
  try {
    const now = new Date(Math.ceil((await env.currentTimeMs()) / 1_000) * 1_000);
    const library = await publish(store, options, now);
    const oneCase = { ...options.oneCase, startsAt: now.toISOString() };
    const simulated = runCase(flow, oneCase, library);
    const told = await seed(store, oneCase, library);
    const stop = await work(env, store);
    try {
      await tell({ env, store, library, flow, oneCase, simulated, told });
      return await compared(store, programme, simulated);
    } finally {
      await stop();
    }
  } finally {
    await store.native().dropDatabase();
    await store.close();
  }
}

async function publish(store: Store, { programme, templates = {} }: BesideOptions, now: Date): Promise<FlowLibrary> {
  await store.programmes.insertOrRead(programme);
  const by = { maker: 'usr_maker', checker: 'usr_checker' };
  await publishTemplates(store, programme.key, by);
  for (const [key, content] of Object.entries(templates))
    await store.templates.publish(programme.key, key, {
      title: key,
      hash: key,
      ...content,
      locales: { ...content.locales },
      makers: [by.maker],
      publishedBy: by.checker,
      effectiveFrom: new Date(0),
    });
  return libraryOf(
    { store, config: { mailFrom, baseUrl }, now: () => now } as unknown as Parameters<typeof libraryOf>[0],
    programme,
  );
}

/** Workers with every activity, whose clock is the server's. */
async function work(env: TestWorkflowEnvironment, store: Store): Promise<() => Promise<void>> {
  let at = await env.currentTimeMs();
  const refuse = () => Promise.reject(new Error('Nothing of this kind happens here.'));
  const activities = workerActivities({
    store,
    rails: new Map(),
    mailer: outboxMailer({ markDelivered: () => Promise.resolve() }),
    mailFrom,
    baseUrl,
    now: () => new Date(at),
    failpoint: () => undefined,
    openAccount: (sealed: string) => sealed,
    heartbeat: () => undefined,
    gate: { command: refuse, migrate: refuse },
  } as unknown as Parameters<typeof workerActivities>[0]);
  const timed = Object.fromEntries(
    Object.entries(activities).map(([name, activity]) => [
      name,
      async (...args: unknown[]): Promise<unknown> => {
        at = await env.currentTimeMs();
        return (activity as (...given: unknown[]) => unknown)(...args);
      },
    ]),
  ) as unknown as WorkerActivities;
  const workflowBundle = { codePath: await workflowBundleFile() };
  const workers = await Promise.all(
    Object.values(taskQueues).map((taskQueue) =>
      Worker.create({
        connection: env.nativeConnection,
        taskQueue,
        activities: { ...timed },
        ...(taskQueue === taskQueues.flows && { workflowBundle }),
      }),
    ),
  );
  const running = workers.map((worker) => worker.run());
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  };
}

interface Told {
  env: TestWorkflowEnvironment;
  store: Store;
  library: FlowLibrary;
  flow: FlowDocument;
  oneCase: SimulationCase;
  simulated: CaseRun;
  told: SeededEvents;
}

/** Starts the run and lets happen what the simulator saw happen, at the same instants. */
async function tell({ env, store, library, flow, oneCase, simulated, told }: Told): Promise<void> {
  const { startsAt, subject, params, events, answers } = oneCase;
  const { state, timeline, endedAt } = simulated;
  const { programme } = library;
  const args: FlowRunArgs = {
    run: state.run,
    programme: programme.key,
    flow: packFlow(pinnedBy(flow, library)),
    subject,
    ...(told.start && { event: { ...runEvent(told.start) } as JsonObject }),
    ...(params && { params }),
  };
  await until(env, startsAt);
  const handle = await env.client.workflow.start(workflowTypes.flowRun, {
    workflowId: state.run,
    taskQueue: taskQueues.flows,
    args: [args],
  });
  for (const { at, ref, lane, state: mark } of timeline) {
    if (mark !== 'done') continue;
    const scripted = lane === 'event' ? events.find(({ id }) => id === ref) : undefined;
    const answer = lane === 'people' ? answers.find(({ id }) => id === ref) : undefined;
    if (!scripted && !answer) continue;
    await until(env, at);
    if (scripted) {
      const event = told.scripted.get(scripted.id)!;
      await handle.signal(signals.event, runEvent({ ...event, occurredAt: new Date(at), receivedAt: new Date(at) }));
    }
    if (answer) await give(store, programme, handle, state.run, answer);
  }
  await until(env, endedAt);
  if (state.closed) await handle.result();
  else await handle.terminate('seen enough');
}

async function give(
  store: Store,
  programme: Programme,
  handle: WorkflowHandle,
  run: string,
  answer: SimulationCase['answers'][number],
): Promise<void> {
  const { by, comment, form, outcome, node } = answer;
  if (outcome === 'done') {
    const task = (await store.tasks.ofRun(programme.key, run)).find((one) => one.node === node && one.state === 'open');
    if (!task) throw new Error(`There is no open task at ${node}.`);
    const result = { ...form, ...(comment !== undefined && { note: comment }) };
    await store.tasks.complete(programme.key, task.id, { by, at: new Date(), result });
    await handle.signal(signals.wake, `task:${task.id}`);
    return;
  }
  const approval = (await store.approvals.ofRun(programme.key, run)).find(
    (one) => one.node === node && one.state === 'pending',
  );
  if (!approval) throw new Error(`There is no open approval at ${node}.`);
  const user = await store.users.get(programme.key, by);
  const decision: Decision = {
    id: `${approval.id}/${answer.id}`,
    approval: approval.id,
    outcome,
    ...(comment !== undefined && { comment }),
    ...(form && { form }),
    actor: { id: by, name: user?.name ?? by, roles: user?.roles ?? [approval.role] },
    subjectHash: approval.subjectHash,
  };
  await handle.executeUpdate(updates.decide, { args: [decision] });
}

/** Lets the server's time come to an instant. */
async function until(env: TestWorkflowEnvironment, at: string): Promise<void> {
  const left = Date.parse(at) - (await env.currentTimeMs());
  if (left > 0) await env.sleep(left);
}

async function compared(store: Store, programme: Programme, simulated: CaseRun): Promise<Beside> {
  const run = simulated.state.run;
  const sent = await store.messages.collection.find(programme.key, { run }, { sort: { createdAt: 1, _id: 1 } });
  const record = await store.runs.get(programme.key, run);
  const order = (a: ComparedMail, b: ComparedMail) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  return {
    simulated,
    mails: {
      simulated: simulated.mails
        .map(({ template, to, subject, html, text }) => ({ template, to, subject, html, text }))
        .sort(order),
      real: sent
        .map(({ template, to, subjectLine, html, text }) => ({
          template,
          to,
          subject: subjectLine ?? '',
          html: html ?? '',
          text: text ?? '',
        }))
        .sort(order),
    },
    path: {
      simulated: simulated.steps.map(({ node, port }) => `${node} ${port ?? ''}`),
      real: (record?.steps ?? []).map(({ node, port }) => `${node} ${port ?? ''}`),
    },
    outputs: { simulated: outputsOf(simulated.steps), real: outputsOf(record?.steps ?? []) },
  };
}

function outputsOf(steps: readonly RunStep[]): Outputs {
  return Object.fromEntries(steps.map(({ node, output }) => [node, output]));
}
