import type { Locale } from '@sluice/domain/money/format';
import type { CstDocument } from '../cst/cst.js';
import { printNode } from '../cst/print.js';
import type { Json } from '../cst/value.js';
import { nodeAt } from '../edit/nodes.js';
import { fieldAt, type FactField, type FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { outcomeText, writeOutcomeCell, type OutcomeContext, type OutcomeText } from './cells-outcome.js';
import { cellFact, isScalar, type CellFact } from './cells-values.js';
import { ANY_WORD, writeAdvanced, writeCell, type CellRow } from './cells.js';
import type { ConditionView, DecisionList, OutcomeView } from './decision-list.js';
import { local } from './local.js';
import { columnOrder } from './table-columns.js';

/** A decision list as a table: facts across, branches down; what a cell cannot say stands in it as a locked chip. */
export interface DecisionTable {
  readonly policy: DecisionList['policy'];
  /** Pointer of the array that holds the branches. */
  readonly pointer: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly otherwise?: OutcomeCell;
  readonly context: TableContext;
}

/** What a table is read with. */
export interface TableContext {
  readonly schema: FactsSchema;
  readonly shape: OutcomeShape;
  readonly locale: Locale;
  /** Facts that have a column although no row asks for them yet. */
  readonly extra?: readonly string[];
}

/** A fact, or the last column: conditions on several facts at once. */
export type TableColumn =
  | { readonly kind: 'fact'; readonly id: string; readonly label: string; readonly fact: CellFact }
  | { readonly kind: 'also'; readonly id: typeof ALSO; readonly label: string };

export const ALSO = '*';

export interface TableRow {
  readonly index: number;
  /** Pointer of the branch's condition. */
  readonly pointer: string;
  /** One for each column, in their order. */
  readonly cells: readonly TableCell[];
  readonly outcome: OutcomeCell;
}

export type TableCell =
  | { readonly kind: 'any'; readonly text: string }
  /** Comparisons of the column's fact, with the pointers of their nodes. */
  | {
      readonly kind: 'rows';
      readonly rows: readonly CellRow[];
      readonly pointers: readonly string[];
      readonly text: string;
    }
  /** Locked: its text is that of the rule, byte for byte. */
  | {
      readonly kind: 'advanced';
      readonly texts: readonly string[];
      readonly pointers: readonly string[];
      readonly text: string;
    };

export interface OutcomeCell {
  readonly pointer: string;
  /** What the grammar reads back, or JSON. */
  readonly text: string;
  /** The words of it; absent for a chip. */
  readonly words?: OutcomeText;
}

export type NoTable = { readonly reason: 'no_conjunctions' | 'too_wide' };

const MAX_COLUMNS = 24;

/**
 * The table of a decision list, offered when its branches are conjunctions over shared facts: at least half of those that
 * ask anything ask it of single facts.
 */
export function readTable(document: CstDocument, list: DecisionList, context: TableContext): DecisionTable | NoTable {
  const sorted = list.branches.map((branch) => ({ branch, parts: conjuncts(branch.when) }));
  const asking = sorted.filter(({ parts }) => parts.length > 0);
  const shown = asking.filter(({ parts }) => parts.some((part) => homeOf(part, context) !== ALSO));
  if (shown.length * 2 < asking.length) return { reason: 'no_conjunctions' };
  const homes = sorted.map(({ parts }) => parts.map((part) => homeOf(part, context)));
  const facts = columnOrder(
    homes.map((row) => row.filter((home) => home !== ALSO)),
    context,
  );
  if (facts.length > MAX_COLUMNS) return { reason: 'too_wide' };
  const columns: TableColumn[] = facts.flatMap((id) => factColumn(id, context) ?? []);
  if (homes.some((row) => row.includes(ALSO))) columns.push(alsoColumn(context.locale));
  const text = (pointer: string): string => {
    const node = nodeAt(document, pointer);
    return node ? printNode(node) : '';
  };
  const row = ({ branch, parts }: (typeof sorted)[number]): TableRow => ({
    index: branch.index,
    pointer: branch.pointer,
    cells: columns.map((column) =>
      cellOf(
        parts.filter((part) => homeOf(part, context) === column.id),
        column,
        context,
        text,
      ),
    ),
    outcome: outcomeCell(branch.outcome, context, text),
  });
  return {
    policy: list.policy,
    pointer: list.pointer,
    columns,
    rows: sorted.map(row),
    ...(list.otherwise ? { otherwise: outcomeCell(list.otherwise, context, text) } : {}),
    context,
  };
}

const alsoColumn = (locale: Locale): TableColumn => ({
  kind: 'also',
  id: ALSO,
  label: locale === 'en' ? 'And also' : 'Und außerdem',
});

/** The column of a fact; undefined where the schema has no such fact, or it is a group. */
export function factColumn(id: string, context: TableContext): (TableColumn & { kind: 'fact' }) | undefined {
  const field = fieldAt(context.schema, id);
  if (!field || !(field.type === 'list' ? isScalar(field.of) : isScalar(field))) return undefined;
  const label = field.label === undefined ? id : local(field.label, context.locale);
  return { kind: 'fact', id, label, fact: cellFact(field, context.schema, context.locale) };
}

/** The facts that a table can have columns for, by path. */
export function columnFacts(context: TableContext): readonly (TableColumn & { kind: 'fact' })[] {
  const found: (TableColumn & { kind: 'fact' })[] = [];
  const walk = (fields: FactsSchema['fields'], prefix: string): void => {
    for (const [name, field] of Object.entries(fields)) {
      const path = `${prefix}${name}`;
      if (field.type === 'object') walk(field.fields, `${path}.`);
      else found.push(...[factColumn(path, context) ?? []].flat());
    }
  };
  walk(context.schema.fields, '');
  return found;
}

export function outcomeContext({ schema, shape, locale }: TableContext): OutcomeContext {
  return { shape, currency: schema.currency, locale };
}

/** The parts of a condition that must all hold. */
export function conjuncts(when: ConditionView): readonly ConditionView[] {
  if (when.kind === 'always') return [];
  return when.kind === 'group' && when.mode === 'all' ? when.items : [when];
}

/** The column of a part: its fact, also where an alternative asks for one fact only; else the last one. */
export function homeOf(view: ConditionView, context: TableContext): string {
  const facts = factsOf(view);
  const [only] = facts ?? [];
  return facts?.size === 1 && only !== undefined && factColumn(only, context) ? only : ALSO;
}

function factsOf(view: ConditionView): Set<string> | undefined {
  if (view.kind === 'row') return new Set([view.fact]);
  if (view.kind !== 'group') return undefined;
  const all = view.items.map(factsOf);
  return all.every((each) => each !== undefined) ? new Set(all.flatMap((each) => [...each])) : undefined;
}

function cellOf(
  views: readonly ConditionView[],
  column: TableColumn,
  context: TableContext,
  textAt: (pointer: string) => string,
): TableCell {
  if (views.length === 0) return { kind: 'any', text: ANY_WORD[context.locale] };
  const pointers = views.map(({ pointer }) => pointer);
  const rows = column.kind === 'fact' ? rowsIn(views, fieldAt(context.schema, column.id)) : undefined;
  const text = rows && column.kind === 'fact' ? writeCell(rows, column.fact) : undefined;
  if (rows && text !== undefined) return { kind: 'rows', rows, pointers, text };
  const texts = pointers.map(textAt);
  return { kind: 'advanced', texts, pointers, text: writeAdvanced(texts) };
}

/** The comparisons of one fact; undefined where one of its parts is none. */
function rowsIn(views: readonly ConditionView[], field: FactField | undefined): readonly CellRow[] | undefined {
  const flat = views.flatMap((view) => (view.kind === 'group' && view.mode === 'all' ? view.items : [view]));
  if (!field || !flat.every((view) => view.kind === 'row')) return undefined;
  // The default that the house form writes goes without saying.
  const rows = flat.map(({ operator, values, absentAs }): CellRow => ({
    operator,
    values,
    ...(absentAs === undefined || absentAs === houseDefault(field) ? {} : { absentAs }),
  }));
  // Other optional facts are first asked for: that is how a comparison of them is written.
  const guarded = field.optional === true && houseDefault(field) === undefined;
  const compared = rows.filter(({ operator }) => operator !== 'present');
  return guarded && compared.length > 0 ? compared : rows;
}

export const houseDefault = (field: FactField): Json | undefined =>
  field.type === 'string' ? '' : field.type === 'boolean' ? false : undefined;

function outcomeCell(outcome: OutcomeView, context: TableContext, textAt: (pointer: string) => string): OutcomeCell {
  const { pointer } = outcome;
  const words = outcome.kind === 'literal' ? writeOutcomeCell(outcome.value, outcomeContext(context)) : undefined;
  return words ? { pointer, text: outcomeText(words), words } : { pointer, text: textAt(pointer) };
}
