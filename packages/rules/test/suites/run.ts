import { readFileSync } from 'node:fs';
import jsonLogic from 'json-logic-js';
import { evaluate } from '../../src/index.js';
import type { Json } from '../../src/index.js';

/** One case of a published suite; `error` where the suite expects that there is no answer. */
export interface SuiteCase {
  readonly suite?: string;
  readonly rule: Json;
  readonly data?: Json;
  readonly result?: Json;
  readonly error?: true;
  readonly templating?: true;
}

export type Verdict =
  | { readonly kind: 'as_expected' }
  /** The suite's own engine answers otherwise; `stock` is what json-logic-js answers. */
  | { readonly kind: 'differs'; readonly said: unknown; readonly stock: unknown }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'left_out' };

export function casesOf(file: string): SuiteCase[] {
  const text = readFileSync(new URL(`data/${file}.jsonl`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SuiteCase);
}

export function verdictOf(each: SuiteCase): Verdict {
  if (each.templating) return { kind: 'left_out' };
  const facts = (each.data ?? {}) as Record<string, Json>;
  const result = evaluate(JSON.stringify(each.rule), facts);
  if (!result.ok) {
    const { code, message } =
      result.kind === 'failed' ? result.error : (result.problems[0] ?? { code: 'none', message: '' });
    return each.error ? { kind: 'as_expected' } : { kind: 'refused', code, message };
  }
  if (!each.error && same(result.value, each.result ?? null)) return { kind: 'as_expected' };
  return { kind: 'differs', said: result.value, stock: jsonLogic.apply(each.rule as never, each.data) };
}

/** A decimal beyond 15 digits is a text with us and a rounded number there. */
function same(said: Json, expected: Json): boolean {
  if (typeof said === 'string' && typeof expected === 'number') return Number(said) === expected;
  return JSON.stringify(said) === JSON.stringify(expected);
}

interface Row {
  readonly name: string;
  cases: number;
  accepted: number;
  differs: number;
  leftOut: number;
  readonly refused: Map<string, number>;
}

/** The table of results.md. */
export function report(): string {
  const rows = new Map<string, Row>();
  const differing: string[] = [];
  for (const file of ['jsonlogic-com', 'datalogic-rs']) {
    for (const each of casesOf(file)) {
      const name = each.suite ? `${file}: ${each.suite}` : file;
      const row = rows.get(name) ?? { name, cases: 0, accepted: 0, differs: 0, leftOut: 0, refused: new Map() };
      rows.set(name, row);
      row.cases++;
      const verdict = verdictOf(each);
      if (verdict.kind === 'as_expected') row.accepted++;
      if (verdict.kind === 'left_out') row.leftOut++;
      if (verdict.kind === 'refused') row.refused.set(verdict.code, (row.refused.get(verdict.code) ?? 0) + 1);
      if (verdict.kind === 'differs') {
        row.differs++;
        const expected = each.error ? 'an error' : JSON.stringify(each.result);
        differing.push(
          `| \`${JSON.stringify(each.rule)}\` | ${name} | ${expected} | \`${JSON.stringify(verdict.said)}\` |`,
        );
      }
    }
  }
  const all = [...rows.values()];
  const lines = [total(all), ...all].map(lineOf);
  return [
    '# Results of the published suites',
    '',
    'Made by `report.ts`; `suites.test.ts` holds it to the truth. "As expected" counts answers, and errors where an error is expected.',
    '',
    '| suite | cases | as expected | refused, by code | as json-logic-js | left out |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    'Where a suite expects otherwise than json-logic-js answers, which the portable class is held to:',
    '',
    '| rule | suite | expected there | here and in json-logic-js |',
    '| --- | --- | --- | --- |',
    ...differing,
    '',
  ].join('\n');
}

function total(rows: readonly Row[]): Row {
  const sum: Row = { name: '**all**', cases: 0, accepted: 0, differs: 0, leftOut: 0, refused: new Map() };
  for (const row of rows) {
    sum.cases += row.cases;
    sum.accepted += row.accepted;
    sum.differs += row.differs;
    sum.leftOut += row.leftOut;
    for (const [code, count] of row.refused) sum.refused.set(code, (sum.refused.get(code) ?? 0) + count);
  }
  return sum;
}

function lineOf({ name, cases, accepted, refused, differs, leftOut }: Row): string {
  const codes = [...refused]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([code, count]) => `${code} ${count}`);
  return `| ${name} | ${cases} | ${accepted} | ${codes.join(', ')} | ${differs || ''} | ${leftOut || ''} |`;
}
