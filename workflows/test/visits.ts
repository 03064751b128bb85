import type { JsonObject } from '@sluice/domain';
import type { EffectContext, EffectResult, FlowDocument, WaitRequest } from '@sluice/flows';
import { cores } from '@sluice/nodes/cores';

/** What ends the wait of a step. */
export type Ending = 'timer' | 'wake' | 'event' | 'decision';

/** One visit of a node type, as small a flow as shows it. */
export interface Visit {
  config: JsonObject;
  /** The ways in which its wait ends, for a step that waits. */
  ends?: Ending[];
  /** Where its ways lead, where not all of them to the end. */
  ports?: Record<string, string>;
  /** Steps beside it. */
  beside?: Record<string, [type: string, ports: Record<string, string>, config?: JsonObject]>;
  /** What those cost. */
  besides?: number;
}

const amount = { amount: '5000', currency: 'USD' };
const branches = { branches: [{ port: 'a' }, { port: 'b' }] };
const reason = 'A reason';

/** One line a node type: what it costs in history is measured by it, and its kept history is recorded with it. */
export const visits: Record<string, Visit> = {
  decide: { config: { branches: [{ port: 'yes', when: true }] } },
  parallel: {
    config: branches,
    ports: { a: 'one', b: 'two' },
    // Different kinds of work, so that their order shows in history.
    beside: {
      one: ['note', { next: 'meet' }, { text: 'Seen' }],
      two: ['wait', { next: 'meet' }, { for: 'PT1S' }],
      meet: ['join', { next: 'end' }],
    },
    besides: 7,
  },
  join: { config: {}, beside: { fork: ['parallel', { a: 'step', b: 'step' }, branches] } },
  split: {
    config: {
      shares: [
        { port: 'a', percent: 50 },
        { port: 'b', percent: 50 },
      ],
    },
  },
  subflow: { config: { flow: 'inner' }, ends: ['wake'] },
  loop: { config: { max: 2 }, ports: { again: 'step', done: 'end' } },
  for_each: { config: { list: [1, 2, 3], batch: 2 }, ports: { each: 'step', done: 'end' } },
  digest: { config: { events: ['custom.seen'], for: 'PT3S', max: 1 }, ends: ['timer', 'event'] },
  debounce: { config: { events: ['custom.seen'], for: 'PT3S', max: 1 }, ends: ['timer', 'event'] },
  rule: { config: { rule: 'lead-routing', into: 'route' } },
  set: { config: { values: { kept: 1 } } },
  wait: { config: { for: 'PT1S' }, ends: ['timer'] },
  wait_for_event: { config: { events: ['custom.seen'], for: 'PT3S' }, ends: ['timer', 'event'] },
  approval: {
    config: { about: 'other', subject: 'com_1', title: 'This', role: 'finance', timeout: 'PT3S' },
    ends: ['decision', 'timer'],
  },
  task: { config: { title: 'Look', role: 'ops', due: 'PT3S' }, ends: ['wake', 'timer'] },
  email: { config: { template: 'paid', to: { kind: 'role', role: 'ops' } } },
  compute_commission: { config: { rule: 'standard' } },
  hold: { config: { commissions: ['com_1'], for: 'PT3S' }, ends: ['timer', 'wake'] },
  release: { config: { commissions: ['com_1'] } },
  fraud_check: { config: { rule: 'fraud', commissions: ['com_1'] } },
  approve_commission: { config: { commissions: ['com_1'], approval: 'apr_1' } },
  reject_commission: { config: { commissions: ['com_1'], reason: 'fraud_blocked' } },
  claw_back: { config: {} },
  open_batch: { config: {} },
  send_payouts: { config: { batch: 'bat_1', approval: 'apr_1', lookEvery: 'PT3S' }, ends: ['wake', 'timer'] },
  issue_statements: { config: { batch: 'bat_1' } },
  set_tier: { config: { tier: 'gold' } },
  portal_notice: { config: { title: 'News' } },
  slack: { config: { text: 'News' } },
  webhook: { config: { url: 'https://example.org/hook' } },
  digest_mail: { config: { template: 'snapshot' } },
  goal_bonus: { config: { goal: 'orders', count: 2, for: 'PT3S', amount, reason }, ends: ['wake', 'timer'] },
  bonus: { config: { amount, reason } },
  check_coupon: { config: {} },
  create_coupon: { config: {} },
  scan_page: { config: { url: 'https://example.org/' } },
  move_prospect: { config: { to: 'contacted' } },
  set_status: { config: { status: 'active' } },
  tag: { config: { add: ['seen'] } },
  set_field: { config: { field: 'kept', value: 1 } },
  note: { config: { text: 'Seen' } },
  assign_owner: { config: { role: 'ops' } },
  request_document: { config: { document: 'terms', due: 'PT3S' }, ends: ['wake', 'timer'] },
  qualify: { config: {} },
  reject: { config: { reason: 'duplicate' } },
  assign_lead: { config: { role: 'ops' } },
  push_to_crm: { config: {} },
  add_to_list: { config: { list: 'newcomers' } },
  request_update: { config: { due: 'PT3S' }, ends: ['wake', 'timer'] },
  end: { config: { outcome: 'done' } },
};

/** The flow around one visit: in, and by every way out to the end. */
export function flowOfVisit(type: string, { config, ports, beside = {} }: Visit): FlowDocument {
  const leads = ports ?? Object.fromEntries((cores[type]?.ports(config) ?? []).map(({ key }) => [key, 'end']));
  const all: NonNullable<Visit['beside']> = {
    ...beside,
    step: [type, leads, config],
    ...(type !== 'end' && { end: ['end', {}, { outcome: 'done' }] }),
  };
  const entry = type === 'join' ? 'fork' : 'step';
  return {
    key: `visit-${type.replaceAll('_', '-')}`,
    title: type,
    subject: 'order',
    trigger: { type: 'manual' },
    parameters: [],
    nodes: Object.entries(all).map(([id, [kind, , settings = {}]]) => ({ id, type: kind, config: settings })),
    edges: [
      { from: 'trigger', port: 'next', to: entry },
      ...Object.entries(all).flatMap(([from, [, to]]) =>
        Object.entries(to).map(([port, node]) => ({ from, port, to: node })),
      ),
    ],
    exits: [],
    notes: [],
    version: 1,
    hash: '',
  };
}

/** As the step's activity would answer: a wait first where it waits, then its first way out. */
export function answerVisit(context: EffectContext): EffectResult {
  const { type, stage, config } = context;
  const { ends } = visits[type] ?? {};
  if (ends === undefined || stage !== 'enter') return { port: cores[type]!.ports(config)[0]!.key, output: { stage } };
  const limit = config['due'] ?? config['timeout'] ?? config['lookEvery'] ?? config['for'];
  const wait: WaitRequest = { kind: 'task', wake: 'thing:1', ...(typeof limit === 'string' && { for: limit }) };
  if (type !== 'approval') return { wait };
  const approval = { id: 'apr_1', subjectHash: 'h1', role: 'finance', needed: 1, makers: [], decisions: [] };
  return { wait: { ...wait, kind: 'approval', approval } };
}
