import type { CstDocument, CstNode } from './cst.js';

/** The exact source text of a document. */
export function print(document: CstDocument): string {
  const out: string[] = [document.space[0]];
  write(document.root, out);
  out.push(document.space[1]);
  return out.join('');
}

/** The exact source text of one subtree, e.g. for an "advanced expression" chip. */
export function printNode(node: CstNode): string {
  const out: string[] = [];
  write(node, out);
  return out.join('');
}

function write(node: CstNode, out: string[]): void {
  switch (node.kind) {
    case 'object':
      out.push('{', node.inside);
      node.members.forEach((member, i) => {
        const [beforeKey, afterKey, before, after] = member.space;
        out.push(i ? ',' : '', beforeKey, member.rawKey, afterKey, ':', before);
        write(member.value, out);
        out.push(after);
      });
      out.push('}');
      return;
    case 'array':
      out.push('[', node.inside);
      node.items.forEach((item, i) => {
        out.push(i ? ',' : '', item.space[0]);
        write(item.value, out);
        out.push(item.space[1]);
      });
      out.push(']');
      return;
    case 'string':
    case 'number':
      out.push(node.raw);
      return;
    case 'boolean':
      out.push(String(node.value));
      return;
    case 'null':
      out.push('null');
  }
}
