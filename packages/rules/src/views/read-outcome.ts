import type { CstNode } from '../cst/cst.js';
import { printNode } from '../cst/print.js';
import { toJson } from '../cst/value.js';
import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import type { OutcomeView } from './decision-list.js';
import { readList } from './read-decision-list.js';

/** Shows an outcome: a literal of the shape, a further decision, or what no form can show. */
export function readOutcome(node: CstNode, schema: FactsSchema, shape: OutcomeShape): OutcomeView {
  if (isLiteral(node, shape)) return { kind: 'literal', pointer: node.pointer, value: toJson(node) };
  const list = readList(node, schema, shape);
  if (list) return { kind: 'list', pointer: node.pointer, list };
  return { kind: 'advanced', pointer: node.pointer, text: printNode(node) };
}

/** Fields may be missing or wrong (the checker says so): a form can mend that. What it cannot show is no literal. */
function isLiteral(node: CstNode, shape: OutcomeShape): boolean {
  switch (shape.kind) {
    case 'value':
      return node.kind !== 'object' && node.kind !== 'array' && node.kind !== 'null';
    case 'list':
      return node.kind === 'array' && node.items.every(({ value }) => isLiteral(value, shape.of));
    case 'record':
      return isRecord(node) && node.members.every(({ key }) => Object.hasOwn(shape.fields, key));
    case 'variants': {
      if (!isRecord(node)) return false;
      const tag = node.members.find(({ key }) => key === shape.tag)?.value;
      if (tag?.kind !== 'string' || !Object.hasOwn(shape.variants, tag.value)) return false;
      const fields = shape.variants[tag.value] ?? {};
      return node.members.every(({ key }) => key === shape.tag || Object.hasOwn(fields, key));
    }
  }
}

/** An object of two entries or more, constant all through: an object of one entry would be an operator. */
function isRecord(node: CstNode): node is CstNode & { kind: 'object' } {
  return node.kind === 'object' && node.members.length > 1 && isConstant(node) && hasOwnKeys(node);
}

function isConstant(node: CstNode): boolean {
  if (node.kind === 'array') return node.items.every(({ value }) => isConstant(value));
  if (node.kind !== 'object') return true;
  return node.members.length !== 1 && node.members.every(({ value }) => isConstant(value));
}

/** A key that stands twice cannot be shown in a form. */
function hasOwnKeys(node: CstNode & { kind: 'object' }): boolean {
  return new Set(node.members.map(({ key }) => key)).size === node.members.length;
}
