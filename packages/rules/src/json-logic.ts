import { inZone, startOf } from './json-logic/wall-clock.js';
import { plusDuration } from './json-logic/durations.js';
import { roundDigits } from './json-logic/digits.js';

/** The part of json-logic-js that is needed to teach it operators. */
export interface JsonLogic {
  add_operation(name: string, code: (...args: never[]) => unknown): void;
  apply(logic: never, data?: unknown): unknown;
}

export interface ExtensionOptions {
  /** The logic of the other rules that a rule uses, by key, as JSON values. */
  readonly rules?: (key: string) => unknown;
}

/**
 * Teaches json-logic-js the extension operators, so that a rule can be taken away and run there. Written apart from this
 * package's own evaluators (each is the other's oracle): texts and digit strings instead of fractions, `Intl` instead of a
 * calendar library. Quotients and percentages are JavaScript numbers there; only `round` of what a number's own digits say
 * is exact. `apply` is wrapped, because stock json-logic-js forgets the outer facts inside list steps.
 */
export function addExtensions(jsonLogic: JsonLogic, { rules }: ExtensionOptions = {}): void {
  const facts = rememberFacts(jsonLogic);
  const operations: Record<string, (...args: never[]) => unknown> = {
    starts_with: (text: string, part: string | string[]) => each(part).some((one) => text.slice(0, one.length) === one),
    ends_with: (text: string, part: string | string[]) =>
      each(part).some((one) => one === '' || (text.length >= one.length && text.slice(-one.length) === one)),
    matches_domain: (text: string, domain: string | string[]) =>
      each(domain).some((one) => labelsMatch(labels(text), labels(one))),
    days_between: (from: string | number, to: string | number, zone?: string) =>
      (Date.parse(dayOf(to, zone)) - Date.parse(dayOf(from, zone))) / DAY,
    add_duration: (moment: string | number, duration: string, zone?: string) => plusDuration(moment, duration, zone),
    in_window: (moment: string | number, from: string | number, to: string | number, zone?: string) => {
      const begin = beside(moment, from, zone);
      const end = isDuration(to) ? plusDuration(begin, to, zone) : beside(moment, to, zone);
      return !(moment < begin) && moment < end;
    },
    percent_of: (rate: string | number, base: number) => (Number(rate) * base) / 100,
    round: (value: number, ...rest: (number | string)[]) => {
      const places = rest.find((one): one is number => typeof one === 'number') ?? 0;
      const mode = rest.find((one): one is string => typeof one === 'string') ?? 'half_even';
      return Number(roundDigits(String(value), places, mode));
    },
    outcome: (...entries: unknown[]) => {
      const result: Record<string, unknown> = {};
      for (let i = 0; i < entries.length; i += 2) {
        const name = String(entries[i]);
        result[name] = name === 'rate' ? String(entries[i + 1]) : entries[i + 1];
      }
      return result;
    },
    outer: (path: string, otherwise?: unknown) => {
      const value = jsonLogic.apply({ var: path } as never, facts());
      return value === null && otherwise !== undefined ? otherwise : value;
    },
    rule: (key: string) => jsonLogic.apply(rules?.(key) as never, facts()),
  };
  for (const [name, code] of Object.entries(operations)) jsonLogic.add_operation(name, code);
}

const DAY = 86_400_000;

/** Keeps the facts that the outermost `apply` was called with; json-logic-js calls its own `apply` for every part. */
function rememberFacts(jsonLogic: JsonLogic): () => unknown {
  const apply = jsonLogic.apply.bind(jsonLogic);
  let depth = 0;
  let facts: unknown;
  jsonLogic.apply = (logic, data) => {
    if (depth === 0) facts = data;
    depth++;
    try {
      return apply(logic, data);
    } finally {
      depth--;
    }
  };
  return () => facts;
}

const isDuration = (value: string | number): value is string => typeof value === 'string' && /^[+-]?P/i.test(value);

/** The ISO day of a day or of a point in time in a zone. */
function dayOf(moment: string | number, zone: string | undefined): string {
  if (typeof moment === 'string') return moment;
  return new Date(inZone(moment, zone ?? 'UTC')).toISOString().slice(0, 10);
}

/** A boundary as something the moment can be compared with: a day beside a point in time is its midnight in the zone. */
function beside(moment: string | number, boundary: string | number, zone: string | undefined): string | number {
  if (typeof moment === 'string' || typeof boundary === 'number') return boundary;
  return startOf(Date.parse(boundary), zone ?? 'UTC');
}

const each = (part: string | string[]): string[] => (Array.isArray(part) ? part : [part]);

function labels(text: string): string[] {
  const host = (text.split('@').pop() ?? '').trim().toLowerCase();
  return (host.endsWith('.') ? host.slice(0, -1) : host).split('.').reverse();
}

function labelsMatch(host: string[], domain: string[]): boolean {
  return domain.join() !== '' && domain.every((label, i) => host[i] === label);
}
