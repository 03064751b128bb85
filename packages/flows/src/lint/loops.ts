import type { Lint } from './context.js';

/** The port that begins a round, by the kind of step that goes round. */
const ROUND: Readonly<Record<string, string>> = { for_each: 'each', loop: 'again' };

/** Rounds that never come back: only the first would happen. */
export const loops: Lint = {
  code: 'no_way_back',
  check: (context) =>
    context.flow.nodes.flatMap((node) => {
      const port = ROUND[node.type];
      if (port === undefined) return [];
      const first = context.flow.edges.find(({ from, port: key }) => from === node.id && key === port);
      if (!first || context.graph.reachable(first.to).has(node.id)) return [];
      const params = { title: context.titleOf(node) };
      return [
        {
          severity: 'warning' as const,
          pointer: context.pointer(node),
          code: 'no_way_back',
          message: 'No path leads back to this step, so that it goes round only once.',
          node: node.id,
          port,
          params,
          fixes: [],
        },
      ];
    }),
};
