import type { CstNode } from '../cst/cst.js';
import { toJson } from '../cst/value.js';
import { fieldAt } from '../facts/schema.js';
import type { FactField } from '../facts/schema.js';
import { subjectOf } from './conditions.js';
import type { Context } from './conditions.js';
import { callOf, factOf } from './nodes.js';

interface Words {
  readonly en: string;
  readonly de: string;
}

/** What is computed, as the subject of a sentence; `field` says how its values are written (money, percent). */
export interface Expression extends Words {
  readonly field?: FactField;
}

type Say = (operands: readonly Words[]) => Words;

const between = (en: string, de: string): Say => {
  return (operands) => ({
    en: operands.map((each) => each.en).join(` ${en} `),
    de: operands.map((each) => each.de).join(` ${de} `),
  });
};
const of = (en: string, de: string): Say => {
  return (operands) => ({
    en: `${en} ${operands.map((each) => each.en).join(' and ')}`,
    de: `${de} ${operands.map((each) => each.de).join(' und ')}`,
  });
};

/** How each operator says what it computes. `keeps`: the result is of the kind of its operands (money stays money). */
const SAYS: Readonly<Record<string, { readonly say: Say; readonly keeps: boolean }>> = {
  '+': { say: between('plus', 'plus'), keeps: true },
  '-': { say: between('minus', 'minus'), keeps: true },
  '*': { say: between('times', 'mal'), keeps: true },
  '/': { say: between('divided by', 'geteilt durch'), keeps: true },
  '%': { say: between('modulo', 'modulo'), keeps: false },
  min: { say: of('the least of', 'das Kleinste von'), keeps: true },
  max: { say: of('the greatest of', 'das Größte von'), keeps: true },
  percent_of: { say: between('% of', '% von'), keeps: true },
  days_between: {
    say: ([from, to]) => ({
      en: `the number of days from ${from?.en ?? ''} to ${to?.en ?? ''}`,
      de: `die Zahl der Tage von „${from?.de ?? ''}“ bis „${to?.de ?? ''}“`,
    }),
    keeps: false,
  },
};

/** A computation over facts in words ("the amount paid minus the tax"); undefined where it has no words. */
export function expressionOf(node: CstNode, context: Context): Expression | undefined {
  const call = callOf(node);
  const says = call && Object.hasOwn(SAYS, call.op) ? SAYS[call.op] : undefined;
  if (!call || !says) return undefined;
  const operands = call.args.map((each) => operandOf(each, context));
  const known = operands.filter((each) => each !== undefined);
  if (known.length < operands.length || known.length < 2 || !known.some((each) => each.isFact)) return undefined;
  const fields = known.flatMap((each) => each.field ?? []);
  // An amount divided by an amount is a number.
  const ratio = call.op === '/' && fields.filter((field) => field.type === 'money').length > 1;
  const field = says.keeps && !ratio ? (fields.find((each) => each.type === 'money') ?? fields[0]) : undefined;
  return { ...says.say(known), ...(field ? { field } : {}) };
}

function operandOf(node: CstNode, context: Context): (Expression & { readonly isFact: boolean }) | undefined {
  const fact = factOf(node);
  if (fact !== undefined) {
    const field = fieldAt(context.schema, fact);
    return { ...subjectOf(fact, field), ...(field ? { field } : {}), isFact: true };
  }
  if (node.kind === 'number' || node.kind === 'string') {
    const text = String(toJson(node));
    return { en: text, de: node.kind === 'number' ? text.replace('.', ',') : text, isFact: false };
  }
  const call = callOf(node);
  const rounded = call?.op === 'round' ? call.args[0] : undefined;
  if (rounded) return operandOf(rounded, context);
  const inner = expressionOf(node, context);
  return inner && { ...inner, isFact: true };
}
