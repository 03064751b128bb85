import type { CstDocument } from '../cst/cst.js';
import { nodeAt } from '../edit/nodes.js';
import { toJson, type Json } from '../cst/value.js';
import { houseText } from '../edit/house.js';
import type { TextEdit } from '../edit/splice.js';
import { fieldAt } from '../facts/schema.js';
import type { CellRow } from './cells.js';
import type { DecisionList } from './decision-list.js';
import { importSheet } from './table-import.js';
import type { SheetRow } from './table-sheet.js';
import { readTable, type TableContext, type TableRow } from './table.js';

/** A commission rule as a plan: what each tier earns, what is better or worse for some orders, when renewals end. */
export interface Plan {
  /** In the order in which they are tried. */
  readonly steps: readonly PlanStep[];
  readonly otherwise: Json;
}

export type PlanStep =
  /** Renewals after so many months earn what it says, as a rule nothing. */
  | { readonly kind: 'renewals'; readonly months: number; readonly outcome: Json }
  /** Orders that meet all of it earn other terms. No tiers: all of them. */
  | PlanBonus
  | { readonly kind: 'base'; readonly tier: string; readonly outcome: Json };

export interface PlanBonus {
  readonly kind: 'bonus';
  readonly tiers: readonly string[];
  /** Minor units: from this net order on. */
  readonly minimum?: number;
  readonly countries: readonly string[];
  readonly onlyNew: boolean;
  readonly outcome: Json;
}

/** Why a rule is no plan; `row` from 0. */
export type NoPlan =
  | { readonly reason: 'kind' | 'list' }
  /** A branch asks for something that a plan does not have, or an outcome is computed. */
  | { readonly reason: 'row'; readonly row: number }
  | { readonly reason: 'renewals_later'; readonly row: number };

const TIER = 'partner.tier';
const NET = 'order.net';
const COUNTRY = 'order.country';
const NEW = 'customer.isNew';
const KIND = 'order.kind';
const MONTH = 'order.month';

/** The plan that a rule is, where it has that form. */
export function readPlan(document: CstDocument, list: DecisionList, context: TableContext): Plan | NoPlan {
  if (context.shape.id !== 'commission_terms' || !fieldAt(context.schema, TIER)) return { reason: 'kind' };
  const table = readTable(document, list, context);
  const otherwise = list.otherwise && valueAt(document, list.otherwise);
  if ('reason' in table || list.policy !== 'first' || otherwise === undefined) return { reason: 'list' };
  const steps: PlanStep[] = [];
  for (const row of table.rows) {
    const outcome = valueAt(document, list.branches[row.index]?.outcome);
    const asked = askedBy(
      row,
      table.columns.map(({ id }) => id),
    );
    const step = asked && outcome !== undefined ? stepOf(asked, outcome) : undefined;
    if (!step) return { reason: 'row', row: row.index };
    if (step.kind === 'renewals' && steps.length > 0) return { reason: 'renewals_later', row: row.index };
    steps.push(step);
  }
  return { steps, otherwise };
}

/** Makes the rule this plan. What stays the same keeps its bytes, the rest is written in the house form. */
export function writePlan(document: CstDocument, list: DecisionList, plan: Plan, context: TableContext): TextEdit {
  const rows = plan.steps.map((step, line): SheetRow => {
    const cells = cellsOf(step).map(([column, row]) => ({ column, content: { kind: 'rows', rows: [row] } as const }));
    return { line, cells, outcome: houseText(step.outcome) };
  });
  const otherwise: SheetRow = { line: rows.length, cells: [], outcome: houseText(plan.otherwise) };
  return importSheet(document, list, { header: false, columns: [], rows, otherwise, problems: [] }, 'replace', context);
}

/** The plan with a new bonus: before the first step that would take its orders. */
export function addBonus(plan: Plan, bonus: PlanBonus): Plan {
  const takes = (step: PlanStep): boolean =>
    step.kind === 'base' && (bonus.tiers.length === 0 || bonus.tiers.includes(step.tier));
  const at = plan.steps.findIndex(takes);
  const steps = [...plan.steps];
  steps.splice(at < 0 ? steps.length : at, 0, bonus);
  return { ...plan, steps };
}

/** The plan whose renewals earn for so many months; undefined: without end. */
export function withRenewals(plan: Plan, months: number | undefined): Plan {
  const [first, ...rest] = plan.steps;
  const others = first?.kind === 'renewals' ? rest : plan.steps;
  if (months === undefined) return { ...plan, steps: others };
  const outcome: Json =
    first?.kind === 'renewals' && !reasonNames(first)
      ? first.outcome
      : { type: 'none', reason: `renewals_end_after_${String(months)}_months` };
  return { ...plan, steps: [{ kind: 'renewals', months, outcome }, ...others] };
}

