import type { FlowDocument, TimelineItem } from '@sluice/flows';
import { useTranslation } from 'react-i18next';
import type { Drawn } from './timeline.js';
import { itemWords } from './words.js';

interface Props {
  marks: readonly Drawn[];
  /** Middle of the lane. */
  middle: number;
  document: FlowDocument;
  happened: (mark: Drawn) => boolean;
  /** Where the clock stands. */
  now: number;
  onShow: (item: TimelineItem) => void;
}

/** What lies in one lane. */
export function Marks({ marks, middle, document, happened, now, onShow }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {marks.map((mark, index) => {
        const words = itemWords(mark.item, document, t);
        const said = words.length > mark.letters ? `${words.slice(0, Math.max(0, mark.letters - 1))}…` : words;
        return (
          <g
            key={index}
            className="sim-mark"
            onClick={(event) => {
              event.stopPropagation();
              onShow(mark.item);
            }}
          >
            <title>{words}</title>
            <Mark mark={mark} y={middle} words={mark.letters > 0 ? said : ''} done={happened(mark)} now={now} />
          </g>
        );
      })}
    </>
  );
}

interface MarkProps {
  mark: Drawn;
  y: number;
  words: string;
  done: boolean;
  now: number;
}

function Mark(props: MarkProps) {
  const { item } = props.mark;
  if (item.lane === 'wait' || (item.lane === 'people' && item.until !== undefined)) return <Bar {...props} />;
  if (item.lane === 'mail') return <Mail {...props} />;
  if (item.lane === 'fault') return <Fault {...props} />;
  return <Dot {...props} />;
}

/** Held time is hatched up to its gate; what is still ahead is dashed. */
function Bar({ mark: { item, x, to = x }, y, words, done }: MarkProps) {
  const people = item.lane === 'people';
  const width = Math.max(4, to - x - 6);
  const open = item.state === 'unreached';
  return (
    <>
      {people ? (
        <rect
          x={x}
          y={y - 7}
          width={width}
          height={14}
          rx={2}
          fill="var(--c-people-soft)"
          stroke="var(--c-people)"
          strokeDasharray={done ? undefined : '3 3'}
        />
      ) : (
        <rect
          x={x + 3}
          y={y - 7}
          width={Math.max(2, width - 3)}
          height={14}
          rx={2}
          fill={done ? 'url(#sim-hatch)' : 'none'}
          stroke="var(--line-strong)"
          strokeDasharray={done ? undefined : '3 3'}
        />
      )}
      {words && (
        <>
          {!people && <rect x={x + 9} y={y - 7.5} width={words.length * 6 + 10} height={15} fill="var(--surface)" />}
          <text
            x={x + 14 - (people ? 6 : 0)}
            y={y + 4}
            fill={people ? 'var(--c-people)' : 'var(--text-2)'}
            fontWeight={people ? 500 : 400}
          >
            {words}
          </text>
        </>
      )}
      {!people && !open && (
        <path
          d={`M${to - 4} ${y - 9}h4v18h-4`}
          fill="none"
          stroke={done ? 'var(--accent)' : 'var(--line-strong)'}
          strokeWidth="2"
        />
      )}
    </>
  );
}

function Mail({ mark: { x }, y, words, done, now }: MarkProps) {
  const here = done && Math.abs(x - now) < 3;
  const line = done ? 'var(--accent)' : 'var(--control)';
  return (
    <>
      <rect
        x={x - 7}
        y={y - 6}
        width={14}
        height={11}
        rx={2}
        fill={here ? 'var(--accent)' : 'var(--surface)'}
        stroke={line}
        strokeWidth="1.5"
      />
      <path
        d={`M${x - 6} ${y - 4.5}l6 4.5 6-4.5`}
        fill="none"
        stroke={here ? 'var(--on-accent)' : line}
        strokeWidth="1.3"
      />
      {words && (
        <text
          x={x + 13}
          y={y + 4}
          fontSize="12"
          fill={done ? 'var(--text)' : 'var(--text-3)'}
          fontWeight={here ? 600 : 400}
        >
          {words}
        </text>
      )}
    </>
  );
}

function Dot({ mark: { item, x }, y, words, done }: MarkProps) {
  const off = item.state === 'off' || item.state === 'unreached';
  const colour =
    item.lane === 'money' ? 'var(--c-money)' : item.lane === 'people' ? 'var(--c-people)' : 'var(--c-partner)';
  return (
    <>
      {item.state === 'failed' ? (
        <path d={`M${x - 4} ${y - 4}l8 8m0-8l-8 8`} stroke="var(--bad)" strokeWidth="2" />
      ) : (
        <circle
          cx={x}
          cy={y}
          r={4}
          fill={off || !done ? 'var(--surface)' : colour}
          stroke={off ? 'var(--control)' : colour}
          strokeDasharray={off ? '2 2' : undefined}
        />
      )}
      {words && (
        <text x={x + 9} y={y + 4} fill={off || !done ? 'var(--text-3)' : 'var(--text-2)'}>
          {words}
        </text>
      )}
    </>
  );
}

function Fault({ mark: { item, x, to }, y, words, done }: MarkProps) {
  const off = item.state === 'off' || item.state === 'unreached';
  return (
    <>
      {off ? (
        <circle cx={x} cy={y} r={4} fill="none" stroke="var(--control)" strokeDasharray="2 2" />
      ) : to === undefined ? (
        <path d={`M${x - 4} ${y - 4}l8 8m0-8l-8 8`} stroke="var(--bad)" strokeWidth="2" opacity={done ? 1 : 0.5} />
      ) : (
        <rect
          x={x}
          y={y - 7}
          width={Math.max(6, to - x)}
          height={14}
          rx={1}
          fill="var(--bad)"
          opacity={done ? 1 : 0.5}
        />
      )}
      {words && (
        <text x={Math.max(x + 6, to ?? x) + 6} y={y + 4} fill={off || !done ? 'var(--text-3)' : 'var(--text-2)'}>
          {words}
        </text>
      )}
    </>
  );
}
