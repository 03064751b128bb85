import type { CaseRun, FlowDocument } from '@sluice/flows';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDay } from '../../../lib/time.js';
import type { Place } from '../../../parts/flow/layout.js';
import { paramsOf } from '../../../parts/flow/params.js';
import PathCanvas, { type Beside, type CardState, type EdgeState } from '../../../parts/flow/PathCanvas.js';
import { edgeKey, triggerId } from '../../../parts/flow/start.js';
import { ZoomBox } from '../../../parts/flow/ZoomBox.js';
import { edgeText } from '../../runs/label.js';
import { drawnEdges, readPath } from '../../runs/path.js';
import { dayNumber, openAt, stepsUntil, type Cursor } from './clock.js';

interface Props {
  document: FlowDocument;
  run: CaseRun;
  cursor: Cursor;
  zone: string;
  picked: string | undefined;
  onPick: (node: string | undefined) => void;
}

/** The flow as far as the clock has come: ticks, what was passed on, and the days of the rows. */
export default function StoryCanvas({ document, run, cursor, zone, picked, onPick }: Props) {
  const { t, i18n } = useTranslation();
  const steps = useMemo(() => stepsUntil(run.steps, cursor), [run, cursor]);
  const current = steps.at(-1)?.node;
  const { cards, edges } = useMemo(() => {
    const [first, ...others] = openAt(run.steps, cursor);
    const over =
      run.state.status === 'closed' && cursor.at >= Date.parse(run.endedAt) && steps.length === run.steps.length;
    const path = readPath({
      document,
      steps,
      status: over ? 'completed' : 'waiting',
      current: first ?? (current === undefined ? undefined : { node: current, phase: 'wait' }),
      beside: others,
    });
    const waits = new Set(openAt(run.steps, cursor).map(({ node }) => node));
    const shown = new Map<string, CardState>([[triggerId, { look: 'on' }]]);
    for (const [id, { look, step }] of path.nodes) {
      const tried = step !== undefined && step.attempts > 1;
      // Nothing is ahead of a story that has only begun: what it will not reach is known at its end.
      const seen = look === 'off' && !over ? 'ahead' : look === 'wait' && !waits.has(id) ? 'on' : look;
      shown.set(id, {
        look: seen,
        ...(tried && seen === 'on' ? { badge: 'tried' as const } : {}),
        ...(tried ? { says: t('{{count}} attempts', { count: step.attempts }) } : {}),
      });
    }
    const drawn = drawnEdges(document, path);
    const lines = new Map<string, EdgeState>();
    for (const edge of drawn) {
      const state = path.edges.get(edgeKey(edge));
      const taken = state?.look === 'on' || state?.look === 'bad';
      const only = drawn.filter(({ from }) => from === edge.from).length === 1;
      const step = taken ? state.step : undefined;
      const own = step && passed(step.type, step.endedAt, step.attempts);
      const label = taken ? state.label : undefined;
      const text = own && !label ? own : edgeText(edge.port, label, only, t, i18n.language);
      const look = state?.look === 'off' && !over ? 'ahead' : (state?.look ?? 'ahead');
      lines.set(edgeKey(edge), { look, text, value: taken && (label !== undefined || own !== undefined) });
    }
    return { cards: shown, edges: lines };

    function passed(type: string, endedAt: string | undefined, attempts: number): string | undefined {
      if (endedAt === undefined || !/mail|notice|slack/.test(type)) return undefined;
      const at = formatClock(new Date(endedAt), { locale: i18n.language, zone });
      const tries = attempts > 1 ? `, ${t('{{count}} attempts', { count: attempts })}` : '';
      return `${t('sent {{at}}', { at })}${tries}`;
    }
  }, [document, run, steps, cursor, current, zone, t, i18n.language]);

  const arrivals = useMemo(() => {
    const first = new Map<string, string>();
    for (const { node, startedAt } of run.steps) if (!first.has(node)) first.set(node, startedAt);
    return first;
  }, [run]);
  const beside = useCallback(
    (places: ReadonlyMap<string, Place>): Beside[] => {
      const left = Math.min(...[...places.values()].map(({ x }) => x));
      let before = -1;
      return rowsOf(places).flatMap(({ y, nodes }): Beside[] => {
        const times = nodes.flatMap((id) => (id === triggerId ? run.startedAt : (arrivals.get(id) ?? [])));
        const [at] = times.sort();
        if (at === undefined) return [];
        const day = dayNumber(run, Date.parse(at), zone);
        if (day === before) return [];
        before = day;
        return [
          {
            id: `row ${String(y)}`,
            at: { x: left - 92, y: y + 8 },
            content: (
              <div className="sim-day">
                <b>{t('Day {{day}}', { day })}</b>
                <span>{formatDay(new Date(at), { locale: i18n.language, zone })}</span>
              </div>
            ),
          },
        ];
      });
    },
    [run, arrivals, zone, t, i18n.language],
  );
  const params = useMemo(() => paramsOf(document, run.state.vars), [document, run]);
  return (
    <PathCanvas
      document={document}
      params={params}
      cards={cards}
      edges={edges}
      picked={picked ?? current}
      onPick={onPick}
      beside={beside}
      margin={100}
      atLeast={0.78}
      follow={current}
      legend={<ZoomBox />}
    />
  );
}

/** Cards that stand at one height, from the top. */
function rowsOf(places: ReadonlyMap<string, Place>): { y: number; nodes: string[] }[] {
  const rows: { y: number; nodes: string[] }[] = [];
  for (const [id, { y }] of [...places].sort(([, a], [, b]) => a.y - b.y)) {
    const row = rows.find((each) => Math.abs(each.y - y) < 24);
    if (row) row.nodes.push(id);
    else rows.push({ y, nodes: [id] });
  }
  return rows;
}
