import type { CstDocument, CstNode } from '@sluice/rules/cst/cst';

const WIDTH = 100;

/** The document laid out for reading: what fits stands on one line, the rest is indented. Only white space changes. */
export function format({ root }: CstDocument): string {
  return `${laidOut(root, '', 0)}\n`;
}

function laidOut(node: CstNode, indent: string, used: number): string {
  const line = inline(node);
  if (used + line.length <= WIDTH || (node.kind !== 'array' && node.kind !== 'object')) return line;
  const inner = `${indent}  `;
  if (node.kind === 'array') {
    // Condition and outcome of a branch are easier to see with each on its own line.
    const items = node.items.map(({ value }) => `${inner}${laidOut(value, inner, inner.length)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const [only] = node.members;
  if (node.members.length === 1 && only) {
    const head = `{${only.rawKey}: `;
    return `${head}${laidOut(only.value, indent, used + head.length)}}`;
  }
  const members = node.members.map(({ rawKey, value }) => {
    const head = `${inner}${rawKey}: `;
    return `${head}${laidOut(value, inner, head.length)}`;
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function inline(node: CstNode): string {
  switch (node.kind) {
    case 'array':
      return `[${node.items.map(({ value }) => inline(value)).join(', ')}]`;
    case 'object':
      return `{${node.members.map(({ rawKey, value }) => `${rawKey}: ${inline(value)}`).join(', ')}}`;
    case 'string':
    case 'number':
      return node.raw;
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
  }
}
