import { describe, expect, it } from '@jest/globals';
import {
  check,
  COMMISSION_FACTS,
  COMMISSION_TERMS,
  FRAUD_FACTS,
  FRAUD_SCORE,
  parse,
  printNode,
  specialise,
} from '../src/index.js';
import type { CstDocument, FactsSchema, OutcomeShape } from '../src/index.js';
import { nodeAt } from '../src/edit/nodes.js';
import { applyEdit, invertEdit } from '../src/edit/splice.js';
import type { TextEdit } from '../src/edit/splice.js';
import type { ConditionView, DecisionList } from '../src/views/decision-list.js';
import { readCondition } from '../src/views/read-condition.js';
import { readDecisionList } from '../src/views/read-decision-list.js';
import { plainText } from '../src/views/parts.js';
import { conditionWords, shortWords } from '../src/views/words.js';
import { branchWords, outcomeWords } from '../src/views/words-outcome.js';
import {
  copyBranches,
  duplicateBranch,
  insertBranch,
  moveBranch,
  pasteBranches,
  removeBranch,
  setOtherwise,
  setOutcome,
} from '../src/views/write-branches.js';
import { addCondition, find, group, removeCondition, setMode, ungroup } from '../src/views/write-condition.js';
import { rowText, setRow } from '../src/views/write-row.js';

const facts = specialise(COMMISSION_FACTS, {
  currency: 'USD',
  fields: {
    'partner.tier': {
      type: 'enum',
      values: [
        { value: 'gold', label: 'Gold' },
        { value: 'silver', label: 'Silver' },
      ],
    },
    'partner.days': { type: 'integer', optional: true, label: 'Days' },
  },
});
const fraud = specialise(FRAUD_FACTS, { currency: 'USD' });
const tier = '{"var": "partner.tier"}';
const net = '{"var": "order.net"}';

/** A condition as one line: what the panel shows. */
function shown(view: ConditionView): string {
  switch (view.kind) {
    case 'row':
      return [view.fact, view.operator, ...view.values.map((value) => JSON.stringify(value))].join(' ');
    case 'group':
      return `${view.mode}(${view.items.map(shown).join('; ')})`;
    case 'always':
      return 'always';
    case 'advanced':
      return `advanced ${view.text}`;
  }
}

const read = (text: string, schema: FactsSchema = facts): string => shown(readCondition(parse(text).root, schema));

