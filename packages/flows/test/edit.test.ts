import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FlowDocument, FlowNode } from '../src/index.js';
import {
  OperationMismatch,
  addItem,
  addNode,
  applyEdit,
  connect,
  copy,
  disconnect,
  freeId,
  insertOnEdge,
  invertEdit,
  moveNodes,
  paste,
  rebase,
  removeItem,
  removeNodes,
  setConfig,
  setFlow,
  setItem,
  setNode,
  type FlowEdit,
} from '../src/edit/index.js';

/** Fields in the order in which `parseFlow` gives them. */
const node = (id: string, { title, config = {}, ...place }: Partial<FlowNode> = {}): FlowNode => ({
  id,
  type: 'wait',
  ...(title !== undefined && { title }),
  config,
  ...place,
});

const empty: FlowDocument = {
  key: 'test',
  title: 'Test',
  subject: 'partner',
  trigger: { type: 'manual' },
  parameters: [],
  nodes: [],
  edges: [],
  exits: [],
  notes: [],
  version: 0,
  hash: '',
};

/** trigger → a → b → c */
const line: FlowDocument = {
  ...empty,
  nodes: [node('a', { title: 'First', config: { for: 'P1D' }, x: 0, y: 0 }), node('b'), node('c')],
  edges: [
    { from: 'trigger', port: 'next', to: 'a' },
    { from: 'a', port: 'next', to: 'b' },
    { from: 'b', port: 'next', to: 'c' },
  ],
};

describe('what people do on a canvas', () => {
  it('a step put on a path takes its place between', () => {
    const flow = applyEdit(line, insertOnEdge(line, line.edges[1]!, node('new'), 'next'));
    expect(flow.edges).toEqual(
      expect.arrayContaining([
        { from: 'a', port: 'next', to: 'new' },
        { from: 'new', port: 'next', to: 'b' },
      ]),
    );
    expect(flow.edges).toHaveLength(4);
  });

  it('a step taken away is bridged where that is plain, and its paths go with it', () => {
    expect(applyEdit(line, removeNodes(line, ['b'])).edges).toContainEqual({ from: 'a', port: 'next', to: 'c' });
    const all = applyEdit(line, removeNodes(line, ['a', 'b', 'c']));
    expect(all).toMatchObject({ nodes: [], edges: [] });
  });

  it('a path drawn from a port that has one goes elsewhere', () => {
    const flow = applyEdit(line, connect(line, { from: 'a', port: 'next', to: 'c' }));
    expect(flow.edges.filter(({ from }) => from === 'a')).toEqual([{ from: 'a', port: 'next', to: 'c' }]);
  });

  it('what is pasted has free ids and its own paths', () => {
    const pasted = paste(line, copy(line, ['a', 'b']));
    const flow = applyEdit(line, pasted);
    expect(pasted.ids).toEqual(['a_2', 'b_2']);
    expect(flow.edges).toContainEqual({ from: 'a_2', port: 'next', to: 'b_2' });
    expect(flow.nodes.at(-2)).toEqual(node('a_2', { title: 'First', config: { for: 'P1D' }, x: 32, y: 32 }));
  });

  it.each([
    ['wait', ['wait'], 'wait_2'],
    ['wait_2', ['wait', 'wait_2'], 'wait_3'],
    ['mail', ['wait'], 'mail'],
    ['trigger', [], 'trigger_2'],
  ])('the id for another %s beside %j is %s', (wished, taken, free) =>
    expect(freeId(wished, new Set(taken))).toBe(free),
  );

  it.each([
    ['a setting to what it is', setConfig(line, 'a', 'for', 'P1D')],
    ['a step that is not there', setConfig(line, 'nobody', 'for', 'P1D')],
    ['the flow to what it is', setFlow(line, { title: 'Test' })],
    ['a path that is drawn', connect(line, line.edges[1]!)],
  ])('setting %s is no edit', (_what, edit) => expect(edit.operations).toEqual([]));

  it.each<[string, FlowEdit, string]>([
    ['a step whose id is taken', addNode(line, node('a')), 'already'],
    [
      'a step somebody else has changed',
      setNode({ ...line, nodes: [node('a', { title: 'Old' })] }, 'a', { title: 'New' }),
      'changed',
    ],
    ['a step that is gone', removeNodes(applyEdit(line, addNode(line, node('x'))), ['x']), 'changed'],
  ])('refuses %s', (_what, edit, message) => {
    expect(() => applyEdit(line, edit)).toThrow(OperationMismatch);
    expect(() => applyEdit(line, edit)).toThrow(message);
  });
});

