import jsonLogic from 'json-logic-js';
import { addExtensions, check, compile, CONDITION, fromJson } from '../../src/index.js';
import type { FactsSchema, Json, JsonLogic, OutcomeShape, RuleClass, RuleSource, TypedNode } from '../../src/index.js';
import { agrees, DivisionByZero, makeExact, ratio } from './exact-json-logic.js';
import { LIBRARY, SCHEMA } from './programs.js';

const ANYTHING: OutcomeShape = { id: 'number', label: 'a number', kind: 'value', type: { type: 'integer' } };

/** The published rules that generated programs use. */
export const rules: RuleSource = (key) => {
  const logic = LIBRARY[key];
  if (logic === undefined) return undefined;
  return { text: JSON.stringify(logic), schema: SCHEMA, shape: key === 'sum' ? ANYTHING : CONDITION, hash: key };
};

export type Oracle = (logic: Json, facts: Record<string, Json>) => unknown;

/** Stock json-logic-js. */
export const stock: Oracle = (logic, facts) => jsonLogic.apply(logic as never, facts);

/**
 * json-logic-js taught exact fractions and our extensions. It changes the module's own object, so a test file uses either
 * this or `stock`.
 */
export function exact(schema: FactsSchema): Oracle {
  const taught = jsonLogic as unknown as JsonLogic;
  addExtensions(taught, { rules: (key) => LIBRARY[key] });
  makeExact(taught);
  return (logic, facts) => jsonLogic.apply(logic as never, withRatios(facts, schema.fields));
}

/** Decimal facts as fractions: in JSON they are texts or numbers. */
function withRatios(facts: Record<string, Json>, fields: FactsSchema['fields']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const field = fields[name];
      if (field?.type === 'object') return [name, withRatios(value as Record<string, Json>, field.fields)];
      return [name, field?.type === 'decimal' ? ratio(value) : value];
    }),
  );
}

/** Another back end that must agree, e.g. generated code; none while there is none. */
export type BackEnd = (typed: Parameters<typeof compile>[0]) => ReturnType<typeof compile>;

export interface Counts {
  accepted: number;
  refused: number;
  runs: number;
  /** Runs that ended in an error where JSON-logic has a value that is not one: overflow, division by zero. */
  faults: number;
  readonly classes: Record<RuleClass, number>;
  /** Programs in which an operator stands, by class. */
  readonly operators: Map<string, Record<RuleClass, number>>;
}

export const noCounts = (): Counts => ({
  accepted: 0,
  refused: 0,
  runs: 0,
  faults: 0,
  classes: { portable: 0, decimal: 0, extended: 0 },
  operators: new Map(),
});

/** Holds one program against its oracle, on several sets of facts; throws with what can be made again. */
export function mustAgree(
  name: string,
  logic: Json,
  sets: readonly Record<string, Json>[],
  oracle: Oracle,
  counts: Counts,
  options: { schema?: FactsSchema; classes?: readonly RuleClass[]; backEnds?: readonly BackEnd[] } = {},
): void {
  const { schema = SCHEMA, classes, backEnds = [] } = options;
  const checked = check(fromJson(logic), schema, { rules });
  if (!checked.ok) {
    counts.refused++;
    if (checked.problems.every((problem) => problem.code.startsWith('too_'))) return;
    throw new Error(`${name}: refused ${JSON.stringify({ logic, problems: checked.problems })}`);
  }
  if (classes && !classes.includes(checked.class))
    throw new Error(`${name}: ${checked.class} ${JSON.stringify(logic)}`);
  counts.accepted++;
  counts.classes[checked.class]++;
  note(checked.typed.root, checked.class, counts);
  const program = compile(checked.typed);
  const others = backEnds.map((make) => make(checked.typed));
  for (const facts of sets) {
    counts.runs++;
    const result = program.run(facts);
    const traced = program.run(facts, { trace: true });
    const all = [traced, ...others.map((other) => other.run(facts))];
    const said = (one: typeof result): string => JSON.stringify(one.ok ? one.value : one.error);
    const apart = all.find((other) => said(other) !== said(result));
    if (apart) throw new Error(`${name}: back ends differ ${JSON.stringify({ logic, facts, result, apart })}`);
    const last = traced.trace?.find((entry) => entry.pointer === '');
    if (
      result.ok &&
      checked.typed.root.kind === 'call' &&
      JSON.stringify(last?.value) !== JSON.stringify(result.value)
    ) {
      throw new Error(`${name}: the trace ends elsewhere ${JSON.stringify({ logic, facts, last, result })}`);
    }
    let expected: unknown;
    try {
      expected = oracle(logic, facts);
    } catch (error) {
      if (!(error instanceof DivisionByZero)) throw error;
      if (!result.ok && result.error.code === 'division_by_zero') continue;
      throw new Error(`${name}: divides by zero ${JSON.stringify({ logic, facts, result })}`, { cause: error });
    }
    if (!result.ok) {
      if (result.error.code !== 'overflow' && result.error.code !== 'division_by_zero') {
        throw new Error(`${name}: ${JSON.stringify({ logic, facts, result, expected: String(expected) })}`);
      }
      counts.faults++;
    } else if (!agrees(result.value, expected)) {
      const oracleSays = JSON.stringify(expected, (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      );
      throw new Error(`${name}: ${JSON.stringify({ logic, facts, result, oracleSays })}`);
    }
  }
}

function note(root: TypedNode, kind: RuleClass, counts: Counts): void {
  const found = new Set<string>();
  const visit = (node: TypedNode): void => {
    if (node.kind === 'list') node.items.forEach(visit);
    if (node.kind !== 'call') return;
    found.add(node.op);
    node.args.forEach(visit);
  };
  visit(root);
  for (const op of found) {
    const row = counts.operators.get(op) ?? { portable: 0, decimal: 0, extended: 0 };
    row[kind]++;
    counts.operators.set(op, row);
  }
}

/** The coverage as a table: an operator a line, programs by class. */
export function coverageTable(counts: Counts): string {
  const rows = [...counts.operators].sort(([a], [b]) => (a < b ? -1 : 1));
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, i) =>
        String(cell)
          .padStart(i ? 10 : 0)
          .padEnd(i ? 0 : 16),
      )
      .join('');
  return [
    line(['operator', 'portable', 'decimal', 'extended']),
    ...rows.map(([op, row]) => line([op, row.portable, row.decimal, row.extended])),
    line(['programs', counts.classes.portable, counts.classes.decimal, counts.classes.extended]),
    `${counts.runs} runs, ${counts.faults} of them ended in an error of the run, ${counts.refused} programs too large`,
  ].join('\n');
}
