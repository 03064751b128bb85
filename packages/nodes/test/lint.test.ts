import { describe, expect, it } from '@jest/globals';
import type { FlowDocument, FlowNode } from '@sluice/flows';
import { applyEdit } from '@sluice/flows/edit/index';
import { lintFlow, problemsByNode, renderFix, renderProblem, type LintLibrary } from '@sluice/flows/lint/index';
import { catalogue } from '../src/catalogue.js';

const base: FlowDocument = {
  key: 'pay',
  title: 'Pay',
  subject: 'batch',
  trigger: { type: 'manual' },
  parameters: [{ key: 'sum', title: 'Sum', type: 'money', default: { amount: '600000', currency: 'USD' } }],
  nodes: [],
  edges: [],
  exits: [],
  notes: [],
  version: 0,
  hash: '',
};

/** Steps one after the other by their first port, then an end; a step's further ports lead to that end. */
function line(...nodes: [id: string, type: string, config: FlowNode['config']][]): FlowDocument {
  const drawn: FlowNode[] = [
    ...nodes.map(([id, type, config]): FlowNode => ({ id, type, config })),
    { id: 'end', type: 'end', config: { outcome: 'done' } },
  ];
  const edges = drawn.flatMap((node, index) =>
    (catalogue[node.type]?.core.ports(node.config) ?? []).map((port, at) => ({
      from: node.id,
      port: port.key,
      to: at === 0 ? (drawn[index + 1]?.id ?? 'end') : 'end',
    })),
  );
  return { ...base, nodes: drawn, edges: [{ from: 'trigger', port: 'next', to: drawn[0]!.id }, ...edges] };
}

const library: LintLibrary = {
  programme: { currency: 'USD', settings: { secondApproverFrom: { USD: '500000' } } as never },
  rules: { standard: { kind: 'commission' }, fraud: { kind: 'fraud' } },
  templates: {
    paid: { content: mail('Hello {{ name }}, {{ amount | money }}', ['name', 'amount']) },
    hi: { content: mail('Dear {{ first_name }}', ['first_name']) },
    soft: {
      content: mail('Dear {{ first_name | default: "friend" }}{% if amount %}{{ amount }}{% endif %}', [
        'first_name',
        'amount',
      ]),
    },
    review: { content: mail('{{ title }}', ['title']) },
  },
  flows: {},
};

function mail(text: string, variables: string[]) {
  return { variables, locales: { en: { subject: 'Hi', html: text, text } } };
}

const open: [string, string, FlowNode['config']] = ['open', 'open_batch', {}];
const approval = (more: FlowNode['config'] = {}): [string, string, FlowNode['config']] => [
  'ask',
  'approval',
  {
    about: 'batch',
    subject: { $var: 'open.batch' },
    title: 'the batch',
    role: 'finance',
    remind: 'P1D',
    needed: 2,
    ...more,
  },
];
const send: [string, string, FlowNode['config']] = [
  'send',
  'send_payouts',
  { batch: { $var: 'open.batch' }, approval: { $var: 'ask.approval' } },
];
const email = (template: string, more: FlowNode['config'] = {}): [string, string, FlowNode['config']] => [
  'mail',
  'email',
  { template, to: { kind: 'partner', partner: { $var: 'subject.id' } }, ...more },
];

