import { describe, expect, it } from '@jest/globals';
import type { FlowDraft } from '@sluice/contracts/flow';
import { parseFlow, type FlowDocument, type SimulationCase } from '@sluice/flows';
import { addItem, applyEdit, connect, moveNodes, setConfig, setNode, type FlowEdit } from '@sluice/flows/edit/index';
import { catalogue } from '@sluice/nodes/catalogue';
import fc from 'fast-check';
import type { TFunction } from 'i18next';
import { clipText, pasteClip, readClip } from '../src/pages/flows/canvas/clipboard.js';
import {
  addGroup,
  addNote,
  deleteSelection,
  duplicate,
  insideOf,
  layoutEdit,
  moveTo,
  writeNote,
} from '../src/pages/flows/canvas/edits.js';
import { insertStep, isPlaced } from '../src/pages/flows/canvas/insert.js';
import { drawPorts, portsOf } from '../src/pages/flows/canvas/ports.js';
import { refusal } from '../src/pages/flows/canvas/refusal.js';
import { nearestStep, stepTowards } from '../src/pages/flows/canvas/walk.js';
import {
  arrived,
  openLog,
  perform,
  redo,
  sending,
  settled,
  undo,
  type FlowContent,
} from '../src/pages/flows/editor/log.js';
import { open } from '../src/pages/flows/editor/opening.js';
import { FlowStore } from '../src/pages/flows/editor/store.js';
import { findSteps } from '../src/pages/flows/find/search.js';
import { moveBranch, moveStep } from '../src/pages/flows/outline/move.js';
import { outlineOf, rowOrder } from '../src/pages/flows/outline/tree.js';
import { findKinds, firstConfig, kindOfKey, stepKinds } from '../src/pages/flows/palette/kinds.js';
import { nodeHeight, nodeWidth, placeNodes } from '../src/parts/flow/layout.js';
import { hasIcon, stepIcon } from '../src/parts/flow/StepIcon.js';
import { cardWords } from '../src/parts/flow/words.js';

const t = ((key: string, values: Record<string, string> = {}) =>
  key.replace(/{{(\w+)}}/g, (_, name: string) => values[name] ?? '')) as unknown as TFunction;

/** A decision, a wait, two ends: placed as the design has it. */
const flow: FlowDocument = {
  key: 'payable',
  title: 'Payable',
  subject: 'order',
  trigger: { type: 'event', events: ['order.paid'], reentry: 'once' },
  parameters: [],
  nodes: [
    { id: 'wait', type: 'wait', config: { for: 'P30D' }, x: 292, y: 0 },
    {
      id: 'check',
      type: 'decide',
      config: {
        branches: [
          { port: 'clear', title: 'clear', when: true },
          { port: 'review', title: 'review', when: false },
        ],
      },
      x: 292,
      y: 100,
    },
    { id: 'mail', type: 'email', title: 'Email **Paid**', config: {}, x: 292, y: 200 },
    { id: 'end', type: 'end', config: { outcome: 'paid' }, x: 292, y: 300 },
    { id: 'blocked', type: 'end', config: { outcome: 'blocked' }, x: 584, y: 100 },
  ],
  edges: [
    { from: 'trigger', port: 'next', to: 'wait' },
    { from: 'wait', port: 'next', to: 'check' },
    { from: 'check', port: 'clear', to: 'mail' },
    { from: 'check', port: 'otherwise', to: 'blocked' },
    { from: 'mail', port: 'next', to: 'end' },
  ],
  exits: [],
  notes: [{ id: 'note', text: 'Refund window: 30 days', x: 0, y: 100 }],
  version: 4,
  hash: 'h',
};
const bare: FlowDocument = { ...flow, nodes: flow.nodes.map(({ x: _x, y: _y, ...node }) => node) };
const content: FlowContent = { document: flow, cases: [] };
const oneCase = (id: string): SimulationCase => ({
  id,
  title: id,
  startsAt: '2026-11-21T10:00:00.000Z',
  subject: { kind: 'order', id: 'ord_1' },
  world: {},
  events: [],
  answers: [],
  faults: [],
  expect: [],
});

