import type { CstDocument } from '../cst/cst.js';
import type { Problem } from './problem.js';

/** Limits at save (spec 3): a rule stays small enough to be checked, drawn and evaluated at once. */
export const LIMITS = { bytes: 64 * 1024, nodes: 2000, depth: 64 } as const;

/** The limits that a document exceeds. */
export function exceeded(document: CstDocument): Problem[] {
  const { bytes, nodes, depth } = document.size;
  const problems: Problem[] = [];
  if (bytes > LIMITS.bytes) {
    const message = `The rule is ${Math.ceil(bytes / 1024)} KiB long; 64 KiB is the most. Split it into several rules.`;
    problems.push({ pointer: '', code: 'too_large', message });
  }
  if (nodes > LIMITS.nodes) {
    const message = `The rule has ${nodes} parts; 2,000 is the most. Split it into several rules.`;
    problems.push({ pointer: '', code: 'too_many_nodes', message });
  }
  if (depth > LIMITS.depth) {
    const message = `The rule is nested ${depth} levels deep; 64 is the most. Write nested conditions one after another.`;
    problems.push({ pointer: '', code: 'too_deep', message });
  }
  return problems;
}
