import type { ExplanationPart } from '@sluice/domain';
import type { TraceEntry } from '../compile/trace.js';
import type { CstDocument, CstNode } from '../cst/cst.js';
import { documentOf } from '../cst/value.js';
import type { Json } from '../cst/value.js';
import type { FactsSchema } from '../facts/schema.js';
import { reasonsFor } from './conditions.js';
import type { Context } from './conditions.js';
import { callOf } from './nodes.js';

/**
 * Why a run gave what it gave, as codes with parameters: for each outcome a part `outcome`, then a part `because` for each
 * condition on the way to it (`otherwise` when there was none), then the `rule`. Plain JSON: it can be stored with the
 * commission and rendered later without rule or schema. The trace must be of this very logic.
 */
export function explain(
  ruleTitle: string,
  logic: CstDocument | string | Json,
  trace: readonly TraceEntry[],
  schema: FactsSchema,
): ExplanationPart[] {
  const document = isDocument(logic) ? logic : documentOf(logic);
  const context: Context = { schema, trace: new Map(trace.map((entry) => [entry.pointer, entry])) };
  const parts = outcomes(document.root, [], context);
  return [...parts, { code: 'rule', params: { title: ruleTitle } }];
}

function isDocument(logic: CstDocument | string | Json): logic is CstDocument {
  return typeof logic === 'object' && logic !== null && 'duplicates' in logic && 'root' in logic;
}

/** Follows the branches taken; a list gives each of its outcomes with its own reasons. */
function outcomes(node: CstNode, reasons: readonly ExplanationPart[], context: Context): ExplanationPart[] {
  const call = callOf(node);
  if (call && (call.op === 'if' || call.op === '?:')) {
    const taken = context.trace.get(node.pointer)?.taken;
    const branch = taken === undefined ? undefined : call.args[taken];
    if (taken === undefined || !branch) return [];
    const last = taken === call.args.length - 1;
    const when = last ? undefined : call.args[taken - 1];
    const own = when ? reasonsFor(when, true, context) : [{ code: 'otherwise', params: {} }];
    return outcomes(branch, unique([...reasons, ...own]), context);
  }
  if (call?.op === 'merge') return call.args.flatMap((each) => outcomes(each, reasons, context));
  if (node.kind === 'array') return node.items.flatMap((item) => outcomes(item.value, reasons, context));
  const value = context.trace.get(node.pointer)?.value ?? null;
  const { currency } = context.schema;
  const outcome = { code: 'outcome', params: { value: value as never, ...(currency ? { currency } : {}) } };
  return [outcome, ...withoutOtherwise(reasons)];
}

/** "No other condition applies" says something only where it is all there is to say. */
function withoutOtherwise(reasons: readonly ExplanationPart[]): readonly ExplanationPart[] {
  const real = reasons.filter((part) => part.code !== 'otherwise');
  return real.length ? real : reasons.slice(0, 1);
}

function unique(parts: readonly ExplanationPart[]): ExplanationPart[] {
  const seen = new Map(parts.map((part) => [JSON.stringify(part), part]));
  return [...seen.values()];
}
