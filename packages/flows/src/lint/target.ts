import { nearest } from '@sluice/rules/check/nearest';
import type { FlowNode } from '../document.js';
import type { LintContext } from './context.js';

/**
 * The step that an open port is most likely meant to lead to: one whose name is like the port's ("rejected" → “Reject it”),
 * else the end that lies nearest below its step. Never a step before it, and never one of another branch.
 */
export function targetFor(context: LintContext, from: FlowNode, port: string): FlowNode | undefined {
  const { flow, graph } = context;
  const before = graph.reaching([from.id]);
  // With branches in it, what may be joined where is not to be guessed.
  if (flow.nodes.some(({ type }) => type === 'parallel')) return undefined;
  const possible = flow.nodes.filter(({ id }) => id !== from.id && !before.has(id));
  const stem = port.replace(/(ed|s|ing)$/, '');
  const named = possible.find(
    ({ id, title, type }) =>
      id.includes(port) || type.startsWith(stem) || (title ?? '').toLowerCase().includes(stem.toLowerCase()),
  );
  if (named) return named;
  const near = nearest(
    port,
    possible.map(({ id }) => id),
  );
  if (near !== undefined) return context.node(near);
  const after = graph.reachable(from.id);
  return possible.find(({ id, type }) => type === 'end' && after.has(id));
}
