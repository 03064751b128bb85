import type { ExplanationPart, Json as DomainJson } from '@sluice/domain';
import type { CstNode } from '../cst/cst.js';
import { fieldAt } from '../facts/schema.js';
import { because, described, valueOf } from './conditions.js';
import type { Context } from './conditions.js';
import { callOf, factOf } from './nodes.js';

type Reasons = (args: readonly CstNode[], truth: boolean, context: Context) => ExplanationPart[] | undefined;

/** Conditions that are one of our operators, or a step over a list, in words; undefined where there are none for it. */
export function extensionReasons(
  op: string,
  args: readonly CstNode[],
  truth: boolean,
  context: Context,
): ExplanationPart[] | undefined {
  return Object.hasOwn(REASONS, op) ? REASONS[op]?.(args, truth, context) : undefined;
}

const textTest =
  (name: string): Reasons =>
  ([text, part], truth, context) => {
    const fact = text && factOf(text);
    if (fact === undefined || !part) return undefined;
    const value = valueOf(part, context);
    const values = Array.isArray(value) ? value : [value];
    return [because(fact, truth ? name : `not_${name}`, values, context)];
  };

/** What a step says of a list, when it holds and when it does not. */
const step =
  (yes: string, no: string): Reasons =>
  ([list], truth, context) => {
    const fact = list && factOf(filtered(list));
    return fact === undefined ? undefined : [because(fact, truth ? yes : no, undefined, context)];
  };

/** Some of a list are still its items. */
function filtered(list: CstNode): CstNode {
  const call = callOf(list);
  const inner = call?.op === 'filter' ? call.args[0] : undefined;
  return inner ? filtered(inner) : list;
}

const REASONS: Readonly<Record<string, Reasons>> = {
  starts_with: textTest('starts_with'),
  ends_with: textTest('ends_with'),
  matches_domain: textTest('matches_domain'),
  some: step('some_fit', 'none_fits'),
  all: step('all_fit', 'not_all_fit'),
  none: step('none_fits', 'some_fit'),
  rule: ([key], truth) => {
    const name = key?.kind === 'string' ? key.value : '';
    return [{ code: 'because', params: { operator: truth ? 'rule_yes' : 'rule_no', values: [{ text: name }] } }];
  },
  in_window: ([moment, from, to], truth, context) => {
    const fact = moment && factOf(moment);
    if (fact === undefined || !from || !to) return undefined;
    const lasts = to.kind === 'string' && /^[+-]?P/i.test(to.value);
    const operator = `${truth ? '' : 'not_'}${lasts ? 'in_span' : 'in_window'}`;
    const end: DomainJson = lasts ? { duration: to.value } : momentOf(to, context);
    const part = because(fact, operator, undefined, context);
    return [{ ...part, params: { ...part.params, values: [momentOf(from, context), end] } }];
  },
};

/** A date or point in time as it was, or the fact that it is. */
function momentOf(node: CstNode, context: Context): DomainJson {
  const value = valueOf(node, context);
  const fact = factOf(node);
  if (fact !== undefined) return described(value, fieldAt(context.schema, fact), context);
  return typeof value === 'number' ? { instant: value } : { day: String(value) };
}
