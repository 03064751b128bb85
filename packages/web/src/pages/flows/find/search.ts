import type { FlowDocument, FlowNode } from '@sluice/flows';
import type { TFunction } from 'i18next';
import { coreOf } from '../../../parts/flow/core.js';
import { stepTitle } from '../../../parts/flow/words.js';

/** Steps in whose words, kind, name or settings every word that is looked for stands; in reading order. */
export function findSteps(document: FlowDocument, query: string, t: TFunction): FlowNode[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return inReadingOrder(document.nodes);
  const text = (node: FlowNode): string =>
    [stepTitle(node, t), t(coreOf(node.type)?.title ?? node.type), node.id, JSON.stringify(node.config)]
      .join(' ')
      .toLowerCase();
  return inReadingOrder(document.nodes.filter((node) => words.every((word) => text(node).includes(word))));
}

function inReadingOrder(nodes: readonly FlowNode[]): FlowNode[] {
  return nodes.toSorted((a, b) => (a.y ?? 0) - (b.y ?? 0) || (a.x ?? 0) - (b.x ?? 0));
}
