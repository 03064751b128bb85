import { dayNumber } from '../facts/day.js';
import type { Json } from '../cst/value.js';
import type { CellRow } from './cells.js';
import { isOrdered } from './cells-values.js';
import type { DecisionTable, TableCell, TableRow } from './table.js';

/** How the rows of a table cover the line of one ordered fact, while another fact has one value. */
export interface TableLine {
  readonly column: string;
  /** The fact and value that the line is drawn for; absent: for all. */
  readonly group?: { readonly column: string; readonly value: string };
  /** Places where something begins or ends, as numbers of the fact's own unit, in their order, with their constants. */
  readonly bounds: readonly { readonly at: number; readonly value: Json }[];
  /** From one bound to the next; `row` decides there. A point has the same bound twice. */
  readonly stretches: readonly Stretch[];
  /** Rows that ask for more than these two facts: where they would count. */
  readonly others: readonly (Stretch & { readonly row: number })[];
}

export interface Stretch {
  /** Position in `bounds`; absent: without end. */
  readonly from?: number;
  readonly to?: number;
  readonly row?: number;
  /** Rows that ask for more decide there, or none: it is no gap for sure. */
  readonly depends?: true;
}

/**
 * The line of a row: of the ordered fact that most rows limit, for the name that the row asks for where it asks for one. A fact
 * can be named instead. Undefined where no row limits one.
 */
export function tableLine(table: DecisionTable, row: number, column?: string): TableLine | undefined {
  const mine = table.rows[row];
  const limits = (at: number): number => table.rows.filter(({ cells }) => cells[at]?.kind === 'rows').length;
  const ordered = table.columns
    .flatMap((each, at) => (each.kind === 'fact' && isOrdered(each.fact) && limits(at) > 0 ? [at] : []))
    .sort((a, b) => limits(b) - limits(a));
  const shared = ordered.filter((at) => limits(at) > 1 && mine?.cells[at]?.kind === 'rows');
  const lineAt = ordered.find((at) => table.columns[at]?.id === column) ?? shared[0] ?? ordered[0];
  const line = lineAt === undefined ? undefined : table.columns[lineAt];
  if (lineAt === undefined || !line) return undefined;
  const group = groupOf(table, mine, lineAt);
  const others = table.columns.map((_, at) => at).filter((at) => at !== lineAt && at !== group?.at);
  const inGroup = table.rows.filter(({ cells }) => !group || admits(cells[group.at], group.value));
  const bounds = boundsOf(inGroup.map(({ cells }) => cells[lineAt]));
  if (bounds.length === 0) return undefined;
  const regions = regionsOf(bounds.length);
  const holds = (each: TableRow, region: Stretch): boolean => covers(each.cells[lineAt], region, bounds);
  const plain = inGroup.filter(({ cells }) => others.every((at) => cells[at]?.kind === 'any'));
  const special = inGroup.filter((each) => !plain.includes(each));
  const deciding = regions.map((region): Stretch => {
    const first = plain.find((each) => holds(each, region));
    if (first) return { ...region, row: first.index };
    return special.some((each) => holds(each, region)) ? { ...region, depends: true } : region;
  });
  return {
    column: line.id,
    ...(group ? { group: { column: table.columns[group.at]?.id ?? '', value: group.value } } : {}),
    bounds,
    stretches: joined(deciding),
    others: special.flatMap((each) => {
      const held = joined(
        regions.filter((region) => holds(each, region)).map((region) => ({ ...region, row: each.index })),
      );
      return held.map((stretch) => ({ ...stretch, row: each.index }));
    }),
  };
}