describe('any log of edits', () => {
  type Act = (flow: FlowDocument, n: number) => FlowEdit;
  const any = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];
  const acts: Act[] = [
    (flow, n) => addNode(flow, node(freeId('n', new Set(flow.nodes.map(({ id }) => id))), { x: n, y: n })),
    (flow, n) =>
      removeNodes(
        flow,
        flow.nodes.slice(n % 3, (n % 3) + 1 + (n % 2)).map(({ id }) => id),
      ),
    (flow, n) => setConfig(flow, any(flow.nodes, n)?.id ?? '', 'for', n % 4 ? `P${n}D` : undefined),
    (flow, n) => setNode(flow, any(flow.nodes, n)?.id ?? '', { title: n % 3 ? `T${n}` : undefined }),
    (flow, n) =>
      moveNodes(
        flow,
        flow.nodes.slice(0, n % 4).map(({ id }) => ({ id, x: n, y: 2 * n })),
      ),
    (flow, n) =>
      connect(flow, { from: any(flow.nodes, n)?.id ?? 'a', port: `p${n % 2}`, to: any(flow.nodes, n >> 2)?.id ?? 'a' }),
    (flow, n) => (flow.edges.length ? disconnect(flow, any(flow.edges, n)!) : addNode(flow, node('alone'))),
    (flow, n) =>
      flow.edges.length
        ? insertOnEdge(flow, any(flow.edges, n)!, node(freeId('i', new Set(flow.nodes.map(({ id }) => id)))), 'next')
        : setFlow(flow, { title: `F${n}` }),
    (flow, n) =>
      paste(
        flow,
        copy(
          flow,
          flow.nodes.slice(0, n % 3).map(({ id }) => id),
        ),
      ),
    (flow, n) =>
      setFlow(flow, {
        title: `F${n}`,
        trigger: n % 2 ? { type: 'manual' } : { type: 'event', events: ['click'], reentry: 'once' },
      }),
    (flow, n) => addItem(flow, 'notes', { id: `note${n}`, text: 'x', x: n, y: n }),
    (flow, n) => setItem(flow, 'notes', n % 3, { id: `note${n}`, text: 'y', x: 0, y: n }),
    (flow, n) => removeItem(flow, 'notes', n % 3),
  ];
  const logs = fc.array(fc.tuple(fc.nat({ max: acts.length - 1 }), fc.nat({ max: 1_000 })), { maxLength: 40 });

  function play(start: FlowDocument, log: readonly [number, number][]) {
    const edits: FlowEdit[] = [];
    let flow = start;
    for (const [act, n] of log) {
      let edit: FlowEdit;
      try {
        edit = acts[act]!(flow, n);
        flow = applyEdit(flow, edit);
      } catch (error) {
        // A step put on a path whose own port leads nowhere else, or the like: refused, and nothing was done.
        if (!(error instanceof OperationMismatch)) throw error;
        continue;
      }
      edits.push(edit);
    }
    return { flow, edits };
  }

  it('undone leaves the very same text, and done again the other', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const { flow, edits } = play(line, log);
        const undone = edits.toReversed().map(invertEdit).reduce(applyEdit, flow);
        expect(JSON.stringify(undone)).toBe(JSON.stringify(line));
        expect(JSON.stringify(edits.reduce(applyEdit, undone))).toBe(JSON.stringify(flow));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same after it was written down and read again', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const { flow, edits } = play(line, log);
        const read = JSON.parse(JSON.stringify(edits)) as FlowEdit[];
        expect(JSON.stringify(read.reduce(applyEdit, line))).toBe(JSON.stringify(flow));
      }),
      { numRuns: 100 },
    );
  });

  it('put on top of what somebody else did: all of it applies, or is named as a conflict', () => {
    fc.assert(
      fc.property(logs, logs, (one, other) => {
        const theirs = play(line, one);
        const mine = play(line, other);
        const { flow, edits, conflicts } = rebase(theirs.flow, mine.edits);
        expect(edits.length + conflicts.length).toBe(mine.edits.length);
        expect(JSON.stringify(edits.reduce(applyEdit, theirs.flow))).toBe(JSON.stringify(flow));
        const undone = edits.toReversed().map(invertEdit).reduce(applyEdit, flow);
        expect(JSON.stringify(undone)).toBe(JSON.stringify(theirs.flow));
      }),
      { numRuns: 200 },
    );
  });

  it('of two people in different places does not conflict', () => {
    const theirs = applyEdit(line, setConfig(line, 'a', 'for', 'P9D'));
    const { flow, conflicts } = rebase(theirs, [setNode(line, 'c', { title: 'Last' }), removeNodes(line, ['b'])]);
    expect(conflicts).toEqual([]);
    expect(flow.nodes.map(({ id, title, config }) => [id, title, config['for']])).toEqual([
      ['a', 'First', 'P9D'],
      ['c', 'Last', undefined],
    ]);
  });

  it('of two people in one place does, and neither is lost', () => {
    const theirs = applyEdit(line, setConfig(line, 'a', 'for', 'P9D'));
    const mine = [setConfig(line, 'a', 'for', 'P2D'), setNode(line, 'b', { title: 'Mine' })];
    const { flow, conflicts } = rebase(theirs, mine);
    expect(conflicts.map(({ edit }) => edit)).toEqual([mine[0]]);
    expect(flow.nodes[0]?.config).toEqual({ for: 'P9D' });
    expect(flow.nodes[1]?.title).toBe('Mine');
  });
});