/** What a person may do next, chosen by numbers; undefined where it cannot be done to this flow. */
const deeds: ((document: FlowDocument, a: number, b: number) => FlowEdit | undefined)[] = [
  (document, a, b) => {
    const edge = document.edges[a % Math.max(document.edges.length, 1)];
    const kind = stepKinds[b % stepKinds.length];
    return edge && kind && insertStep(document, kind.type, edge).edit;
  },
  (document, a, b) => insertStep(document, 'wait', { x: a * 40, y: b * 40 }).edit,
  (document, a, b) => {
    const [from, to] = [
      document.nodes[a % Math.max(document.nodes.length, 1)],
      document.nodes[b % Math.max(document.nodes.length, 1)],
    ];
    return from && to && connect(document, { from: from.id, port: 'next', to: to.id });
  },
  (document, a, b) =>
    deleteSelection(document, [
      ...document.nodes.filter((_, index) => (index + a) % 4 === 0).map(({ id }) => id),
      ...document.edges.filter((_, index) => (index + b) % 5 === 0).map(({ from, port }) => `path:${from}|${port}`),
      ...(a % 3 === 0 ? document.notes.map(({ id }) => `note:${id}`) : []),
    ]),
  (document, a, b) => {
    const node = document.nodes[a % Math.max(document.nodes.length, 1)];
    return node && moveTo(document, new Map([[node.id, { x: a * 13, y: b * 17 }]]));
  },
  (document, a, b) => {
    const node = document.nodes[a % Math.max(document.nodes.length, 1)];
    return node && setNode(document, node.id, { title: b % 2 === 0 ? `Step ${String(b)}` : undefined });
  },
  (document, a, b) => {
    const node = document.nodes[a % Math.max(document.nodes.length, 1)];
    return node && setConfig(document, node.id, 'for', b % 3 === 0 ? undefined : `P${String(b)}D`);
  },
  (document) => layoutEdit(document),
  (document, a, b) => addNote(document, { x: a, y: b }).edit,
  (document, a) =>
    writeNote(document, document.notes[a % Math.max(document.notes.length, 1)]?.id ?? '', `Note ${String(a)}`),
  (document, a) =>
    addGroup(
      document,
      document.nodes.filter((_, index) => index % 2 === a % 2).map(({ id }) => id),
      placeNodes(document),
    )?.edit,
  (document, a) =>
    duplicate(
      document,
      document.nodes.slice(0, 1 + (a % 3)).map(({ id }) => id),
    )?.edit,
  (document, a) =>
    moveStep(document, document.nodes[a % Math.max(document.nodes.length, 1)]?.id ?? '', a % 2 === 0 ? 1 : -1),
  (document, a) => moveBranch(document, 'check', a % 2 === 0 ? 'clear' : 'review', a % 2 === 0 ? 1 : -1),
];
const history = fc.array(fc.tuple(fc.nat(deeds.length), fc.nat(50), fc.nat(50), fc.nat(9)), { maxLength: 40 });
const starts = fc.constantFrom(content, { document: bare, cases: [oneCase('a')] });
const text = (value: unknown): string => JSON.stringify(value);