/** The fact with names that most rows ask one name of, and the row's name; else that of the first row that limits the line. */
function groupOf(
  table: DecisionTable,
  row: TableRow | undefined,
  lineAt: number,
): { readonly at: number; readonly value: string } | undefined {
  const named = (each: TableRow | undefined, at: number): string | undefined => {
    const cell = each?.cells[at];
    const [only, ...more] = cell?.kind === 'rows' ? cell.rows : [];
    const [value, ...others] = only?.values ?? [];
    const one = only?.operator === 'is' || only?.operator === 'one_of';
    return one && more.length === 0 && others.length === 0 && typeof value === 'string' ? value : undefined;
  };
  const names = (at: number): number => table.rows.filter((each) => named(each, at) !== undefined).length;
  const [at] = table.columns
    .flatMap((column, index) => {
      const type = column.kind === 'fact' ? column.fact.type.type : undefined;
      return (type === 'enum' || type === 'string') && names(index) > 0 ? [index] : [];
    })
    .sort((a, b) => names(b) - names(a));
  if (at === undefined) return undefined;
  const limiting = table.rows.find((each) => each.cells[lineAt]?.kind === 'rows' && named(each, at) !== undefined);
  const value = named(row, at) ?? named(limiting, at);
  return value === undefined ? undefined : { at, value };
}

function admits(cell: TableCell | undefined, value: string): boolean {
  if (!cell || cell.kind === 'any') return true;
  if (cell.kind === 'advanced') return false;
  return cell.rows.every(({ operator, values }) => {
    if (operator === 'is' || operator === 'one_of') return values.includes(value);
    if (operator === 'is_not' || operator === 'none_of') return !values.includes(value);
    return operator === 'present';
  });
}

const placeOf = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'string' ? dayNumber(value) : undefined;

function boundsOf(cells: readonly (TableCell | undefined)[]): TableLine['bounds'] {
  const found = new Map<number, Json>();
  for (const cell of cells) {
    if (cell?.kind !== 'rows') continue;
    for (const value of cell.rows.flatMap(({ values }) => values)) {
      const at = placeOf(value);
      if (at !== undefined) found.set(at, value);
    }
  }
  return [...found].sort(([a], [b]) => a - b).map(([at, value]) => ({ at, value }));
}

/** Below the first bound, the bound, between it and the next, …, above the last. */
function regionsOf(bounds: number): readonly Stretch[] {
  const regions: Stretch[] = [{ to: 0 }];
  for (let at = 0; at < bounds; at++) {
    regions.push({ from: at, to: at });
    regions.push(at + 1 < bounds ? { from: at, to: at + 1 } : { from: at });
  }
  return regions;
}

function covers(cell: TableCell | undefined, region: Stretch, bounds: TableLine['bounds']): boolean {
  if (!cell || cell.kind === 'any') return true;
  if (cell.kind === 'advanced') return false;
  const low = region.from === undefined ? -Infinity : (bounds[region.from]?.at ?? -Infinity);
  const high = region.to === undefined ? Infinity : (bounds[region.to]?.at ?? Infinity);
  // Any inner place stands for its stretch: nothing begins or ends inside.
  const place = low === high ? low : low === -Infinity ? high - 1 : high === Infinity ? low + 1 : (low + high) / 2;
  return cell.rows.every((row) => matches(row, place));
}

function matches({ operator, values }: CellRow, place: number): boolean {
  const [first = NaN, second = NaN] = values.map((value) => placeOf(value) ?? NaN);
  const among = values.some((value) => placeOf(value) === place);
  switch (operator) {
    case 'is':
    case 'one_of':
      return among;
    case 'is_not':
    case 'none_of':
      return !among;
    case 'at_least':
      return place >= first;
    case 'more_than':
      return place > first;
    case 'at_most':
      return place <= first;
    case 'less_than':
      return place < first;
    case 'from_to':
      return place >= first && place <= second;
    case 'between':
      return place > first && place < second;
    default:
      return operator === 'present';
  }
}

/** Neighbouring stretches of one row are one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = [];
  for (const next of stretches) {
    const last = out.at(-1);
    const touches =
      last && last.row === next.row && last.depends === next.depends && last.to !== undefined && last.to === next.from;
    if (!last || !touches) out.push(next);
    else {
      const { to: _, ...start } = last;
      out[out.length - 1] = { ...start, ...(next.to === undefined ? {} : { to: next.to }) };
    }
  }
  return out;
}
