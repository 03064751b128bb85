import type { CaseRun, FlowDocument } from '@sluice/flows';
import type { TFunction } from 'i18next';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDay } from '../../../lib/time.js';
import { IconButton, Kbd, Seg } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { cursorAt, dayNumber, hasHappened, type Speed } from './clock.js';
import type { Shown } from './Evidence.js';
import { Marks } from './Marks.js';
import { draw, lanesOf, ticksOf, timeAt, weekendsOf, xOf, type Ruler, type Tick } from './timeline.js';
import type { Clock } from './use-clock.js';

interface Props {
  document: FlowDocument;
  run: CaseRun;
  clock: Clock;
  end: number;
  zone: string;
  onShow: (shown: Shown | undefined) => void;
}

const head = 24;
const body = 172;

/** The story along its days: what waits, is sent, comes in, is answered, moves money, goes wrong; the clock is moved here. */
export function Timeline({ document, run, clock, end, zone, onShow }: Props) {
  const { t, i18n } = useTranslation();
  const { cursor, playing, speed } = clock;
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1200);
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    const measure = () => setWidth(Math.max(560, box.clientWidth));
    measure();
    const seen = new ResizeObserver(measure);
    seen.observe(box);
    return () => seen.disconnect();
  }, []);
  const ruler = useMemo<Ruler>(() => ({ start: Date.parse(run.startedAt), end, width }), [run, end, width]);
  const lanes = useMemo(() => lanesOf(run.timeline), [run]);
  const height = body / lanes.length;
  const drawn = useMemo(() => draw(run.timeline, ruler), [run, ruler]);
  const ticks = useMemo(() => ticksOf(ruler, zone), [ruler, zone]);
  const stripes = useMemo(() => weekendsOf(ruler, zone), [ruler, zone]);
  const at = new Date(cursor.at);
  const x = xOf(ruler, cursor.at);
  const day = dayNumber(run, cursor.at, zone);
  const names: Record<(typeof lanes)[number], string> = {
    wait: t('Waits'),
    mail: t('Mails'),
    event: t('Events'),
    people: t('People'),
    money: t('Money'),
    fault: t('Faults'),
  };
  const moment = `${formatDay(at, { locale: i18n.language, zone }, new Date(0))}, ${formatClock(at, { locale: i18n.language, zone }, true)}`;
  const scrub = (event: React.PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    clock.scrub(timeAt(ruler, event.clientX - box.left));
  };
  return (
    <section className="sim-time" aria-label={t('Timeline')}>
      <div className="sim-ctl">
        <IconButton
          small
          icon="undo"
          label={t('Back to the beginning')}
          onClick={() => clock.go(cursorAt(run, ruler.start))}
        />
        <IconButton
          small
          icon="left"
          label={t('Step back')}
          aria-keyshortcuts="ArrowLeft"
          onClick={() => clock.step(-1)}
        />
        <button
          type="button"
          className="btn pri sm sq"
          aria-label={playing ? t('Pause') : t('Play')}
          aria-keyshortcuts="Space"
          onClick={clock.toggle}
        >
          <Icon name={playing ? 'pause' : 'play'} size={14} />
        </button>
        <IconButton
          small
          icon="right"
          label={t('Step on')}
          aria-keyshortcuts="ArrowRight"
          onClick={() => clock.step(1)}
        />
        <p className="sim-clock num" role="timer">
          <b>{moment}</b>
          <span className="muted t12">
            {t('day {{day}}, step {{step}} of {{all}}', { day, step: cursor.step + 1, all: run.steps.length })}
          </span>
        </p>
        <span className="grow" />
        <span className="muted t12 sim-keys">
          <Kbd>←</Kbd> <Kbd>→</Kbd> {t('step')}
        </span>
        <span className="muted t12 sim-keys">
          <Kbd>Space</Kbd> {t('play')}
        </span>
        <Seg<Speed>
          small
          label={t('Speed')}
          value={speed}
          options={[
            { value: 'hour', label: t('1 h/s') },
            { value: 'day', label: t('1 day/s') },
            { value: 'week', label: t('1 week/s') },
          ]}
          onChange={clock.setSpeed}
        />
      </div>
      <div
        className="sim-lanes"
        ref={frame}
        role="slider"
        tabIndex={0}
        aria-label={t('Moment of the story')}
        aria-valuemin={0}
        aria-valuemax={Math.max(1, Math.round((end - ruler.start) / 1000))}
        aria-valuenow={Math.round((cursor.at - ruler.start) / 1000)}
        aria-valuetext={moment}
        onKeyDown={(event) => {
          if (event.key === 'Home') clock.scrub(ruler.start);
          else if (event.key === 'End') clock.scrub(end);
          else return;
          event.preventDefault();
        }}
      >
        <svg
          width={width}
          height={head + body}
          className="num"
          fontSize="11"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            scrub(event);
          }}
          onPointerMove={(event) => {
            if (event.buttons === 1) scrub(event);
          }}
          aria-hidden="true"
        >
          <defs>
            <pattern id="sim-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(25)">
              <rect width="6" height="6" fill="var(--hatch-b)" />
              <rect width="3" height="6" fill="var(--hatch-a)" />
            </pattern>
          </defs>
          {stripes.map((stripe) => (
            <rect key={stripe.x} x={stripe.x} y={head} width={stripe.width} height={body} fill="var(--surface-2)" />
          ))}
          {ticks.map((tick) => (
            <g key={tick.at}>
              <path d={`M${tick.x} 19v5`} stroke={tick.label ? 'var(--text-2)' : 'var(--line-strong)'} />
              {tick.label && (
                <text
                  x={tick.x}
                  y={13}
                  textAnchor="middle"
                  fill={isNear(tick, x) ? 'var(--text)' : 'var(--text-3)'}
                  fontWeight={isNear(tick, x) ? 600 : 400}
                >
                  {tickWord(tick.label, t)}
                </text>
              )}
            </g>
          ))}
          <path d={`M0 ${head + 0.5}H${width}`} stroke="var(--line)" />
          {lanes.map((lane, index) => {
            const top = head + index * height;
            return (
              <g key={lane}>
                {index > 0 && <path d={`M0 ${Math.round(top) + 0.5}H${width}`} stroke="var(--line)" />}
                <text x={20} y={top + height / 2 + 4} fontSize="12" fontWeight="500" fill="var(--text-2)">
                  {names[lane]}
                </text>
                <Marks
                  marks={drawn.filter((mark) => mark.lane === lane)}
                  middle={top + height / 2}
                  document={document}
                  happened={(mark) => hasHappened(mark.item.at, mark.item.step, cursor)}
                  now={x}
                  onShow={(item) => {
                    if (item.lane === 'mail' && item.ref !== undefined) onShow({ kind: 'mail', key: item.ref });
                    else if (item.step !== undefined) onShow({ kind: 'step', step: item.step });
                  }}
                />
              </g>
            );
          })}
          <path d={`M${x} 18V${head + body}`} stroke="var(--accent)" strokeWidth="1.5" />
          <path d={`M${x - 6} 16h12v7l-6 6-6-6z`} fill="var(--accent)" />
        </svg>
      </div>
    </section>
  );
}

function isNear(tick: Tick, x: number): boolean {
  return Math.abs(tick.x - x) < 12;
}

function tickWord({ unit, count }: NonNullable<Tick['label']>, t: TFunction): string {
  if (unit === 'day') return t('day {{day}}', { day: count });
  return unit === 'hour' ? t('{{count}} h', { count }) : t('{{count}} min', { count });
}