describe('the log of a flow', () => {
  it('undoes everything byte for byte, and does it again', () => {
    fc.assert(
      fc.property(starts, history, (start, steps) => {
        let log = openLog(start);
        const seen = [text(log.content)];
        for (const [which, a, b, between] of steps) {
          const before = log.content.document;
          // Now and then a person takes something back in between.
          if (between === 0) log = undo(log);
          if (between === 1) log = redo(log);
          const edit = deeds[which]?.(log.content.document, a, b);
          if (edit) log = perform(log, edit);
          else if (which === deeds.length)
            log = perform(log, {
              label: { code: 'cases', params: {} },
              operations: [],
              cases: { was: log.content.cases, now: [...log.content.cases, oneCase(`c${String(a)}`)] },
            });
          if (log.content.document !== before) seen.push(text(log.content));
        }
        const end = text(log.content);
        let back = log;
        while (back.done.length > 0) back = undo(back);
        expect(text(back.content)).toBe(text(start));
        while (back.undone.length > log.undone.length) back = redo(back);
        expect(text(back.content)).toBe(end);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what is not saved yet as edits that lead from what is saved to what is there', () => {
    fc.assert(
      fc.property(starts, history, (start, steps) => {
        let log = openLog(start);
        let saved = start.document;
        let onItsWay: FlowDocument | undefined;
        for (const [which, a, b, between] of steps) {
          if (between === 0) log = undo(log);
          if (between === 1) log = redo(log);
          if (between === 2 && !onItsWay) {
            log = sending(log);
            onItsWay = log.content.document;
          }
          if (between === 3 && onItsWay) {
            log = arrived(log);
            [saved, onItsWay] = [onItsWay, undefined];
          }
          const edit = deeds[which]?.(log.content.document, a, b);
          if (edit) log = perform(log, edit, a % 2 === 0 ? 'same' : undefined, b * 100);
        }
        expect(text(log.pending.reduce(applyEdit, saved))).toBe(text(log.content.document));
      }),
      { numRuns: 300 },
    );
  });

  it('counts quick edits of one field as one step, with one operation', () => {
    const store = new FlowStore(openLog(content));
    for (const title of ['E', 'Em', 'Ema'])
      store.apply(setNode(store.content().document, 'wait', { title }), 'title wait');
    expect(store.snapshot().log.done).toMatchObject([
      { operations: [{ op: 'set_node', change: { title: 'Ema' }, was: {} }] },
    ]);
    store.undo();
    expect(text(store.content())).toBe(text(content));
  });

  it('goes on after a conflict with edits that can be undone, and lets go of what is gone', () => {
    const store = new FlowStore(openLog(content));
    store.select(['mail', 'path:mail|next', 'note:note']);
    store.apply(deleteSelection(flow, ['mail']));
    expect(store.snapshot().selection).toEqual(['note:note']);
    const edits = store.snapshot().log.pending;
    const after = settled(store.content(), edits);
    expect(text(undo(after).content)).toBe(text(content));
    // Edits that do not lead there cannot be undone.
    expect(settled(content, edits).done).toEqual([]);
  });
});

describe('opening an editor', () => {
  const draft = (rev: number, title: string): FlowDraft => ({
    key: 'payable',
    title,
    rev,
    base: 4,
    document: { ...flow, title },
    cases: [],
    makers: [],
    changedAt: '2026-11-20T10:00:00.000Z',
    hash: 'h',
    request: null,
  });
  const stored = draft(3, 'Payable');
  const saved = { document: stored.document, cases: [] };
  const mine = perform(openLog(saved), setNode(flow, 'wait', { title: 'Mine' }));
  it.each([
    ['a reload with changes', 3, saved, { rev: 3, saved, log: mine }, 'Mine', false],
    ['a save whose answer was lost', 4, mine.content, { rev: 3, saved, log: mine }, 'Mine', false],
    [
      'a newer draft, nothing unsaved here',
      4,
      { ...saved, document: { ...flow, title: 'Theirs' } },
      { rev: 3, saved, log: openLog(saved) },
      undefined,
      false,
    ],
    [
      'a newer draft and changes here',
      4,
      { ...saved, document: { ...flow, title: 'Theirs' } },
      { rev: 3, saved, log: mine },
      'Mine',
      true,
    ],
  ])('%s', (_, rev, there, remembered, title, conflict) => {
    const opening = open(there, { ...draft(rev, ''), document: there.document }, remembered);
    expect(opening.log.content.document.nodes[0]?.title).toBe(title);
    expect(opening.conflict).toBe(conflict);
  });
});

describe('putting a step somewhere', () => {
  const overlaps = (document: FlowDocument): string[] => {
    const places = [...placeNodes(document)];
    return places.flatMap(([id, a], index) =>
      places
        .slice(index + 1)
        .filter(([, b]) => Math.abs(a.x - b.x) < nodeWidth && Math.abs(a.y - b.y) < nodeHeight)
        .map(([other]) => `${id} on ${other}`),
    );
  };

  it('never puts one card on another, whatever path it is put on', () => {
    const spot = fc.tuple(fc.nat(40), fc.constantFrom('wait', 'email', 'approval', 'decide', 'end'));
    fc.assert(
      fc.property(fc.constantFrom(flow, bare), fc.array(spot, { maxLength: 12 }), (start, spots) => {
        let document = start;
        for (const [which, type] of spots) {
          const ways = [undefined, ...document.nodes].flatMap((node) => {
            const id = node?.id ?? 'trigger';
            const edges = document.edges.filter(({ from }) => from === id);
            return portsOf(node, edges).map(({ key }) => ({ from: id, port: key }));
          });
          const way = ways[which % ways.length];
          if (way) document = applyEdit(document, insertStep(document, type, way).edit);
        }
        expect(overlaps(document)).toEqual([]);
        expect(parseFlow(document).ok).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('makes room below on an upright path, beside on a level one, and leaves an unplaced flow to the layout', () => {
    const down = applyEdit(flow, insertStep(flow, 'task', { from: 'wait', port: 'next' }).edit);
    const at = (document: FlowDocument, id: string) => document.nodes.find((node) => node.id === id);
    expect([at(down, 'task'), at(down, 'check'), at(down, 'blocked'), at(down, 'wait')]).toMatchObject([
      { x: 292, y: 100 },
      { x: 292, y: 200 },
      { x: 584, y: 200 },
      { x: 292, y: 0 },
    ]);
    expect(down.notes[0]).toMatchObject({ y: 200 });
    expect(down.edges).toEqual(
      expect.arrayContaining([
        { from: 'wait', port: 'next', to: 'task' },
        { from: 'task', port: 'done', to: 'check' },
      ]),
    );
    const level = applyEdit(flow, insertStep(flow, 'email', { from: 'check', port: 'otherwise' }).edit);
    expect([at(level, 'email'), at(level, 'blocked'), at(level, 'check')]).toMatchObject([
      { x: 584, y: 100 },
      { x: 876, y: 100 },
      { x: 292, y: 100 },
    ]);
    const open = applyEdit(flow, insertStep(flow, 'task', { from: 'check', port: 'review' }).edit);
    expect(open.edges).toContainEqual({ from: 'check', port: 'review', to: 'task' });
    expect(isPlaced(applyEdit(bare, insertStep(bare, 'task', { from: 'wait', port: 'next' }).edit))).toBe(false);
    const free = applyEdit(bare, insertStep(bare, 'task', { x: 1001, y: 502 }).edit);
    expect(free.nodes.every(({ x, y }) => x !== undefined && y !== undefined)).toBe(true);
    expect(at(free, 'task')).toMatchObject({ x: 1000, y: 504 });
  });

  it('draws the main way out below, others beside, and those without a path where there is room', () => {
    const edges = flow.edges.filter(({ from }) => from === 'check');
    const node = flow.nodes[1];
    expect(drawPorts('check', portsOf(node, edges), edges, placeNodes(flow))).toEqual([
      { key: 'clear', optional: false, to: 'mail', side: 'bottom', at: 0.5 },
      { key: 'review', optional: false, side: 'left', at: 0.5 },
      { key: 'otherwise', optional: false, to: 'blocked', side: 'right', at: 0.5 },
    ]);
  });

  it('begins every kind of step with settings that leave a way to go on', () => {
    for (const { type } of stepKinds) {
      const ports = catalogue[type]?.core.ports(firstConfig(type));
      expect([type, type === 'end' || (ports?.length ?? 0) > 0]).toEqual([type, true]);
    }
  });
});

describe('the keyboard', () => {
  const places = placeNodes(flow);
  it.each([
    ['trigger', 'right', 'wait'],
    ['wait', 'down', 'check'],
    ['check', 'down', 'mail'],
    ['check', 'right', 'blocked'],
    ['blocked', 'left', 'check'],
    ['mail', 'up', 'check'],
    ['wait', 'left', 'trigger'],
    ['end', 'down', undefined],
  ] as const)('goes from %s %s to %s', (from, direction, to) => {
    expect(stepTowards(flow, places, from, direction)).toBe(to);
  });

  it('goes to the nearest card when one is gone, and knows the keys of the design', () => {
    expect(nearestStep(places, 'mail', new Set(['check']))).toBe('end');
    expect(['d', 'r', 'w', 'e', 'a', 't', 'p', 'm'].map((key) => kindOfKey(key)?.type)).toEqual([
      'decide',
      'rule',
      'wait',
      'wait_for_event',
      'approval',
      'task',
      'send_payouts',
      'email',
    ]);
    expect(kindOfKey('l')).toBeUndefined();
  });

  it('finds kinds and steps by any of their words', () => {
    expect(findKinds('appr', t)[0]?.kinds[0]?.type).toBe('approval');
    expect(findKinds('nothing like it', t)).toEqual([]);
    expect(findSteps(flow, 'stop', t).map(({ id }) => id)).toEqual(['blocked', 'end']);
    expect(findSteps(flow, 'p30d', t).map(({ id }) => id)).toEqual(['wait']);
  });
});

describe('connecting', () => {
  it.each([
    ['check', 'trigger', /only starts/],
    ['mail', 'mail', /itself/],
    ['mail', 'check', /waits for nothing/],
    ['mail', 'gone', /no step/],
    ['mail', 'wait', undefined],
    ['blocked', 'mail', undefined],
  ])('%s to %s', (from, to, reason) => {
    const said = refusal(flow, { from, port: 'next', to });
    if (reason) expect(said).toMatch(reason);
    else expect(said).toBeUndefined();
  });
});

describe('the clipboard', () => {
  it('carries steps, their paths and notes to another flow under free names', () => {
    const clip = readClip(clipText(flow, ['check', 'mail', 'note:note']) ?? '');
    expect(clip).toMatchObject({
      nodes: [{ id: 'check' }, { id: 'mail' }],
      edges: [{ from: 'check', port: 'clear', to: 'mail' }],
    });
    if (!clip) throw new Error('nothing copied');
    const { edit, selection } = pasteClip(flow, clip);
    const after = applyEdit(flow, edit);
    expect(selection).toEqual(['check_2', 'mail_2', 'note:note_2']);
    expect(after.edges).toContainEqual({ from: 'check_2', port: 'clear', to: 'mail_2' });
    expect(after.nodes.find(({ id }) => id === 'mail_2')).toMatchObject({ x: 324, y: 232, title: 'Email **Paid**' });
    const elsewhere = pasteClip({ ...flow, nodes: [], edges: [], notes: [] }, clip);
    expect(elsewhere.selection).toEqual(['check', 'mail', 'note:note']);
  });

  it.each(['', 'hello', '{"nodes": 1}', '{"nodes": [{"id": "a"}]}', '[]', '{"nodes": []}', 'null'])(
    'leaves alone %p',
    (text) => {
      expect(readClip(text)).toBeUndefined();
    },
  );

  it('takes a whole flow file', () => {
    expect(readClip(JSON.stringify(flow))?.nodes).toHaveLength(5);
  });
});

describe('the outline', () => {
  it('shows every step exactly once, whatever the flow', () => {
    fc.assert(
      fc.property(history, (steps) => {
        let document = flow;
        for (const [which, a, b] of steps) {
          const edit = deeds[which]?.(document, a, b);
          if (edit) document = applyEdit(document, edit);
        }
        const { rows, loose } = outlineOf(document);
        const shown = [...rowOrder(rows), ...loose.flatMap(rowOrder)];
        expect(shown.toSorted()).toEqual(['trigger', ...document.nodes.map(({ id }) => id)].toSorted());
      }),
      { numRuns: 200 },
    );
  });

  it('follows the main path down, others within', () => {
    const { rows, loose } = outlineOf(flow);
    expect(rows.map(({ id }) => id)).toEqual(['trigger', 'wait', 'check', 'mail', 'end']);
    expect(rows[2]?.outs.map(({ key, goesOn, rows: within }) => [key, goesOn, within.map(({ id }) => id)])).toEqual([
      ['clear', true, []],
      ['review', false, []],
      ['otherwise', false, ['blocked']],
    ]);
    expect(loose).toEqual([]);
  });

  it('lets steps change places where one path leads between them, and branches their order', () => {
    const swapped = moveStep(flow, 'check', -1);
    if (!swapped) throw new Error('not moved');
    const after = applyEdit(flow, swapped);
    expect(outlineOf(after).rows.map(({ id }) => id)).toEqual(['trigger', 'check', 'wait', 'mail', 'end']);
    expect(text(applyEdit(after, moveStep(after, 'check', 1) ?? { label: swapped.label, operations: [] }).nodes)).toBe(
      text(flow.nodes),
    );
    expect(moveStep(flow, 'wait', -1)).toBeUndefined();
    expect(moveStep(flow, 'mail', 1)).toBeUndefined();
    const branches = moveBranch(flow, 'check', 'clear', 1);
    expect(branches && applyEdit(flow, branches).nodes[1]?.config).toMatchObject({
      branches: [{ port: 'review' }, { port: 'clear' }],
    });
    expect(moveBranch(flow, 'check', 'otherwise', -1)).toBeUndefined();
  });
});

describe('groups', () => {
  it('take along what lies in them, and frame it again after a layout', () => {
    const group = addGroup(flow, ['check', 'mail'], placeNodes(flow));
    if (!group) throw new Error('no group');
    const grouped = applyEdit(flow, group.edit);
    const frame = grouped.notes.find(({ kind }) => kind === 'group');
    if (!frame) throw new Error('no frame');
    expect(insideOf(grouped, frame, placeNodes(grouped)).map(([id]) => id)).toEqual(['check', 'mail']);
    const shifted = applyEdit(grouped, moveNodes(grouped, [{ id: 'wait', x: 900, y: 900 }]));
    const laid = applyEdit(shifted, layoutEdit(shifted));
    const again = laid.notes.find(({ kind }) => kind === 'group');
    expect(again && insideOf(laid, again, placeNodes(laid)).map(([id]) => id)).toEqual(
      expect.arrayContaining(['check', 'mail']),
    );
    expect(applyEdit(grouped, addItem(grouped, 'notes', { id: 'n', text: '', x: 0, y: 0 })).notes).toHaveLength(3);
  });
});

describe('cards', () => {
  it('say what a step does, with its values marked', () => {
    expect(cardWords({ id: 'wait', type: 'wait', config: { for: 'P30D' } }, t)).toEqual([
      { text: 'Wait ', value: false },
      { text: '30 days', value: true },
    ]);
    expect(cardWords({ id: 'x', type: 'no_such_thing', config: {} }, t)).toEqual([
      { text: 'no such thing', value: false },
    ]);
  });

  it('have an icon for every kind of step; add it to StepIcon.tsx', () => {
    expect(stepKinds.map(({ type }) => stepIcon(type)).filter((icon) => !hasIcon(icon))).toEqual([]);
  });
});
