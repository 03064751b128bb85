import type { FlowDocument } from './document.js';
import { TRIGGER } from './catalogue.js';
import { Graph } from './graph.js';
import type { FlowProblem } from './problem.js';

/**
 * What is wrong with the branches of a flow: between a `parallel` and its `join` a step belongs to that fork alone. A walk
 * from the trigger carries the open forks along; a step that is come to with different ones is reached from inside and
 * from outside at once, so that nobody could say which join it counts for.
 */
export function branchProblems(flow: FlowDocument): FlowProblem[] {
  const problems: FlowProblem[] = [];
  const graph = new Graph(flow.edges);
  const index = new Map(flow.nodes.map((node, position) => [node.id, position]));
  const open = new Map<string, readonly string[]>();
  const joined = new Set<string>();
  const told = new Set<string>();
  const tell = (severity: FlowProblem['severity'], code: string, id: string, message: string): void => {
    if (told.has(`${code} ${id}`)) return;
    told.add(`${code} ${id}`);
    problems.push({ severity, pointer: `/nodes/${String(index.get(id) ?? 0)}`, code, message, node: id, params: {} });
  };
  const queue: [id: string, forks: readonly string[]][] = flow.edges
    .filter(({ from }) => from === TRIGGER)
    .map(({ to }) => [to, []]);
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [id, forks] = next;
    const node = flow.nodes[index.get(id) ?? -1];
    if (!node) continue;
    const known = open.get(id);
    if (known) {
      if (known.join() !== forks.join())
        tell(
          'error',
          'mixed_branches',
          id,
          `“${node.title ?? id}” is reached from inside and from outside a parallel step.`,
        );
      continue;
    }
    open.set(id, forks);
    let after = forks;
    if (node.type === 'parallel') after = [...forks, id];
    if (node.type === 'join') {
      const fork = forks.at(-1);
      if (fork === undefined)
        tell('warning', 'join_alone', id, `“${node.title ?? id}” joins nothing: no parallel step leads to it.`);
      else joined.add(fork);
      after = forks.slice(0, -1);
    }
    for (const to of graph.next(id)) queue.push([to, after]);
  }
  for (const node of flow.nodes) {
    if (node.type === 'parallel' && open.has(node.id) && !joined.has(node.id))
      tell(
        'warning',
        'never_joined',
        node.id,
        `The branches of “${node.title ?? node.id}” never meet: the first that ends, ends the run.`,
      );
  }
  // What else is said of joins follows from the mixing.
  const mixed = problems.filter(({ code }) => code === 'mixed_branches');
  return mixed.length > 0 ? mixed : problems;
}
