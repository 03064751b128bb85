import type { JsonObject } from '@sluice/domain';
import type { FlowDocument } from '../document.js';
import type { RunAct, RunStep } from '../run.js';
import type { ScriptedAnswer, ScriptedEvent, ScriptedFault, SimulationCase } from './case.js';

/** A run as it really went, as plain JSON: its record, with what was told to it and what was stored when it began. */
export interface RealRun {
  id: string;
  flow: { key: string; version: number };
  subject: { kind: string; id: string };
  startedAt: string;
  steps: readonly RunStep[];
  acts: readonly RunAct[];
  /** Its variables; `event` and `params` are taken from them where they are not given. */
  vars: JsonObject;
  /** The event that started it, with all that it said. */
  event?: { type: string; data: JsonObject };
  /** What it was told while it ran, without what its own effects told. */
  events: readonly { id: string; type: string; at: string; data: JsonObject }[];
  /** What was stored about it when it began, by collection and id. */
  world: SimulationCase['world'];
}

/**
 * The case that tells a flow what a real run was told: to replay the run against a draft. Answers and failures are taken where
 * the flow still has a step of that name; what came of it then is not expected of the draft.
 */
export function importRun(run: RealRun, flow: FlowDocument): SimulationCase {
  const { id, startedAt, subject, steps, vars, world } = run;
  const known = new Set(flow.nodes.map((node) => node.id));
  const mine = steps.filter(({ node }) => known.has(node));
  const event = run.event ?? startedBy(vars);
  const params = isObject(vars['params']) ? vars['params'] : undefined;
  return {
    id: `from_${id}`,
    title: `As in run ${id}`,
    startsAt: startedAt,
    subject,
    world,
    ...(event && { event }),
    ...(params && Object.keys(params).length > 0 && { params: ofFlow(params, flow) }),
    events: run.events
      .filter(({ at }) => at >= startedAt)
      .map(({ id: event, type, at, data }): ScriptedEvent => ({
        id: event,
        after: between(startedAt, at),
        type,
        data,
      })),
    answers: [...decisions(mine, run.acts), ...tasksDone(mine)],
    faults: failures(mine),
    expect: [],
    from: { run: id, flow: run.flow.key, version: run.flow.version },
  };
}

function startedBy({ event }: JsonObject): SimulationCase['event'] {
  if (!isObject(event) || typeof event['type'] !== 'string') return undefined;
  return { type: event['type'], data: isObject(event['data']) ? event['data'] : {} };
}

/** Parameters that the draft still has. */
function ofFlow(params: JsonObject, { parameters }: FlowDocument): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([key]) => parameters.some((one) => one.key === key)));
}

/** Who decided what: acts say when, the step's own output says how. */
function decisions(steps: readonly RunStep[], acts: readonly RunAct[]): ScriptedAnswer[] {
  return steps.flatMap((step): ScriptedAnswer[] => {
    const decision = isObject(step.output?.['decision']) ? step.output['decision'] : undefined;
    if (!decision || step.type !== 'approval') return [];
    const within = acts.filter(
      ({ type, node, at }) =>
        type === 'decide' &&
        node === step.node &&
        at >= step.startedAt &&
        (step.endedAt === undefined || at <= step.endedAt),
    );
    return within.map(({ id, at, reason, actor }): ScriptedAnswer => {
      // Only the last one may have rejected; all before it were agreed to.
      const rejects = id === decision['id'] && decision['outcome'] === 'reject';
      return {
        id,
        node: step.node,
        nth: step.visit,
        after: between(step.startedAt, at),
        outcome: rejects ? 'reject' : 'approve',
        by: actor.id,
        ...(reason !== '' && { comment: reason }),
        ...(id === decision['id'] && isObject(decision['form']) && { form: decision['form'] }),
      };
    });
  });
}

function tasksDone(steps: readonly RunStep[]): ScriptedAnswer[] {
  return steps.flatMap(({ type, port, node, visit, startedAt, endedAt, output, number }): ScriptedAnswer[] => {
    if (type !== 'task' || port !== 'done' || endedAt === undefined || output?.['cancelled'] === true) return [];
    const by = output?.['by'];
    return [
      {
        id: `task_${number}`,
        node,
        nth: visit,
        after: between(startedAt, endedAt),
        outcome: 'done',
        by: typeof by === 'string' && by !== '' ? by : 'unknown',
        ...(isObject(output?.['result']) && { form: output['result'] }),
      },
    ];
  });
}

/** Steps that have failed for good fail again; what was tried several times and done is no matter of the flow. */
function failures(steps: readonly RunStep[]): ScriptedFault[] {
  return steps.flatMap(({ status, error, node, visit, number }): ScriptedFault[] =>
    error && (status === 'failed' || status === 'parked')
      ? [{ id: `fault_${number}`, node, nth: visit, kind: 'error', code: error.code }]
      : [],
  );
}

/** The exact time between two instants. */
function between(from: string, to: string): string {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from));
  return `PT${ms % 1000 === 0 ? ms / 1000 : (ms / 1000).toFixed(3)}S`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
