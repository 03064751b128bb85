import type { CstNode } from '../cst/cst.js';

/** An operator with its arguments, or undefined for constants and outcome literals. */
export function callOf(node: CstNode): { readonly op: string; readonly args: readonly CstNode[] } | undefined {
  const member = node.kind === 'object' && node.members.length === 1 ? node.members[0] : undefined;
  if (!member) return undefined;
  const { key: op, value } = member;
  return { op, args: value.kind === 'array' ? value.items.map((item) => item.value) : [value] };
}

/** The name of the fact that a `var`, or an `outer`, reads. */
export function factOf(node: CstNode): string | undefined {
  const call = callOf(node);
  const name = call?.op === 'var' || call?.op === 'outer' ? call.args[0] : undefined;
  return name?.kind === 'string' ? name.value : undefined;
}
