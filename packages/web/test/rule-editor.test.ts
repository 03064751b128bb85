import { describe, expect, it } from '@jest/globals';
import type { RuleDetail, RuleDraft, RuleDraftSave } from '@sluice/contracts/rule';
import { COMMISSION_FACTS, COMMISSION_TERMS, parse, specialise } from '@sluice/rules';
import { draftContent, type DraftContent } from '@sluice/rules/edit/draft';
import { openLog, perform } from '@sluice/rules/edit/log';
import { editBetween } from '@sluice/rules/edit/splice';
import type { DecisionList } from '@sluice/rules/views/decision-list';
import { plainText } from '@sluice/rules/views/parts';
import { readDecisionList } from '@sluice/rules/views/read-decision-list';
import { Problem } from '../src/lib/api.js';
import { amountOf, amountText, decimalOf } from '../src/pages/rules/canvas/amounts.js';
import { countryOptions } from '../src/pages/rules/canvas/countries.js';
import { drawBranches } from '../src/pages/rules/canvas/draw.js';
import { factChoices, firstRow, operatorsFor, withOperator } from '../src/pages/rules/canvas/facts.js';
import { listAt, placeAt, placesOf, trailTo } from '../src/pages/rules/canvas/places.js';
import { open } from '../src/pages/rules/editor/opening.js';
import { programOf, runCase } from '../src/pages/rules/editor/run-cases.js';
import { Saver } from '../src/pages/rules/editor/saver.js';
import { EditorStore } from '../src/pages/rules/editor/store.js';
import { keyFrom } from '../src/pages/rules/NewRule.js';
import { programme } from './fixtures/people.js';

const schema = specialise(COMMISSION_FACTS, {
  currency: 'USD',
  fields: {
    'partner.tier': {
      type: 'enum',
      values: [
        { value: 'gold', label: 'Gold' },
        { value: 'silver', label: 'Silver' },
      ],
    },
  },
});
const logic = `{"if": [
  {"and": [{"==": [{"var": "partner.tier"}, "silver"]}, {">": [{"var": "order.net"}, 50000]}]}, {"type": "percent", "rate": "17"},
  {"==": [{"var": "partner.tier"}, "gold"]}, {"if": [{"var": "customer.isNew"}, {"type": "flat", "amount": 100}, {"type": "none", "reason": "old"}]},
  {"type": "none", "reason": "no_terms"}
]}`;
const base = draftContent({ title: 'Standard', logic, cases: [], layout: {}, comments: {} });
const retitled = (title: string): DraftContent => ({ ...base, title });
const list = readDecisionList(parse(logic), schema, COMMISSION_TERMS) as DecisionList;

const stored = (rev: number, title: string): RuleDraft =>
  ({
    rev,
    title,
    logic,
    cases: [],
    layout: {},
    comments: {},
    makers: [],
    changedAt: '2026-11-20T10:00:00.000Z',
  }) as unknown as RuleDraft;

/** A server in a variable, and timers that run when they are told to. */
function world(rev = 1) {
  let draft = stored(rev, 'Standard');
  let answer: (() => void) | undefined;
  const timers: (() => void)[] = [];
  const sent: number[] = [];
  const saver = new Saver(
    {
      put: (body: RuleDraftSave) => {
        sent.push(body.rev);
        answer?.();
        if (body.rev !== draft.rev) {
          const problem = { title: 'stale', status: 409, code: 'stale', theirs: draft };
          return Promise.reject(new Problem(problem));
        }
        draft = stored(draft.rev + 1, body.title);
        return Promise.resolve(draft);
      },
      later: (run) => {
        timers.push(run);
        return () => timers.splice(timers.indexOf(run), 1);
      },
      now: () => new Date(0),
    },
    { rev, saved: base },
  );
  return {
    saver,
    sent,
    timers,
    stored: () => draft,
    theirs: (title: string) => (draft = stored(draft.rev + 1, title)),
    down: (status: number) =>
      (answer = () => {
        throw new Problem({ title: 'down', status });
      }),
    up: () => (answer = undefined),
  };
}