describe('reading conditions', () => {
  it.each([
    [`{"==": [${tier}, "gold"]}`, 'partner.tier is "gold"'],
    [`{"==": ["gold", ${tier}]}`, 'partner.tier is "gold"'],
    [`{"!==": [${tier}, "gold"]}`, 'partner.tier is_not "gold"'],
    [`{"!": [{"==": [${tier}, "gold"]}]}`, 'partner.tier is_not "gold"'],
    [`{"in": [${tier}, ["gold", "silver"]]}`, 'partner.tier one_of "gold" "silver"'],
    [`{"!": {"in": [${tier}, ["gold"]]}}`, 'partner.tier none_of "gold"'],
    [`{">": [${net}, 50000]}`, 'order.net more_than 50000'],
    [`{">": [10000, ${net}]}`, 'order.net less_than 10000'],
    [`{"<": [10000, ${net}]}`, 'order.net more_than 10000'],
    [`{"<=": [10000, ${net}]}`, 'order.net at_least 10000'],
    [`{">=": [10000, ${net}]}`, 'order.net at_most 10000'],
    [`{"<=": [1e2, ${net}, 200]}`, 'order.net from_to 100 200'],
    [`{"<": [100, {"var": ["order.net"]}, 200]}`, 'order.net between 100 200'],
    [`{"in": ["US", {"var": ["order.country", ""]}]}`, 'order.country contains "US"'],
    [`{"var": "customer.isNew"}`, 'customer.isNew yes'],
    [`{"!!": [{"var": "customer.isNew"}]}`, 'customer.isNew yes'],
    [`{"!": {"var": "customer.isNew"}}`, 'customer.isNew no'],
    [`{"==": [{"var": "customer.isNew"}, false]}`, 'customer.isNew no'],
    [`{"missing": ["order.coupon"]}`, 'order.coupon absent'],
    [`{"!": {"missing": "order.coupon"}}`, 'order.coupon present'],
    [`{"!=": [{"var": "order.coupon"}, null]}`, 'order.coupon present'],
    [`{"starts_with": [{"var": ["order.coupon", ""]}, ["A", "B"]]}`, 'order.coupon starts_with "A" "B"'],
    [`true`, 'always'],
    [`{"and": [${tier}, {"or": [{">": [${net}, 1]}]}]}`, `all(advanced ${tier}; any(order.net more_than 1))`],
    [
      `{"!": {"or": [{">": [${net}, 1]}, {"var": "customer.isNew"}]}}`,
      'none(order.net more_than 1; customer.isNew yes)',
    ],
    [`{"!": [{"and": [true]}]}`, 'advanced {"!": [{"and": [true]}]}'],
    [`{">": [${net}, {"var": "order.tax"}]}`, `advanced {">": [${net}, {"var": "order.tax"}]}`],
    [`{">": [{"+": [${net}, 1]}, 2]}`, `advanced {">": [{"+": [${net}, 1]}, 2]}`],
    [`{"==": [{"var": "no.such"}, 1]}`, 'advanced {"==": [{"var": "no.such"}, 1]}'],
    [`{"missing": ["order.coupon", "order.country"]}`, 'advanced {"missing": ["order.coupon", "order.country"]}'],
    [`false`, 'advanced false'],
    [`{"and": []}`, 'advanced {"and": []}'],
  ])('%s', (text, wanted) => {
    expect(read(text)).toBe(wanted);
  });
});

/** Documents as people, tools and other editors leave them. */
const AWKWARD: readonly (readonly [string, FactsSchema, OutcomeShape])[] = [
  [
    `{"if":[{">":[1e4,${net}]},{"type":"percent","rate":"5"},{"and":[{"==":["gold",${tier}]},{"or":[{"<=":[1,${net},2]},{"var":"customer.isNew"}]}]},{"rate":"20.0","type":"percent"},{"type":"none","reason":"x"}]}`,
    facts,
    COMMISSION_TERMS,
  ],
  [
    `\n{ "if" : [\n    {"!": {"or": [{"in": [${tier}, [ "gold" , "silver" ]]}, {"missing": ["order.coupon"]}]}} ,\n    {"type" : "flat",\n     "amount" : 25e2},\n  {"!==": [{"var": ["order.country", "\\u0041"]}, "US"]}, {"type":"percent","rate":"1.50","base":"net"},\n  {"some": [[1], true]}, {"outcome": ["type", "percent", "rate", "3"]},\n  true, {"if": [${tier}, {"type": "none", "reason": "in\\/ner"}, {"type": "none", "reason": "else"}]},\n\t{"type": "none", "reason": "last"}\r\n] }\n`,
    facts,
    COMMISSION_TERMS,
  ],
  [
    `{"?:": [{"var": "customer.isNew"}, {"type": "none", "reason": "a"}, {"type": "none", "reason": "b"}]}`,
    facts,
    COMMISSION_TERMS,
  ],
  [`{"if": [{"type": "none", "reason": "nobody"}]}`, facts, COMMISSION_TERMS],
  [
    `{"merge":[{"if":[{"var":"mail.disposable"},[{"points":40,"reason":"disposable_mail"}],[]]},\n {"if": [{"<":[{"var":["click.secondsToOrder",9999]},5]}, [{"points": 30, "reason": "too_fast"}, {"points":1.0,"reason":"x"}] , []]}, [{"points": 1, "reason": "always"}], {"if": [{"var": "same.ip"}, [{"points": 2, "reason": "a"}], [{"points": 3, "reason": "b"}]]}]}`,
    fraud,
    FRAUD_SCORE,
  ],
];

