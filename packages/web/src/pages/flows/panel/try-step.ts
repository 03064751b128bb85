import type { Json, JsonObject } from '@sluice/domain';
import type {
  CaseRun,
  FlowDocument,
  FlowNode,
  RunStep,
  SimulatedEffect,
  SimulatedMail,
  SimulationCase,
} from '@sluice/flows';
import { RESERVED } from '@sluice/flows/catalogue';
import { coreOf } from '../../../parts/flow/core.js';

/** What became of a step that was tried. */
export interface Tried {
  step: RunStep;
  mails: SimulatedMail[];
  effects: SimulatedEffect[];
  /** Why it parked, where it did. */
  failure?: { code: string; message: string };
}

/** The step as a story of the whole flow came to it; undefined where the story goes another way. */
export function triedIn(run: CaseRun, node: string): Tried | undefined {
  const step = run.steps.findLast((each) => each.node === node);
  if (!step) return undefined;
  const mine = <T extends { node: string }>(all: T[]): T[] => all.filter((each) => each.node === node);
  return {
    step,
    mails: mine(run.mails),
    effects: mine(run.effects),
    ...(step.error && { failure: { code: step.error.code, message: step.error.message } }),
  };
}

/** The flow that is nothing but this step: before it its sample values are set, after each way out is an end. */
export function alone(flow: FlowDocument, node: FlowNode, sample: JsonObject): FlowDocument {
  const core = coreOf(node.type);
  const ports = [...(core?.ports(node.config) ?? []).map(({ key }) => key)];
  const values = Object.fromEntries(Object.entries(sample).filter(([name]) => name !== node.id));
  return {
    ...flow,
    exits: [],
    nodes: [
      { id: SETS, type: 'set', config: { values } },
      node,
      ...ports.map((port, index) => ({ id: `end${String(index)}`, type: 'end', config: { outcome: port } })),
    ],
    edges: [
      { from: 'trigger', port: 'next', to: SETS },
      { from: SETS, port: 'next', to: node.id },
      ...ports.map((port, index) => ({ from: node.id, port, to: `end${String(index)}` })),
    ],
  };
}

/** Not a name that a person would give a step. */
const SETS = 'sampleValuesOfTheTest';

/** Variables as they were when a run came to a step for the last time. */
export function variablesBefore(run: CaseRun, node: string): JsonObject | undefined {
  const index = run.steps.findLastIndex((each) => each.node === node);
  if (index < 0) return undefined;
  const vars: Record<string, Json> = {};
  for (const { step, set } of run.variables) if (step < index) Object.assign(vars, set);
  return Object.fromEntries(Object.entries(vars).filter(([name]) => !(RESERVED as readonly string[]).includes(name)));
}

const INVENTED: Readonly<Record<string, string>> = {
  partner: 'par_demo',
  application: 'par_demo',
  order: 'ord_demo',
  referral: 'ref_demo',
  commission: 'com_demo',
  coupon_request: 'crq_demo',
  prospect: 'pro_demo',
  payout: 'pay_demo',
  batch: 'bat_demo',
  programme: 'prg_demo',
};

/** A story to try steps in, where the flow has none of its own: the invented subject, its event, everybody says the same. */
export function inventedCase(flow: FlowDocument, currency: string, says: 'approve' | 'reject'): SimulationCase {
  const subject = { kind: flow.subject, id: INVENTED[flow.subject] ?? `${flow.subject}_demo` };
  const [type] = flow.trigger.type === 'event' ? flow.trigger.events : [];
  return answered(
    {
      id: 'sample',
      title: 'Sample',
      startsAt: '2026-01-05T09:00:00.000Z',
      subject,
      world: {},
      ...(type !== undefined && { event: { type, data: dataOf(type, currency) } }),
      events: [],
      answers: [],
      faults: [],
      expect: [],
    },
    flow,
    says,
  );
}

/** The story with everybody who is asked saying the same. */
export function answered(story: SimulationCase, flow: FlowDocument, says: 'approve' | 'reject'): SimulationCase {
  return {
    ...story,
    answers: flow.nodes
      .filter(({ type }) => type === 'approval' || type === 'task')
      .map(({ id, type }) => ({
        id: `answer-${id}`,
        node: id,
        after: 'PT1H',
        outcome: type === 'task' ? ('done' as const) : says,
        by: 'usr_finance',
        comment: 'Sample',
      })),
    expect: [],
  };
}

function dataOf(type: string, currency: string): JsonObject {
  const money = { amount: '20400', currency };
  const order = { id: 'ord_demo', amount: money };
  const customer = { id: 'northwind' };
  if (type === 'order.paid') return { order, customer, attribution: { partnerId: 'par_demo' } };
  if (type === 'order.refunded') return { order: { id: 'ord_demo' }, refund: { id: 'refund_demo', amount: money } };
  if (type.startsWith('dispute.')) return { order: { id: 'ord_demo' }, dispute: { id: 'dispute_demo', amount: money } };
  if (/^(lead|demo|trial)\.|^customer\.activated/.test(type))
    return { lead: { id: 'lead_demo', email: 'amira@northwind.example' }, attribution: { partnerId: 'par_demo' } };
  if (type.startsWith('subscription.')) return { subscription: { id: 'sub_demo', amount: money }, customer };
  if (type === 'coupon.requested') return { partnerId: 'par_demo', code: 'NORA20' };
  return { partnerId: 'par_demo' };
}