describe('saving a draft', () => {
  it('waits a moment, then names the revision it was made from', async () => {
    const { saver, timers, sent, stored: draft } = world(4);
    saver.want(retitled('A'));
    saver.want(retitled('AB'));
    expect([saver.snapshot().state, sent]).toEqual(['dirty', []]);
    expect(timers).toHaveLength(1);
    expect(await saver.flush()).toBe(true);
    expect([sent, draft().title, saver.snapshot()]).toMatchObject([[4], 'AB', { state: 'saved', rev: 5 }]);
    saver.want(retitled('ABC'));
    await saver.flush();
    expect(sent).toEqual([4, 5]);
  });

  it('saves nothing where a change was taken back', async () => {
    const { saver, sent } = world();
    saver.want(retitled('A'));
    saver.want({ ...base });
    expect(saver.snapshot().state).toBe('saved');
    await saver.flush();
    expect(sent).toEqual([]);
  });

  it('keeps everything while the server does not answer, and tries again', async () => {
    const { saver, down, up, timers, stored: draft } = world();
    down(0);
    saver.want(retitled('A'));
    expect(await saver.flush()).toBe(false);
    expect(saver.snapshot()).toMatchObject({ state: 'offline', saved: { title: 'Standard' } });
    expect(timers.length).toBeGreaterThan(0);
    up();
    expect(await saver.flush()).toBe(true);
    expect(draft().title).toBe('A');
  });

  it('does not repeat what the server refuses', async () => {
    const { saver, down, timers } = world();
    down(422);
    saver.want(retitled('A'));
    await saver.flush();
    expect([saver.snapshot().state, timers]).toEqual(['failed', []]);
  });

  it('stops at a conflict until a person has decided, then saves over what they saw', async () => {
    const { saver, theirs, sent, stored: draft } = world();
    theirs('Theirs');
    saver.want(retitled('Mine'));
    expect(await saver.flush()).toBe(false);
    expect(saver.snapshot()).toMatchObject({ state: 'conflict', theirs: { title: 'Theirs' } });
    saver.want(retitled('Mine too'));
    expect(await saver.flush()).toBe(false);
    expect([sent, draft().title]).toEqual([[1], 'Theirs']);
    saver.settle(2, retitled('Theirs'));
    expect(await saver.flush()).toBe(true);
    expect(draft().title).toBe('Mine too');
  });
});

describe('opening a draft', () => {
  const detail = { key: 'standard', title: 'Standard', inForce: null, source: logic } as unknown as RuleDetail;
  const changed = perform(openLog(base), [{ type: 'title', title: 'Mine' }], 'Rename');

  it.each([
    ['nothing remembered', stored(3, 'Standard'), undefined, 'Standard', 0, false],
    ['the same draft as remembered', stored(3, 'Standard'), { rev: 3, saved: base, log: changed }, 'Mine', 1, false],
    ['a save whose answer was lost', stored(4, 'Mine'), { rev: 3, saved: base, log: changed }, 'Mine', 1, false],
    [
      'a newer draft, nothing unsaved here',
      stored(4, 'Theirs'),
      { rev: 3, saved: base, log: openLog(base) },
      'Theirs',
      0,
      false,
    ],
    ['a newer draft and changes here', stored(4, 'Theirs'), { rev: 3, saved: base, log: changed }, 'Mine', 1, true],
    ['a discarded draft and changes here', null, { rev: 3, saved: retitled('Old'), log: changed }, 'Mine', 1, true],
  ] as const)('%s', (_, draft, remembered, title, steps, conflict) => {
    const opening = open(detail, draft, remembered);
    expect([opening.log.content.title, opening.log.done.length, opening.conflict]).toEqual([title, steps, conflict]);
  });
});

describe('the state of the editor', () => {
  it('keeps what is selected selected when text before it changes, and the last document while it does not parse', () => {
    const store = new EditorStore(openLog(base));
    store.set({ selected: '/if/2' });
    const type = (text: string) => {
      const { content } = store.snapshot().log;
      store.perform([{ type: 'text', edit: editBetween(content.logic, text) }], 'Type', 'typing');
    };
    type(logic.slice(0, 20));
    expect(store.snapshot()).toMatchObject({ selected: '/if/2', syntaxError: { code: 'not_json' } });
    expect(store.snapshot().document).not.toBeNull();
    type(logic.replace('{"if": [', '{"if": [true, {"type": "none", "reason": "new"},'));
    expect(store.snapshot()).toMatchObject({ selected: '/if/4', syntaxError: null });
    store.undo();
    expect(store.snapshot()).toMatchObject({ selected: '/if/2', log: { content: { logic } } });
    expect(() => store.perform([{ type: 'text', edit: [{ at: 0, removed: 'x', inserted: '' }] }], '')).toThrow();
    expect(store.snapshot().log.content.logic).toBe(logic);
  });
});