function listOf(document: CstDocument, schema: FactsSchema, shape: OutcomeShape): DecisionList {
  const list = readDecisionList(document, schema, shape);
  if ('reason' in list) throw new Error(list.reason);
  return list;
}

/** Every part of a list by pointer: its exact text. */
function partTexts(document: CstDocument, list: DecisionList): string[] {
  const text = (pointer: string) => {
    const node = nodeAt(document, pointer);
    return node ? printNode(node) : '';
  };
  return [
    ...list.branches.flatMap((each) => [text(each.pointer), text(each.outcome.pointer)]),
    list.otherwise ? text(list.otherwise.pointer) : '',
  ];
}

function rows(view: ConditionView): ConditionView[] {
  return view.kind === 'group' ? [view, ...view.items.flatMap(rows)] : [view];
}

describe.each(AWKWARD)('every view on %s', (text, schema, shape) => {
  const document = parse(text);
  const list = listOf(document, schema, shape);
  const parts = partTexts(document, list);

  /** Applies an edit of one node: all bytes around the node stay, the inverse is exact, the list can be read again. */
  const within = (pointer: string, edit: TextEdit): DecisionList => {
    const node = nodeAt(document, pointer);
    if (!node) throw new Error(pointer);
    const after = applyEdit(text, edit);
    const end = node.offset + printNode(node).length;
    expect(after.slice(0, node.offset)).toBe(text.slice(0, node.offset));
    expect(after.endsWith(text.slice(end))).toBe(true);
    expect(applyEdit(after, invertEdit(edit))).toBe(text);
    return listOf(parse(after), schema, shape);
  };

  it('is read without a loss', () => {
    expect(parts.every((part) => text.includes(part))).toBe(true);
  });

  it('keeps every byte around a row, a group, an outcome', () => {
    for (const branch of list.branches) {
      for (const view of rows(branch.when)) {
        if (view.kind === 'row') {
          expect(setRow(document, schema, view.pointer, view)).toEqual([]);
          const next = { fact: view.fact, operator: 'present', values: [] } as const;
          const again = within(view.pointer, setRow(document, schema, view.pointer, next)).branches[branch.index];
          expect(again && find(again.when, view.pointer)).toMatchObject({ operator: 'present', fact: view.fact });
          if (view.values.length === 1) {
            const value = typeof view.values[0] === 'number' ? 7 : 'silver';
            const changed = within(view.pointer, setRow(document, schema, view.pointer, { ...view, values: [value] }));
            const found = changed.branches[branch.index];
            expect(found && find(found.when, view.pointer)).toMatchObject({ operator: view.operator, values: [value] });
          }
        }
        if (view.kind === 'group') {
          for (const mode of ['all', 'any', 'none'] as const) {
            const again = within(view.pointer, setMode(document, view, mode)).branches[branch.index];
            expect(again && find(again.when, view.pointer)).toMatchObject({ kind: 'group', mode });
          }
          within(view.pointer, group(document, view, 0, 1, 'any'));
        }
        if (view.kind !== 'always') {
          within(view.pointer, addCondition(document, view, `{">": [1, 2]}`));
          if (view.pointer !== branch.pointer)
            within(branch.pointer, removeCondition(document, branch.when, view.pointer));
        }
      }
      if (branch.outcome.kind === 'literal') {
        expect(setOutcome(document, branch.outcome.pointer, branch.outcome.value)).toEqual([]);
        const value = shape.kind === 'list' ? [{ points: 9, reason: 'z' }] : { type: 'percent', rate: '9' };
        const again = within(branch.outcome.pointer, setOutcome(document, branch.outcome.pointer, value));
        expect(again.branches[branch.index]?.outcome).toMatchObject({ value });
      }
    }
  });

  it('keeps the bytes of every branch when branches come, go and move', () => {
    const step = (edit: TextEdit): string[] => {
      const after = applyEdit(text, edit);
      expect(applyEdit(after, invertEdit(edit))).toBe(text);
      const again = parse(after);
      return partTexts(again, listOf(again, schema, shape));
    };
    const count = list.branches.length;
    for (let at = 0; at <= count; at++) {
      const outcome = shape.kind === 'list' ? [] : { type: 'none', reason: 'new' };
      const got = step(insertBranch(document, list, at, '{"<": [1, 2]}', outcome));
      expect(got.toSpliced(at * 2, 2)).toEqual(parts);
      expect(got[at * 2]).toBe('{"<": [1, 2]}');
    }
    for (let at = 0; at < count; at++) {
      expect(step(removeBranch(document, list, at))).toEqual(parts.toSpliced(at * 2, 2));
      const copy = parts.slice(at * 2, at * 2 + 2);
      expect(step(duplicateBranch(document, list, at))).toEqual(parts.toSpliced(at * 2, 0, ...copy));
      const clipboard = copyBranches(document, list, [at]);
      const pasted = pasteBranches(document, list, 0, clipboard);
      expect(pasted && step(pasted)).toEqual([...copy, ...parts]);
      for (let to = 0; to < count; to++) {
        expect(step(moveBranch(document, list, at, to))).toEqual(
          parts.toSpliced(at * 2, 2).toSpliced(to * 2, 0, ...copy),
        );
      }
    }
  });
});

