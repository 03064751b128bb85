import { describe, expect, it } from '@jest/globals';
import type { FlowDocument } from '../src/index.js';
import { diffFlows, renderFlowChange } from '../src/diff/index.js';
import { flowHash } from '../src/hash.js';

const flow = (): FlowDocument => ({
  key: 'onboarding',
  title: 'Onboarding',
  subject: 'partner',
  trigger: { type: 'event', events: ['partner.approved'], reentry: 'once' },
  parameters: [{ key: 'pause', title: 'Pause', type: 'duration', default: 'P2D' }],
  nodes: [
    { id: 'welcome', type: 'email', title: 'Welcome', config: { template: 'welcome' }, x: 0, y: 0 },
    { id: 'pause', type: 'wait', title: 'Two days', config: { for: { $param: 'pause' } } },
    { id: 'done', type: 'end', config: { outcome: 'done' } },
  ],
  edges: [
    { from: 'trigger', port: 'next', to: 'welcome' },
    { from: 'welcome', port: 'next', to: 'pause' },
    { from: 'pause', port: 'next', to: 'done' },
  ],
  exits: [{ events: ['partner.terminated'], outcome: 'left' }],
  notes: [],
  version: 1,
  hash: '',
});

describe('diffFlows', () => {
  it.each<[string, (after: FlowDocument) => void, string[], string[]]>([
    ['nothing', () => undefined, [], []],
    [
      'places, notes, version, order',
      (after) => {
        after.nodes[0]!.x = 400;
        after.nodes.reverse();
        after.edges.reverse();
        after.notes.push({ id: 'n', text: 'x', x: 0, y: 0 });
        after.version = 2;
      },
      [],
      [],
    ],
    [
      'a setting',
      (after) => void (after.nodes[0]!.config = { template: 'welcome-2' }),
      ['Welcome: template welcome → welcome-2'],
      ['Welcome: template welcome → welcome-2'],
    ],
    [
      'a parameter',
      (after) => void (after.parameters[0]!.default = 'P3D'),
      ['Parameter pause: P2D → P3D'],
      ['Parameter pause: P2D → P3D'],
    ],
    [
      'a step taken out',
      (after) => {
        after.nodes.splice(1, 1);
        after.edges = [after.edges[0]!, { from: 'welcome', port: 'next', to: 'done' }];
      },
      ['Step “Two days” (wait) is gone', '“Welcome”, next: “Two days” → “done”'],
      ['Schritt „Two days“ (wait) fällt weg', '„Welcome“, next: „Two days“ → „done“'],
    ],
    [
      'a step put in',
      (after) => {
        after.nodes.push({ id: 'tag', type: 'tag', title: 'Tag', config: { add: 'new' } });
        after.edges.push({ from: 'tag', port: 'next', to: 'done' });
      },
      ['Step “Tag” (tag) is new', 'Tag: add nothing → new', '“Tag”, next: leads to “done”'],
      ['Schritt „Tag“ (tag) ist neu', 'Tag: add nichts → new', '„Tag“, next: führt zu „done“'],
    ],
    [
      'another name',
      (after) => void (after.nodes[1]!.title = 'A while'),
      ['Step “Two days” is now called “A while”'],
      ['Schritt „Two days“ heißt nun „A while“'],
    ],
    [
      'a path cut',
      (after) => void after.edges.pop(),
      ['“Two days”, next: leads nowhere, was “done”'],
      ['„Two days“, next: führt nirgends hin, bisher „done“'],
    ],
    [
      'an exit',
      (after) => void (after.exits[0]!.outcome = 'gone'),
      ['Exit at partner.terminated (left) is gone', 'Exit at partner.terminated (gone) is new'],
      ['Ausgang bei partner.terminated (left) fällt weg', 'Ausgang bei partner.terminated (gone) ist neu'],
    ],
    [
      'title and subject',
      (after) => {
        after.title = 'Welcome';
        after.subject = 'application';
      },
      ['Title: Onboarding → Welcome', 'Subject: partner → application'],
      ['Titel: Onboarding → Welcome', 'Gegenstand: partner → application'],
    ],
  ])('%s', (_what, change, english, german) => {
    const after = flow();
    change(after);
    const changes = diffFlows(flow(), after);
    expect(changes.map((each) => renderFlowChange(each))).toEqual(english);
    expect(changes.map((each) => renderFlowChange(each, 'de'))).toEqual(german);
  });

  it('finds something wherever the hash differs', () => {
    const changes: ((after: FlowDocument) => void)[] = [
      (after) => void (after.trigger = { type: 'manual' }),
      (after) => void (after.nodes[1]!.type = 'digest'),
      (after) => void after.parameters.pop(),
      (after) => void (after.exits = []),
      (after) => void (after.edges[2]!.port = 'other'),
    ];
    for (const change of changes) {
      const after = flow();
      change(after);
      expect(flowHash(after)).not.toBe(flowHash(flow()));
      expect(diffFlows(flow(), after).length).toBeGreaterThan(0);
    }
  });
});
