import { describe, expect, it } from '@jest/globals';
import { flowHash, parseFlow, pinFlow, PinError, validateFlow, type FlowDocument } from '@sluice/flows';
import { catalogue } from '../src/catalogue.js';

const good = (): FlowDocument => ({
  key: 'good',
  title: 'Good',
  subject: 'order',
  trigger: { type: 'event', events: ['order.paid'], reentry: 'once' },
  parameters: [{ key: 'hold', title: 'Hold', type: 'duration', default: 'P30D' }],
  nodes: [
    { id: 'pause', type: 'wait', config: { for: { $param: 'hold' } } },
    {
      id: 'choose',
      type: 'decide',
      config: { branches: [{ port: 'big', when: { '>': [{ var: 'event.data.count' }, 3] } }] },
    },
    { id: 'done', type: 'end', config: { outcome: 'done' } },
  ],
  edges: [
    { from: 'trigger', port: 'next', to: 'pause' },
    { from: 'pause', port: 'next', to: 'choose' },
    { from: 'choose', port: 'big', to: 'done' },
    { from: 'choose', port: 'otherwise', to: 'done' },
  ],
  exits: [],
  notes: [],
  version: 1,
  hash: '',
});

const locks = { catalogue, rules: {}, templates: {} };
const codes = (flow: FlowDocument): string[] =>
  validateFlow(flow, catalogue).map((problem) => `${problem.code} ${problem.pointer}`);

describe('validateFlow', () => {
  it('has nothing against a good flow', () => expect(codes(good())).toEqual([]));

  it.each<[string, (flow: FlowDocument) => void, string]>([
    ['a dead end', (flow) => void flow.edges.pop(), 'dead_end /nodes/1'],
    ['an unknown port', (flow) => void (flow.edges[1]!.port = 'sideways'), 'unknown_port /edges/1/port'],
    ['an unknown step', (flow) => void (flow.edges[1]!.to = 'nowhere'), 'unknown_node /edges/1/to'],
    [
      'two paths from one port',
      (flow) => void flow.edges.push({ from: 'pause', port: 'next', to: 'done' }),
      'double_edge /edges/4',
    ],
    [
      'a step that no path leads to',
      (flow) => void flow.nodes.push({ id: 'lost', type: 'set', config: { values: {} } }),
      'unreachable /nodes/3',
    ],
    ['a flow without an end', (flow) => void (flow.edges = flow.edges.slice(0, 2)), 'no_end /nodes'],
    ['nothing after the trigger', (flow) => void flow.edges.shift(), 'no_entry /edges'],
    ['two steps of one name', (flow) => void (flow.nodes[1]!.id = 'pause'), 'double_id /nodes/1/id'],
    ['a reserved name', (flow) => void (flow.nodes[1]!.id = 'event'), 'reserved_name /nodes/1/id'],
    ['an unknown kind of step', (flow) => void (flow.nodes[1]!.type = 'magic'), 'unknown_node_type /nodes/1/type'],
    [
      'settings that do not fit',
      (flow) => void (flow.nodes[0]!.config = { for: '30 days' }),
      'bad_config /nodes/0/config/for',
    ],
    ['an unknown parameter', (flow) => void (flow.parameters = []), 'unknown_parameter /nodes/0/config/for'],
    [
      'a variable that nothing gives',
      (flow) => void (flow.nodes[1]!.config = { branches: [{ port: 'big', when: { var: 'later.on' } }] }),
      'unbound_variable /nodes/1/config',
    ],
    [
      'a loop that waits for nothing',
      (flow) => {
        flow.nodes.push({ id: 'again', type: 'set', config: { values: {} } });
        flow.edges[2]!.to = 'again';
        flow.edges.push({ from: 'again', port: 'next', to: 'choose' });
      },
      'endless_loop /nodes/1',
    ],
    [
      'a payout past every approval',
      (flow) => {
        flow.nodes.push({ id: 'pay', type: 'send_payouts', config: { batch: 'bat_1', approval: 'apr_1' } });
        flow.edges[2]!.to = 'pay';
        flow.edges.push({ from: 'pay', port: 'sent', to: 'done' }, { from: 'pay', port: 'failed_some', to: 'done' });
      },
      'unapproved_payout /nodes/3',
    ],
  ])('finds %s', (_what, spoil, problem) => {
    const flow = good();
    spoil(flow);
    expect(codes(flow)).toContain(problem);
  });

  it('lets a loop be that waits', () => {
    const flow = good();
    flow.edges[2]!.to = 'pause';
    expect(codes(flow)).toEqual([]);
  });

  it('only warns where an approval may go unanswered', () => {
    const flow = good();
    flow.nodes.push({
      id: 'ask',
      type: 'approval',
      config: { about: 'other', subject: 'x', title: 'x', role: 'ops', timeout: 'P5D' },
    });
    flow.edges[2]!.to = 'ask';
    flow.edges.push({ from: 'ask', port: 'approved', to: 'done' }, { from: 'ask', port: 'rejected', to: 'done' });
    expect(validateFlow(flow, catalogue)).toMatchObject([{ severity: 'warning', code: 'dead_end', port: 'no_answer' }]);
  });
});

describe('parseFlow', () => {
  it('points at what is wrong', () => {
    const bad = { ...good(), trigger: { type: 'event', events: ['order.eaten'], reentry: 'once' } };
    const result = parseFlow(bad);
    expect(result).toMatchObject({ ok: false, problems: [{ pointer: '/trigger/events/0' }] });
  });
});

describe('flowHash', () => {
  it('is about meaning: not about title, place, notes, version or order', () => {
    const other = good();
    Object.assign(other, { title: 'Other', version: 9, notes: [{ id: 'n', text: 'x', x: 0, y: 0 }] });
    other.nodes.reverse();
    other.edges.reverse();
    other.nodes[0]!.x = 5;
    expect(flowHash(other)).toBe(flowHash(good()));
  });

  it('changes with a setting', () => {
    const other = good();
    other.parameters[0]!.default = 'P31D';
    expect(flowHash(other)).not.toBe(flowHash(good()));
  });
});

describe('pinFlow', () => {
  const pinCode = (flow: FlowDocument): string => {
    try {
      pinFlow(flow, locks);
      return 'pinned';
    } catch (error) {
      return error instanceof PinError ? error.code : String(error);
    }
  };

  it('strips what does not run', () => {
    const pinned = pinFlow(good(), locks);
    expect(pinned).toMatchObject({ entry: 'pause', params: { hold: 'P30D' }, next: { pause: { next: 'choose' } } });
    expect(JSON.stringify(pinned)).not.toMatch(/"x":|notes/);
  });

  it('refuses missing rules and mails, and what is too large', () => {
    const rule = good();
    rule.nodes[0] = { id: 'pause', type: 'rule', config: { rule: 'gone', into: 'x' } };
    const mail = good();
    mail.nodes[0] = { id: 'pause', type: 'email', config: { template: 'gone', to: { kind: 'role', role: 'ops' } } };
    const large = good();
    large.nodes[0] = { id: 'pause', type: 'set', config: { values: { a: 'ü'.repeat(33_000) } } };
    expect([rule, mail, large].map(pinCode)).toEqual(['missing_rule', 'missing_template', 'too_large']);
  });
});