describe('lintFlow', () => {
  it.each<[string, FlowDocument, string[], string[]]>([
    ['a good payout', line(open, approval(), send), [], []],
    [
      'a total where a batch belongs',
      line(open, approval(), [
        'send',
        'send_payouts',
        { batch: { $var: 'open.total' }, approval: { $var: 'ask.approval' } },
      ]),
      ['wrong_value send'],
      ['Use “open.batch” instead', 'Use “subject.id” instead'],
    ],
    [
      'a batch where an approval belongs',
      line(open, approval(), [
        'send',
        'send_payouts',
        { batch: { $var: 'open.batch' }, approval: { $var: 'open.batch' } },
      ]),
      ['wrong_value send'],
      ['Use “ask.approval” instead'],
    ],
    [
      'a value that the step does not give',
      line(open, approval({ evidence: { total: { $var: 'open.sum' } } }), send),
      ['no_such_value ask'],
      [],
    ],
    [
      'an approval that could wait for ever',
      without(line(open, approval(), send), 'ask', 'remind'),
      ['waits_forever ask'],
      ['Remind daily', 'Give up after 5 days'],
    ],
    [
      'one approver for any sum',
      line(open, approval({ needed: 1 }), send),
      ['one_approver ask'],
      ['Ask two people from the threshold on'],
    ],
    [
      'a payout past the approval',
      line(open, ['send', 'send_payouts', { batch: { $var: 'open.batch' }, approval: 'apr_1' }]),
      ['unapproved_payout send'],
      ['Ask for an approval first'],
    ],
    [
      'a bonus above the threshold',
      line(['bonus', 'bonus', { amount: { $param: 'sum' }, reason: 'Well done' }]),
      ['unapproved_bonus bonus'],
      ['Ask for an approval first'],
    ],
    [
      'a bonus below it',
      line(['bonus', 'bonus', { amount: { amount: '100', currency: 'USD' }, reason: 'Well done' }]),
      [],
      [],
    ],
    [
      'a rule that nobody published',
      line(['compute', 'compute_commission', { rule: 'standart', order: 'ord_1' }]),
      ['missing_rule compute'],
      ['Use “standard” instead'],
    ],
    ['a mail that nobody wrote', line(email('payd')), ['missing_template mail'], ['Use “paid” instead']],
    ['a mail that says what it is not told', line(email('paid')), ['template_variable mail'], ['Give it a value']],
    ['the same, told', line(email('paid', { data: { amount: 'x' } })), [], []],
    ['a greeting by what may be missing', line(email('hi')), ['greets_by mail'], ['Use “Hello” instead']],
    ['a greeting with a stand-in', line(email('soft')), [], []],
    ['a round that never comes back', line(['round', 'for_each', { list: [1, 2] }]), ['no_way_back round'], []],
    [
      'a condition that compares a sum with a word',
      line(open, ['choose', 'decide', { branches: [{ port: 'a', when: { '>': [{ var: 'open.payouts' }, 'many'] } }] }]),
      ['bad_condition choose'],
      [],
    ],
    [
      'a condition over what it knows',
      line(open, [
        'choose',
        'decide',
        { branches: [{ port: 'a', when: { '>': [{ var: 'open.total.amount' }, 100] } }] },
      ]),
      [],
      [],
    ],
  ])('%s', (_what, flow, codes, fixes) => {
    const problems = lintFlow(flow, catalogue, library);
    expect(problems.map(({ code, node }) => `${code} ${node ?? ''}`)).toEqual(codes);
    expect(problems.flatMap((problem) => problem.fixes.map((fix) => renderFix(fix)))).toEqual(fixes);
    for (const problem of problems) {
      expect(renderProblem(problem, 'de')).not.toBe('');
      for (const fix of problem.fixes) {
        const after = lintFlow(applyEdit(flow, fix.edit), catalogue, library);
        expect(after.filter(({ code, node }) => code === problem.code && node === problem.node)).toEqual([]);
      }
    }
  });

  it('leads an open way to a step of its name, else to an end below, never back or to itself', () => {
    const good = line(open, approval(), send);
    const cut = (port: string, more: FlowNode[] = []): string[] => {
      const flow = {
        ...good,
        nodes: [...good.nodes, ...more],
        edges: good.edges.filter((edge) => edge.from !== 'ask' || edge.port !== port),
      };
      const problem = lintFlow(flow, catalogue, library).find(
        (each) => each.node === 'ask' && each.code === 'dead_end',
      );
      return (problem?.fixes ?? []).flatMap(({ edit }) =>
        edit.operations.flatMap((operation) => (operation.op === 'add_edge' ? [operation.edge.to] : [])),
      );
    };
    expect(cut('rejected')).toEqual(['end', 'end_rejected']);
    const own: FlowNode = { id: 'tell_rejected', type: 'end', config: { outcome: 'no' } };
    expect(cut('rejected', [own])).toEqual(['tell_rejected', 'end_rejected']);
    expect(cut('approved')).toContain('end_approved');
  });

  it('says of a flow what it could not carry along', () => {
    const words = 'x'.repeat(1_900);
    const many = Array.from({ length: 36 }, (_, n): [string, string, FlowNode['config']] => [
      `t${n}`,
      'task',
      { title: words, role: 'ops' },
    ]);
    expect(lintFlow(line(...many), catalogue, library).map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error too_large',
    ]);
  });

  it('puts errors first and says which step they are of', () => {
    const flow = line(open, approval({ needed: 1 }), [
      'send',
      'send_payouts',
      { batch: { $var: 'open.total' }, approval: { $var: 'ask.approval' } },
    ]);
    const problems = lintFlow(flow, catalogue, library);
    expect(problems.map(({ severity }) => severity)).toEqual(['error', 'warning']);
    expect([...problemsByNode(problems).keys()]).toEqual(['send', 'ask']);
  });

  it('looks a thousand steps over within 50 ms', () => {
    const steps = Array.from({ length: 999 }, (_, n): [string, string, FlowNode['config']] =>
      n % 3 === 0
        ? [`c${n}`, 'compute_commission', { rule: 'standard', order: 'ord_1' }]
        : n % 3 === 1
          ? [`w${n}`, 'wait', { for: 'P1D' }]
          : [
              `e${n}`,
              'email',
              { template: 'paid', to: { kind: 'commission', commissions: { $var: `c${n - 2}.commissions` } } },
            ],
    );
    const flow = line(...steps);
    // The best of several, in CPU time, by the speed of the machine at this moment: what else runs on it is not what is measured.
    const best = Math.min(...Array.from({ length: 25 }, () => cpuMs(() => lintFlow(flow, catalogue, library))));
    expect(best / Math.max(1, yardstick() / YARDSTICK_MS)).toBeLessThan(50);
  });
});

function without(flow: FlowDocument, id: string, key: string): FlowDocument {
  return {
    ...flow,
    nodes: flow.nodes.map((node) => {
      if (node.id !== id) return node;
      const { [key]: _gone, ...config } = node.config;
      return { ...node, config };
    }),
  };
}

/** What the yardstick takes on the machine where the bar of 50 ms was set, with nothing else running. */
const YARDSTICK_MS = 8;

/** CPU time of a fixed piece of work, the best of three: how fast the machine is just now. */
function yardstick(): number {
  const once = (): number =>
    cpuMs(() => JSON.parse(JSON.stringify(Array.from({ length: 20_000 }, (_, n) => ({ n, text: String(n) })))));
  return Math.min(once(), once(), once());
}

function cpuMs(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