describe('writing', () => {
  const write = (text: string, edit: (document: CstDocument, view: ConditionView) => TextEdit): string => {
    const document = parse(text);
    return applyEdit(text, edit(document, readCondition(document.root, facts)));
  };

  it.each([
    [
      'only the value',
      `{">":[${net}, 5e4]}`,
      { fact: 'order.net', operator: 'more_than', values: [60000] },
      `{">":[${net}, 60000]}`,
    ],
    [
      'the value of a turned comparison',
      `{">": [100, ${net}]}`,
      { fact: 'order.net', operator: 'less_than', values: [300] },
      `{">": [300, ${net}]}`,
    ],
    [
      'another operator, the fact as it is written',
      `{"==":[{"var" : "order.net"},1]}`,
      { fact: 'order.net', operator: 'at_least', values: [1] },
      `{">=": [{"var" : "order.net"}, 1]}`,
    ],
    [
      'one more of a list',
      `{"in": [${tier}, ["g\\u006fld"]]}`,
      { fact: 'partner.tier', operator: 'one_of', values: ['gold', 'silver'] },
      `{"in": [${tier}, ["g\\u006fld", "silver"]]}`,
    ],
    [
      'another fact, optional text',
      `{"==": [${tier}, "gold"]}`,
      { fact: 'order.coupon', operator: 'is', values: ['X'] },
      `{"==": [{"var": ["order.coupon", ""]}, "X"]}`,
    ],
    [
      'another fact, optional number',
      `{"==": [${tier}, "gold"]}`,
      { fact: 'partner.days', operator: 'at_most', values: [3] },
      `{"and": [{"!=": [{"var": "partner.days"}, null]}, {"<=": [{"var": "partner.days"}, 3]}]}`,
    ],
  ] as const)('changes %s', (_, text, row, wanted) => {
    expect(write(text, (document) => setRow(document, facts, '', row))).toBe(wanted);
  });

  it('writes rows that the checker accepts, for every type and operator', () => {
    const samples: [string, string, unknown[]][] = [
      ...['is', 'is_not'].map((operator): [string, string, unknown[]] => ['partner.tier', operator, ['gold']]),
      ...['one_of', 'none_of'].map((operator): [string, string, unknown[]] => [
        'partner.tier',
        operator,
        ['gold', 'silver'],
      ]),
      ...[
        'is',
        'is_not',
        'contains',
        'lacks',
        'starts_with',
        'ends_with',
        'matches_domain',
        'one_of',
        'none_of',
        'present',
        'absent',
      ].map((operator): [string, string, unknown[]] => ['order.coupon', operator, ['A']]),
      ...['is', 'at_least', 'more_than', 'at_most', 'less_than', 'from_to', 'between'].flatMap(
        (operator): [string, string, unknown[]][] => [
          ['order.net', operator, [100, 200]],
          ['partner.days', operator, [1, 2]],
          ['asOf', operator, [1795219200000, 1795219200001]],
        ],
      ),
      ...['yes', 'no'].map((operator): [string, string, unknown[]] => ['customer.isNew', operator, []]),
    ];
    for (const [fact, operator, values] of samples) {
      const text = rowText({ fact, operator: operator as 'is', values: values as number[] }, facts);
      const rule = `{"if": [${text}, {"type": "none", "reason": "a"}, {"type": "none", "reason": "b"}]}`;
      const checked = check(parse(rule), facts, { outcome: COMMISSION_TERMS });
      expect([text, checked.problems]).toEqual([text, []]);
    }
  });

  it.each([
    [
      'a second condition',
      `{"var": "customer.isNew"}`,
      (d: CstDocument, v: ConditionView) => addCondition(d, v, '{"a": 1}'),
      '{"and": [{"var": "customer.isNew"}, {"a": 1}]}',
    ],
    ['one to always', 'true', (d: CstDocument, v: ConditionView) => addCondition(d, v, '{"a": 1}'), '{"a": 1}'],
    [
      'all to none',
      '{"and":[ 1.0 ,2]}',
      (d: CstDocument, v: ConditionView) => setMode(d, v, 'none'),
      '{"!": {"or": [ 1.0 ,2]}}',
    ],
    [
      'a group of two',
      '{"and": [1, 2 , 3]}',
      (d: CstDocument, v: ConditionView) => group(d, v, 1, 2, 'any'),
      '{"and": [1, {"or": [2 , 3]}]}',
    ],
    [
      'no group',
      '{"and": [1, {"or": [2 , 3]}]}',
      (d: CstDocument, v: ConditionView) => ungroup(d, v, '/and/1'),
      '{"and": [1, 2 , 3]}',
    ],
    [
      'the last but one',
      '{"and": [1, 2.0]}',
      (d: CstDocument, v: ConditionView) => removeCondition(d, v, '/and/0'),
      '2.0',
    ],
    ['the last one', '{"or": [1]}', (d: CstDocument, v: ConditionView) => removeCondition(d, v, '/or/0'), 'true'],
  ] as const)('%s', (_, text, edit, wanted) => {
    expect(write(text, edit)).toBe(wanted);
  });

  it('begins with the answer for all and adds the first branches in house form, in any order the same text', () => {
    const text = '{"if": [{"type": "none", "reason": "no_rule"}]}';
    const add = (now: string, at: number, when: string) => {
      const document = parse(now);
      return applyEdit(
        now,
        insertBranch(document, listOf(document, facts, COMMISSION_TERMS), at, when, { type: 'percent', rate: '5' }),
      );
    };
    const [a, b] = ['{"==": [1, 1]}', '{"==": [2, 2]}'];
    const one = add(add(text, 0, a), 1, b);
    expect(one).toBe(
      `{"if": [${a}, {"type": "percent", "rate": "5"}, ${b}, {"type": "percent", "rate": "5"}, {"type": "none", "reason": "no_rule"}]}`,
    );
    expect(add(add(text, 0, b), 0, a)).toBe(one);
    const document = parse(one);
    const otherwise = setOtherwise(document, listOf(document, facts, COMMISSION_TERMS), { type: 'flat', amount: 100 });
    expect(applyEdit(one, otherwise)).toBe(
      one.replace('{"type": "none", "reason": "no_rule"}', '{"type": "flat", "amount": 100}'),
    );
  });

  it('refuses to paste what is no branch', () => {
    const document = parse('{"if": [{"type": "none", "reason": "x"}]}');
    const list = listOf(document, facts, COMMISSION_TERMS);
    for (const text of ['', 'hello', '{}', '[1]', '{"branches": [{"when": true}]}', '{"if": [1]}']) {
      expect(pasteBranches(document, list, 0, text)).toBeUndefined();
    }
    expect(pasteBranches(document, list, 0, '{"if": [true, 1, 2]}')).toBeDefined();
  });
});