/** The reason names the months, so it goes with them. */
function reasonNames({ outcome, months }: PlanStep & { kind: 'renewals' }): boolean {
  const reason = typeof outcome === 'object' && outcome !== null && 'reason' in outcome ? outcome.reason : undefined;
  return reason === `renewals_end_after_${String(months)}_months`;
}

/** The plan in which a tier earns these terms; undefined takes the tier out. */
export function withBase(plan: Plan, tier: string, outcome: Json | undefined): Plan {
  const at = plan.steps.findIndex((step) => step.kind === 'base' && step.tier === tier);
  const steps = [...plan.steps];
  if (outcome === undefined) steps.splice(at, at < 0 ? 0 : 1);
  else if (at >= 0) steps[at] = { kind: 'base', tier, outcome };
  else steps.push({ kind: 'base', tier, outcome });
  return { ...plan, steps };
}

function valueAt(document: CstDocument, outcome: DecisionList['otherwise']): Json | undefined {
  const node = outcome?.kind === 'literal' ? nodeAt(document, outcome.pointer) : undefined;
  return node && toJson(node);
}

type Asked = ReadonlyMap<string, CellRow>;

/** One plain comparison a fact; undefined where a row asks otherwise. */
function askedBy(row: TableRow, columns: readonly string[]): Asked | undefined {
  const asked = new Map<string, CellRow>();
  for (const [at, cell] of row.cells.entries()) {
    if (cell.kind === 'any') continue;
    const [only, ...more] = cell.kind === 'rows' ? cell.rows : [];
    if (!only || more.length > 0 || only.absentAs !== undefined) return undefined;
    asked.set(columns[at] ?? '', only);
  }
  return asked;
}

function stepOf(asked: Asked, outcome: Json): PlanStep | undefined {
  const month = asked.get(MONTH);
  if (month) {
    const kind = asked.get(KIND);
    const [months] = month.values;
    const renewal = kind?.operator === 'is' && kind.values[0] === 'renewal';
    if (asked.size !== 2 || !renewal || month.operator !== 'more_than' || typeof months !== 'number') return undefined;
    return { kind: 'renewals', months, outcome };
  }
  const tier = asked.get(TIER);
  if (asked.size === 1 && tier?.operator === 'is') return { kind: 'base', tier: String(tier.values[0]), outcome };
  const net = asked.get(NET);
  const fresh = asked.get(NEW);
  const tiers = namesIn(tier);
  const countries = namesIn(asked.get(COUNTRY));
  const minimum = net?.values[0];
  const known = [TIER, NET, COUNTRY, NEW].filter((fact) => asked.has(fact)).length === asked.size;
  if (!known || asked.size === 0 || !tiers || !countries) return undefined;
  if (net && (net.operator !== 'at_least' || typeof minimum !== 'number')) return undefined;
  if (fresh && fresh.operator !== 'yes') return undefined;
  return {
    kind: 'bonus',
    tiers,
    ...(typeof minimum === 'number' ? { minimum } : {}),
    countries,
    onlyNew: fresh !== undefined,
    outcome,
  };
}

function namesIn(row: CellRow | undefined): readonly string[] | undefined {
  if (!row) return [];
  return row.operator === 'is' || row.operator === 'one_of' ? row.values.map(String) : undefined;
}

const oneOf = (values: readonly string[]): CellRow => ({ operator: values.length === 1 ? 'is' : 'one_of', values });

function cellsOf(step: PlanStep): readonly (readonly [string, CellRow])[] {
  if (step.kind === 'base') return [[TIER, oneOf([step.tier])]];
  if (step.kind === 'renewals') {
    return [
      [KIND, { operator: 'is', values: ['renewal'] }],
      [MONTH, { operator: 'more_than', values: [step.months] }],
    ];
  }
  const { tiers, minimum, countries, onlyNew } = step;
  return [
    ...(tiers.length > 0 ? [[TIER, oneOf(tiers)] as const] : []),
    ...(minimum === undefined ? [] : [[NET, { operator: 'at_least', values: [minimum] } satisfies CellRow] as const]),
    ...(countries.length > 0 ? [[COUNTRY, oneOf(countries)] as const] : []),
    ...(onlyNew ? [[NEW, { operator: 'yes', values: [] } satisfies CellRow] as const] : []),
  ];
}
