import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { hoverTooltip, type Tooltip } from '@codemirror/view';
import type { CstDocument } from '@sluice/rules/cst/cst';
import { OPERATORS } from '@sluice/rules/operators/index';
import { fieldAt, type FactField, type FactsSchema } from '@sluice/rules/facts/schema';
import { local } from '@sluice/rules/views/local';
import { valueWords } from '@sluice/rules/views/words';
import type { Json } from '@sluice/rules/cst/value';
import type { OutcomeShape } from '@sluice/rules/outcome/shape';
import { leaves } from '../cases/facts.js';
import { OPERATOR_HELP } from './help.js';
import { innermost } from './places.js';

/** What completion and hover know; read anew each time, so that the editor is made only once. */
export interface Known {
  readonly schema: FactsSchema;
  readonly shape: OutcomeShape;
  readonly document: CstDocument | null;
  readonly locale: 'en' | 'de';
  readonly t: (key: string) => string;
}

const LOOK_BACK = 400;

/** Paths of facts in `var`, names of an enum beside it, operators and fields of outcomes as keys. */
export function completing(known: () => Known) {
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - LOOK_BACK), context.pos);
    const word = /"([^"\\]*)$/.exec(before);
    if (!word) return null;
    const { schema, shape, locale, t } = known();
    const from = context.pos - (word[1]?.length ?? 0);
    const head = before.slice(0, word.index);
    const closed = context.state.sliceDoc(context.pos, context.pos + 1) === '"';
    const closing = (text: string): string => (closed ? text : `${text}"`);
    if (/"(?:var|missing)"\s*:\s*\[?\s*$/.test(head)) {
      const options = leaves(schema).map(({ path, field }) => ({
        label: path,
        apply: closing(path),
        type: 'variable',
        detail: typeWord(field, schema),
        ...(field.help === undefined ? {} : { info: local(field.help, locale) }),
      }));
      return { from, options, validFor: /^[\w.]*$/ };
    }
    const beside = /"var"\s*:\s*\[?\s*"([\w.]+)"[^{}]*\}?\s*,\s*(?:\[[^\]{}]*)?$/.exec(head);
    const field = beside?.[1] === undefined ? undefined : fieldAt(schema, beside[1]);
    if (field?.type === 'enum') {
      const options = field.values.map(({ value, label }) => ({
        label: value,
        apply: closing(value),
        type: 'enum',
        ...(label === undefined ? {} : { detail: local(label, locale) }),
      }));
      return { from, options, validFor: /^\w*$/ };
    }
    if (/\{\s*$/.test(head)) {
      const operators = [...OPERATORS.keys()].map((name) => ({
        label: name,
        apply: closing(name),
        type: 'function',
        ...(OPERATOR_HELP[name] ? { info: `${t(OPERATOR_HELP[name][0])}\n${OPERATOR_HELP[name][1]}` } : {}),
      }));
      const fields = outcomeKeys(shape).map((name) => ({ label: name, apply: closing(name), type: 'property' }));
      return { from, options: [...fields, ...operators] };
    }
    if (/,\s*$/.test(head) && /\{\s*"[^"]*"\s*:[^{}]*,\s*$/.test(head)) {
      const options = outcomeKeys(shape).map((name) => ({ label: name, apply: closing(name), type: 'property' }));
      return { from, options };
    }
    return null;
  };
}

function outcomeKeys(shape: OutcomeShape): readonly string[] {
  if (shape.kind === 'list') return outcomeKeys(shape.of);
  if (shape.kind === 'record') return Object.keys(shape.fields);
  if (shape.kind !== 'variants') return [];
  return [...new Set([shape.tag, ...Object.values(shape.variants).flatMap((fields) => Object.keys(fields))])];
}

function typeWord(field: FactField, schema: FactsSchema): string {
  if (field.type === 'money') return field.currency === 'programme' ? (schema.currency ?? 'money') : field.currency;
  return field.type;
}

/** What stands under the pointer: a fact with its type and help, an operator with its sentence. */
export function hovering(known: () => Known) {
  return hoverTooltip((view, pos): Tooltip | null => {
    const { schema, document, locale, t } = known();
    if (!document) return null;
    const node = innermost(document, pos);
    const lines = node.kind === 'string' ? factLines(node.pointer, node.value) : undefined;
    const operator = lines ? undefined : operatorAt(view.state.sliceDoc(), pos);
    const help = operator === undefined ? undefined : OPERATOR_HELP[operator.name];
    const shown = lines ?? (help && operator ? [operator.name, t(help[0]), help[1]] : undefined);
    if (!shown) return null;
    return {
      pos: operator ? operator.from : node.offset,
      above: true,
      create: () => {
        const dom = window.document.createElement('div');
        dom.className = 'json-hover';
        shown.forEach((line, at) => {
          const row = window.document.createElement(at === 0 ? 'b' : 'div');
          row.textContent = line;
          dom.append(row);
        });
        return { dom };
      },
    };

    function factLines(pointer: string, path: string): string[] | undefined {
      if (!/\/var(\/0)?$/.test(pointer)) return undefined;
      const field = fieldAt(schema, path);
      if (!field) return [path, t('No such fact.')];
      const label = field.label === undefined ? path : local(field.label, locale);
      const example =
        field.example === undefined
          ? []
          : [`${t('Example:')} ${valueWords(field.example as Json, field, schema, locale)}`];
      const help = field.help === undefined ? [] : [local(field.help, locale)];
      const optional = field.optional ? `, ${t('may be absent')}` : '';
      return [label, `${path}: ${typeWord(field, schema)}${optional}`, ...help, ...example];
    }
  });
}

/** The key that stands at a place of the text, where it is an operator. */
function operatorAt(text: string, pos: number): { name: string; from: number } | undefined {
  const from = text.lastIndexOf('"', pos);
  const start = text[pos] === '"' && /^"\s*:/.test(text.slice(pos, pos + 40)) ? text.lastIndexOf('"', pos - 1) : from;
  const match = /^"([^"\\]{1,20})"\s*:/.exec(text.slice(start, start + 60));
  return match?.[1] !== undefined && OPERATORS.has(match[1]) ? { name: match[1], from: start } : undefined;
}
