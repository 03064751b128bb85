import type { ExplanationPart, Json as DomainJson } from '@sluice/domain';
import type { TraceEntry } from '../compile/trace.js';
import type { CstNode } from '../cst/cst.js';
import { toJson } from '../cst/value.js';
import type { Json } from '../cst/value.js';
import { fieldAt } from '../facts/schema.js';
import type { FactField, FactsSchema, LocalText } from '../facts/schema.js';
import { expressionOf } from './expressions.js';
import { extensionReasons } from './extensions.js';
import { callOf, factOf } from './nodes.js';

export interface Context {
  readonly schema: FactsSchema;
  readonly trace: ReadonlyMap<string, TraceEntry>;
}

/** Comparisons by operator: what they say when they hold, when they do not, and with the sides exchanged. */
const COMPARISONS: Readonly<Record<string, { yes: string; no: string; flipped: string }>> = {
  '==': { yes: 'is', no: 'is_not', flipped: '==' },
  '===': { yes: 'is', no: 'is_not', flipped: '===' },
  '!=': { yes: 'is_not', no: 'is', flipped: '!=' },
  '!==': { yes: 'is_not', no: 'is', flipped: '!==' },
  '>=': { yes: 'at_least', no: 'less_than', flipped: '<=' },
  '>': { yes: 'more_than', no: 'at_most', flipped: '<' },
  '<=': { yes: 'at_most', no: 'more_than', flipped: '>=' },
  '<': { yes: 'less_than', no: 'at_least', flipped: '>' },
};

/** The parts that say why a condition was as it was: those of its conditions that decided. */
export function reasonsFor(node: CstNode, truth: boolean, context: Context): ExplanationPart[] {
  const call = callOf(node);
  if (!call) return [];
  const { op, args } = call;
  const [first, second] = args;
  if (op === '!' && first) return reasonsFor(first, !truth, context);
  if (op === '!!' && first) return reasonsFor(first, truth, context);
  if (op === 'and' || op === 'or') {
    const taken = context.trace.get(node.pointer)?.taken;
    const decided = (op === 'and') === truth ? args : args.filter((_, i) => i === taken);
    return decided.flatMap((each) => reasonsFor(each, truth, context));
  }
  if (op === 'missing') return missingParts(node, args, truth, context);
  const fact = factOf(node);
  if (fact !== undefined) return [because(fact, truth ? 'yes' : 'no', undefined, context)];
  if (op === 'in' && first && second) return membership(first, second, truth, context);
  const comparison = COMPARISONS[op];
  if (comparison && first && second) {
    if (args.length === 3) return between(args, op, truth, context);
    return compared(first, second, op, truth, context);
  }
  return extensionReasons(op, args, truth, context) ?? [{ code: 'because', params: { operator: 'holds' } }];
}

function compared(a: CstNode, b: CstNode, op: string, truth: boolean, context: Context): ExplanationPart[] {
  const left = factOf(a);
  const right = factOf(b);
  const comparison = COMPARISONS[op];
  if (!comparison) return [];
  if (left === undefined && right !== undefined) return compared(b, a, comparison.flipped, truth, context);
  if (left === undefined) return computed(a, b, op, truth, context);
  const operator = truth ? comparison.yes : comparison.no;
  if (b.kind === 'null') return [because(left, operator === 'is' ? 'absent' : 'present', undefined, context)];
  const value = valueOf(b, context);
  if (typeof value === 'boolean')
    return [because(left, value === (operator === 'is') ? 'yes' : 'no', undefined, context)];
  return [because(left, inTime(operator, fieldAt(context.schema, left)), [value], context)];
}

/** A comparison of something computed from facts, in words where it has some. */
function computed(a: CstNode, b: CstNode, op: string, truth: boolean, context: Context): ExplanationPart[] {
  const comparison = COMPARISONS[op];
  const subject = expressionOf(a, context);
  if (!subject && comparison && expressionOf(b, context)) return computed(b, a, comparison.flipped, truth, context);
  if (!subject || !comparison) return [{ code: 'because', params: { operator: 'holds' } }];
  const { en, de, field } = subject;
  const values = [described(valueOf(b, context), field, context)];
  const operator = truth ? comparison.yes : comparison.no;
  return [{ code: 'because', params: { operator, subject: { en, de }, values } }];
}