describe('words', () => {
  const say = (text: string, locale: 'en' | 'de', style: 'card' | 'full') =>
    conditionWords(readCondition(parse(text).root, facts), facts, locale, style)
      .map((part) => (part.value ? `[${part.text}]` : part.text))
      .join('');
  const both = `{"and": [{"in": [${tier}, ["silver"]]}, {">": [${net}, 50000]}]}`;
  it.each([
    [both, 'card', 'tier is [Silver] and order > [$500.00]', 'die Stufe [Silver] ist und die Bestellung > [$500,00]'],
    [
      both,
      'full',
      'tier is [Silver] and the order is more than [$500.00]',
      'die Stufe [Silver] ist und die Bestellung mehr als [$500,00] beträgt',
    ],
    ['{"!": {"var": "customer.isNew"}}', 'card', '[the customer is not new]', '[der Kunde nicht neu ist]'],
    ['{"missing": ["order.coupon"]}', 'full', 'the coupon [is not known]', 'der Gutschein [nicht bekannt ist]'],
    [
      '{"!=": [{"var": ["order.country", ""]}, "US"]}',
      'full',
      "the customer's country is not [US] or not known",
      'das Land des Kunden nicht [US] ist oder unbekannt',
    ],
    [
      `{"or": [{"var": "customer.isNew"}, ${both}]}`,
      'card',
      '[the customer is new] or (tier is [Silver] and order > [$500.00])',
      '[der Kunde neu ist] oder (die Stufe [Silver] ist und die Bestellung > [$500,00])',
    ],
    ['{"some": [1, 2]}', 'card', '[an advanced expression] holds', '[ein freier Ausdruck] zutrifft'],
  ] as const)('%s (%s)', (text, style, en, de) => {
    expect(say(text, 'en', style)).toBe(en);
    expect(say(text, 'de', style)).toBe(de);
  });

  it.each([
    [{ type: 'percent', rate: '17', base: 'net' }, 'Pay 17\u202f% of net', 'Zahle 17\u202f% vom Netto'],
    [{ type: 'flat', amount: 2500 }, 'Pay $25.00', 'Zahle $25,00'],
    [{ type: 'none', reason: 'partner_not_active' }, 'Nothing: partner not active', 'Nichts: partner not active'],
    [{ type: 'percent', rate: 'x' }, 'Pay x\u202f%', 'Zahle x\u202f%'],
  ] as const)('%j', (value, en, de) => {
    const view = { kind: 'literal', pointer: '', value } as const;
    expect(plainText(outcomeWords(view, COMMISSION_TERMS, facts, 'en'))).toBe(en);
    expect(plainText(outcomeWords(view, COMMISSION_TERMS, facts, 'de'))).toBe(de);
  });

  it('has a title for a branch', () => {
    const title = (text: string) => shortWords(readCondition(parse(text).root, facts), facts, 'en');
    expect(title(both)).toBe('Silver, > $500.00');
    expect(title(`{"<=": [100, ${net}, 200]}`)).toBe('$1.00–$2.00');
    expect(title('{"var": "customer.isNew"}')).toBe('the customer is new');
    expect(title('true')).toBe('Always');
  });

  it('says a whole branch', () => {
    const when = readCondition(parse(both).root, facts);
    const outcome = { kind: 'literal', pointer: '', value: { type: 'percent', rate: '17', base: 'net' } } as const;
    expect(plainText(branchWords(when, outcome, COMMISSION_TERMS, facts, 'en'))).toBe(
      'If tier is Silver and the order is more than $500.00, pay 17\u202f% of net.',
    );
    expect(plainText(branchWords(undefined, outcome, COMMISSION_TERMS, facts, 'de'))).toBe(
      'Sonst zahle 17\u202f% vom Netto.',
    );
  });
});