describe('places of a list', () => {
  it('finds branches, otherwise, nested decisions and what lies within them', () => {
    expect(placesOf(list).map(({ pointer }) => pointer)).toEqual(['/if/0', '/if/2', '/if/4']);
    expect(placeAt(list, '/if/0/and/1/>/1')).toMatchObject({ pointer: '/if/0', index: 0 });
    expect(placeAt(list, '/if/3/if/2')).toMatchObject({ pointer: '/if/3/if/2', index: 1, scope: '/if/3' });
    expect(placeAt(list, '/if/1/rate')).toMatchObject({ pointer: '/if/0' });
    expect(placeAt(list, '/nowhere')).toBeUndefined();
    expect(listAt(list, '/if/3').list.branches).toHaveLength(1);
    expect(listAt(list, '/if/1')).toMatchObject({ scope: null });
    expect(trailTo(list, '/if/3').map(({ pointer }) => pointer)).toEqual(['/if/2']);
  });
});

describe('evaluating a case', () => {
  const facts = {
    partner: { tier: 'silver', type: 'creator' },
    order: { net: 64000, amount: 64000, tax: 0, shipping: 0, kind: 'new', month: 1 },
    customer: { isNew: true },
    history: { monthVolume: 0, orderCount: 0 },
    asOf: 0,
  };
  const context = { kind: 'commission', schema, shape: COMMISSION_TERMS, programme } as const;
  const program = programOf(parse(logic), context);
  const before = programOf(parse(logic.replace('"17"', '"15"')), context);
  const run = (tier: string, net: number) => {
    if (!program) throw new Error('refused');
    const each = { ...facts, partner: { ...facts.partner, tier }, order: { ...facts.order, net, amount: net } };
    const expected = { type: 'percent', rate: '17' };
    return runCase({ id: 'c', title: 'Case', facts: each, expected }, program, before, list, context);
  };

  it('pays exactly what the domain computes, and tells the way', () => {
    expect(run('silver', 64000)).toMatchObject({
      ok: true,
      branch: 0,
      pay: { amount: '10880', currency: 'USD' },
      inForce: { pay: { amount: '9600' } },
    });
    expect(run('silver', 50000)).toMatchObject({ ok: false, branch: 2, pay: { amount: '0' } });
    expect(run('gold', 100)).toMatchObject({ branch: 1, pay: { amount: '100' } });
  });

  it('says on the edges what decided', () => {
    const drawn = drawBranches({ schema, shape: COMMISSION_TERMS, analysis: null }, list, null, run('gold', 100), 'en');
    expect(drawn.map(({ tried, taken, why }) => [tried, taken, why])).toEqual([
      [true, false, 'no: Gold'],
      [true, true, 'Gold'],
      [false, false, ''],
    ]);
    expect(drawn.map(({ outcome }) => plainText(outcome))).toEqual([
      'Pay 17\u202f%',
      'Decide further: 1 branch',
      'Nothing: no terms',
    ]);
  });
});

describe('fields', () => {
  it.each([
    ['500', 'USD', 'en', 50000],
    ['1,284.2', 'USD', 'en', 128420],
    ['1.284,20', 'EUR', 'de', 128420],
    ['1200', 'JPY', 'en', 1200],
    ['1.250', 'KWD', 'en', 1250],
    ['−5.00', 'USD', 'en', -500],
    ['5.001', 'USD', 'en', undefined],
    ['12x', 'USD', 'en', undefined],
    ['', 'USD', 'en', undefined],
    ['99999999999999999', 'USD', 'en', undefined],
  ])('reads %s %s (%s)', (text, currency, language, minor) => {
    expect(amountOf(text, currency, language)).toBe(minor);
    if (minor !== undefined) expect(amountOf(amountText(minor, currency, language), currency, language)).toBe(minor);
  });

  it('reads rates, offers what fits a type, and keeps values where another operator takes them', () => {
    expect([decimalOf('12,5', 'de'), decimalOf('12.5', 'en'), decimalOf('1e3', 'en')]).toEqual([
      '12.5',
      '12.5',
      undefined,
    ]);
    const choices = factChoices(schema, 'en');
    for (const { path, field } of choices) {
      const row = firstRow(path, field);
      for (const operator of operatorsFor(field)) {
        expect(withOperator(row, operator, field).values.length).toBe(
          { from_to: 2, between: 2, yes: 0, no: 0, present: 0, absent: 0 }[operator as string] ?? 1,
        );
      }
    }
    expect(choices.find(({ path }) => path === 'order.net')).toMatchObject({ label: 'Order, net', group: 'Order' });
    expect(countryOptions('de').find(({ value }) => value === 'DE')?.label).toBe('Deutschland (DE)');
  });

  it('makes a key of a title', () => {
    expect(keyFrom('  Größere Aktion: Herbst 2026! ')).toBe('grossere-aktion-herbst-2026');
  });
});