/** Dates and points in time are before and after, not less and more. */
function inTime(operator: string, field: FactField | undefined): string {
  if (field?.type !== 'day' && field?.type !== 'instant') return operator;
  const words: Record<string, string> = {
    at_least: 'not_before',
    more_than: 'after',
    at_most: 'not_after',
    less_than: 'before',
  };
  return words[operator] ?? operator;
}

function between(args: readonly CstNode[], op: string, truth: boolean, context: Context): ExplanationPart[] {
  const [low, middle, high] = args;
  const fact = middle && factOf(middle);
  if (!low || !high || fact === undefined) return [{ code: 'because', params: { operator: 'holds' } }];
  const operator = `${truth ? '' : 'not_'}${op === '<=' ? 'from_to' : 'between'}`;
  return [because(fact, operator, [valueOf(low, context), valueOf(high, context)], context)];
}

function membership(a: CstNode, b: CstNode, truth: boolean, context: Context): ExplanationPart[] {
  const fact = factOf(a);
  const list = valueOf(b, context);
  if (fact !== undefined && Array.isArray(list)) return [because(fact, truth ? 'one_of' : 'none_of', list, context)];
  const text = factOf(b);
  if (text !== undefined) return [because(text, truth ? 'contains' : 'lacks', [valueOf(a, context)], context)];
  return [{ code: 'because', params: { operator: 'holds' } }];
}

function missingParts(node: CstNode, args: readonly CstNode[], truth: boolean, context: Context): ExplanationPart[] {
  const absent = context.trace.get(node.pointer)?.value;
  const asked = args.flatMap((each) => (each.kind === 'array' ? each.items.map((item) => item.value) : [each]));
  const names = truth && Array.isArray(absent) ? absent : asked.map((each) => toJson(each));
  return names.map((name) => because(String(name), truth ? 'absent' : 'present', undefined, context));
}

/** The value a node had: from the trace, or as it is written. */
export function valueOf(node: CstNode, context: Context): Json {
  const entry = context.trace.get(node.pointer);
  if (entry) return entry.value;
  return callOf(node) ? null : toJson(node);
}

export function because(
  fact: string,
  operator: string,
  values: readonly Json[] | undefined,
  context: Context,
): ExplanationPart {
  const field = fieldAt(context.schema, fact);
  const params: Record<string, DomainJson> = { fact, operator, subject: subjectOf(fact, field) };
  if (field?.clauses) params['clauses'] = { yes: local(field.clauses.yes), no: local(field.clauses.no) };
  if (values) params['values'] = values.map((value) => described(value, field, context));
  return { code: 'because', params };
}

export function subjectOf(fact: string, field: FactField | undefined): { en: string; de: string } {
  return local(field?.phrase ?? field?.label ?? fact);
}

export function local(text: LocalText): { en: string; de: string } {
  return typeof text === 'string' ? { en: text, de: text } : { en: text.en, de: text.de };
}

/** A value with what it takes to write it: money with its currency, names of an enum with their labels, rates with their unit. */
export function described(value: Json, field: FactField | undefined, context: Context): DomainJson {
  if (field?.type === 'money' && typeof value === 'number') {
    const currency = field.currency === 'programme' ? context.schema.currency : field.currency;
    return currency ? { money: String(value), currency } : { number: value };
  }
  if (field?.type === 'enum') {
    const label = field.values.find((entry) => entry.value === value)?.label;
    if (label !== undefined) return { label: local(label) };
  }
  if (field?.unit === '%') return { rate: String(value) };
  if (field?.type === 'instant' && typeof value === 'number') return { instant: value };
  if (field?.type === 'day' && typeof value === 'string') return { day: value };
  return typeof value === 'number' ? { number: value } : { text: String(value) };
}
