import type { Locale } from '@sluice/domain/money/format';
import type { Clause } from '@sluice/rules/analysis/types';
import { fieldAt } from '@sluice/rules/facts/schema';
import type { Json } from '@sluice/rules/cst/value';
import type { DecisionTable } from '@sluice/rules/views/table';
import { tableLine, type Stretch, type TableLine } from '@sluice/rules/views/table-line';
import { valueWords } from '@sluice/rules/views/words';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { GapRow } from './evidence.js';

const LEFT = 40;
const RIGHT = 912;

/** How the rows cover the line of the chosen row's amount or number: who decides where, and where nobody does. */
export function NumberLine({
  table,
  row,
  gaps: known,
}: {
  table: DecisionTable;
  row: number;
  gaps: readonly GapRow[];
}) {
  const { t } = useTranslation();
  const line = tableLine(table, row);
  // Where every row counts, none takes a stretch from another.
  if (!line || table.policy === 'collect') return null;
  const { schema, locale } = table.context;
  const field = fieldAt(schema, line.column);
  const written = table.columns.find(({ id }) => id === line.column)?.label ?? line.column;
  // German nouns keep their capital.
  const label = locale === 'en' ? written.toLowerCase() : written;
  const write = (value: Json): string => valueWords(value, field, schema, locale);
  const group = line.group && valueWords(line.group.value, fieldAt(schema, line.group.column), schema, locale);
  const title = group ? t('{{group}} by {{fact}}', { group, fact: label }) : t('By {{fact}}', { fact: label });
  const scale = scaleOf(line);
  const outcome = (index: number): string => {
    const cell = table.rows[index]?.outcome;
    return cell?.words?.lead.replace(/:$/, '') ?? t('advanced');
  };
  const named = (index: number): string => t('row {{row}}, {{outcome}}', { row: index + 1, outcome: outcome(index) });
  // Only the analysis knows what falls through unmeant; elsewhere the rest is what otherwise is for.
  const proven = (stretch: Stretch): boolean => known.some((gap) => isGapOf(gap, stretch, line, write, group, locale));
  const open = line.stretches.filter((stretch) => stretch.row === undefined);
  const gaps = open.filter(proven);
  const rest = open.filter((stretch) => !stretch.depends && !gaps.includes(stretch));
  const others = line.others.slice(0, 3);
  const bottom = 40 + Math.max(1, others.length + (gaps.length > 0 ? 1 : 0)) * 20;
  return (
    <section className="dt-line" aria-label={t('How the rows cover the line')}>
      <h2 className="sec">
        {title} <span className="muted">{t('how the rows cover the line')}</span>
      </h2>
      <svg
        viewBox={`0 0 952 ${String(bottom + 24)}`}
        className="num"
        role="img"
        aria-label={said(line, gaps, named, write, t)}
      >
        {line.stretches.map((stretch, at) => {
          if (stretch.row === undefined) return null;
          const [x, width] = extent(stretch, scale);
          const chosen = stretch.row === row;
          return (
            <g key={at}>
              <rect x={x} y="14" width={width} height="20" rx="3" className={chosen ? 'seg-on' : 'seg-off'} />
              {width > 90 && (
                <text x={x + width / 2} y="28" className={chosen ? 'on mid' : 'mid'}>
                  {named(stretch.row)}
                </text>
              )}
            </g>
          );
        })}
        {rest.map((stretch, at) => {
          const [x, width] = extent(stretch, scale);
          return (
            <g key={at}>
              <rect x={x} y="14" width={width} height="20" rx="3" className="seg-rest" />
              {width > 90 && (
                <text x={x + width / 2} y="28" className="mid tick">
                  {t('otherwise')}
                </text>
              )}
            </g>
          );
        })}
        {gaps.map((gap, at) => {
          const [x, width] = extent(gap, scale);
          const middle = x + width / 2;
          const point = gap.from !== undefined && gap.from === gap.to;
          const words = gapWords(gap, line, write, t);
          return (
            <g key={at} className="line-gap">
              {point ? (
                <>
                  <path d={`M${String(middle)} 6v52`} />
                  <circle cx={middle} cy="24" r="5" />
                </>
              ) : (
                <rect x={x} y="14" width={width} height="20" rx="3" />
              )}
              <text x={middle > 300 ? middle - 8 : middle + 8} y="52" className={middle > 300 ? 'end' : ''}>
                {words}
              </text>
            </g>
          );
        })}
        {others.map((other, at) => {
          const [x, width] = extent(other, scale);
          const y = 40 + (at + (gaps.length > 0 ? 1 : 0)) * 20;
          const before = x - LEFT > 220;
          return (
            <g key={at} className="line-other">
              <rect x={x} y={y} width={width} height="16" rx="3" />
              <text x={before ? x - 8 : x + 8} y={y + 12} className={before ? 'end' : ''}>
                {t('{{row}}, when more holds', { row: named(other.row) })}
              </text>
            </g>
          );
        })}
        <path d={`M${String(LEFT)} ${String(bottom)}H${String(RIGHT)}`} className="axis" />
        {ticksOf(line, scale, write).map(({ x, text }) => (
          <g key={text}>
            <path d={`M${String(x)} ${String(bottom)}v4`} className="axis" />
            <text x={x} y={bottom + 16} className="tick mid">
              {text}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}

/** Whether a gap that was found is this stretch of the line. */
function isGapOf(
  { finding: { params }, cells }: GapRow,
  { from, to }: Stretch,
  line: TableLine,
  write: (value: Json) => string,
  group: string | undefined,
  locale: Locale,
): boolean {
  const what = params['what'] as unknown as Clause | undefined;
  if (what?.fact !== line.column || (group !== undefined && !cells.some(({ text }) => text === group))) return false;
  const bound = from === undefined ? undefined : line.bounds[from];
  if (from !== to) return what.test !== 'exactly';
  return bound !== undefined && what.values[0]?.[locale] === write(bound.value);
}

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly places: readonly number[];
}

/** From nothing (where no bound is below) to twice the last bound: what lies beyond ends at the edge. */
function scaleOf(line: TableLine): Scale {
  const ats = line.bounds.map(({ at }) => at);
  const first = ats[0] ?? 0;
  const last = ats.at(-1) ?? 1;
  const days = typeof line.bounds[0]?.value === 'string' || first > 1e11;
  const pad = Math.max(1, last - first);
  const from = first < 0 || days ? first - pad : 0;
  const to = days ? last + pad : last <= 0 ? first + 2 * pad : last * (ats.length > 1 ? 1.25 : 2);
  const places = ats.map((at) => LEFT + ((at - from) / Math.max(1, to - from)) * (RIGHT - LEFT));
  return { from, to, places };
}

function extent({ from, to }: Stretch, { places }: Scale): [x: number, width: number] {
  const low = from === undefined ? LEFT : (places[from] ?? LEFT);
  const high = to === undefined ? RIGHT : (places[to] ?? RIGHT);
  return [low, Math.max(0, high - low)];
}

/** The ends and the bounds, but none that would stand on another. */
function ticksOf(line: TableLine, scale: Scale, write: (value: Json) => string) {
  const ticks: { x: number; text: string }[] = [];
  if (scale.from === 0) ticks.push({ x: LEFT, text: short(write(0)) });
  line.bounds.forEach(({ value }, at) => {
    const x = scale.places[at] ?? LEFT;
    if (x - (ticks.at(-1)?.x ?? -100) > 64) ticks.push({ x, text: short(write(value)) });
  });
  return ticks;
}

const short = (text: string): string => text.replace(/[.,]00$/, '');

function gapWords(gap: Stretch, line: TableLine, write: (value: Json) => string, t: TFunction): string {
  const value = (at: number | undefined): string => {
    const bound = at === undefined ? undefined : line.bounds[at];
    return bound ? write(bound.value) : '';
  };
  if (gap.from !== undefined && gap.from === gap.to) return t('gap at {{value}}', { value: value(gap.from) });
  if (gap.from === undefined) return t('gap below {{value}}', { value: value(gap.to) });
  if (gap.to === undefined) return t('gap above {{value}}', { value: value(gap.from) });
  return t('gap {{from}} – {{to}}', { from: value(gap.from), to: value(gap.to) });
}

/** The picture in words. */
function said(
  line: TableLine,
  gaps: readonly Stretch[],
  named: (row: number) => string,
  write: (value: Json) => string,
  t: TFunction,
): string {
  const bound = (at: number | undefined): string => (at === undefined ? '…' : write(line.bounds[at]?.value ?? 0));
  const where = ({ from, to }: Stretch): string => (from === to ? bound(from) : `${bound(from)} – ${bound(to)}`);
  return line.stretches
    .flatMap((each) => {
      if (each.row !== undefined) return [`${named(each.row)}: ${where(each)}`];
      if (gaps.includes(each)) return [gapWords(each, line, write, t)];
      return each.depends ? [] : [`${t('otherwise')}: ${where(each)}`];
    })
    .join('; ');
}
