import { describe, expect, it } from '@jest/globals';
import type { FlowDocument } from '../src/index.js';
import { branchProblems } from '../src/branches.js';

/** `fork > left > join`: paths, each from the trigger or a step on. A step's type is its id without digits. */
function drawn(...paths: string[]): FlowDocument {
  const chains = paths.map((path) => path.split(' > '));
  const ids = [...new Set(chains.flat())].filter((id) => id !== 'trigger');
  const edges = chains.flatMap((chain) => chain.slice(1).map((to, at) => `${chain[at] ?? ''} ${to}`));
  return {
    key: 'test',
    title: 'Test',
    subject: 'partner',
    trigger: { type: 'manual' },
    parameters: [],
    nodes: ids.map((id) => ({ id, type: id.replace(/\d+$/, ''), config: {} })),
    edges: [...new Set(edges)].map((edge, number) => {
      const [from = '', to = ''] = edge.split(' ');
      return { from, port: `p${number}`, to };
    }),
    exits: [],
    notes: [],
    version: 0,
    hash: '',
  };
}

describe('branchProblems', () => {
  it.each<[string, string[], string[]]>([
    ['branches that meet', ['trigger > parallel > a > join > end', 'parallel > b > join'], []],
    [
      'forks inside forks',
      ['trigger > parallel1 > parallel2 > a > join2 > join1 > end', 'parallel2 > b > join2', 'parallel1 > c > join1'],
      [],
    ],
    ['a loop inside a branch', ['trigger > parallel > a > loop > a', 'loop > join > end', 'parallel > b > join'], []],
    ['a loop around a fork', ['trigger > loop > parallel > a > join > loop', 'parallel > b > join', 'loop > end'], []],
    [
      'a way out of a branch past the join',
      ['trigger > parallel > a > join > after > end', 'parallel > b > join', 'b > after'],
      ['mixed_branches after'],
    ],
    [
      'a way into a branch from outside',
      ['trigger > decide > parallel > a > join > end', 'parallel > b > join', 'decide > b'],
      ['mixed_branches'],
    ],
    ['a join alone', ['trigger > join > end'], ['join_alone join']],
    ['branches that never meet', ['trigger > parallel > a > end', 'parallel > b > end'], ['never_joined parallel']],
    [
      'a way back to the fork from a branch',
      ['trigger > parallel > a > join > end', 'parallel > b > join', 'a > parallel'],
      ['mixed_branches parallel'],
    ],
  ])('%s', (_what, paths, codes) => {
    const found = branchProblems(drawn(...paths)).map(({ code, node }) => `${code} ${node ?? ''}`);
    if (codes.length === 0) expect(found).toEqual([]);
    for (const code of codes) {
      expect(found.join()).toContain(code);
      for (const each of found) expect(each.split(' ')[0]).toBe(code.split(' ')[0]);
    }
  });
});
