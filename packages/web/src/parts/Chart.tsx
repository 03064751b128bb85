export interface Point {
  label: string;
  value: number | null;
}

/** Twelve weeks as bars from a real zero, the comparison as a thin tick on each, the last one in full accent. */
export function Bars({
  points,
  compare = [],
  height = 96,
  axis = false,
  format,
}: {
  points: Point[];
  compare?: Point[];
  height?: number;
  axis?: boolean;
  format?: (value: number) => string;
}) {
  const width = axis ? 476 : 236;
  const left = axis ? 34 : 0;
  const bottom = axis ? 18 : 2;
  const top = 8;
  const most = Math.max(...points.map(({ value }) => value ?? 0), ...compare.map(({ value }) => value ?? 0), 0);
  const scale = niceScale(most);
  const y = (value: number) => height - bottom - (value / (axis ? scale.top : most || 1)) * (height - bottom - top);
  const slot = (width - left) / Math.max(1, points.length);
  const bar = Math.min(slot * (axis ? 0.7 : 0.88), axis ? 26 : 17.2);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      height={height}
      preserveAspectRatio={axis ? 'xMidYMid meet' : 'none'}
      aria-hidden="true"
      className="num"
    >
      {axis &&
        scale.ticks.map((tick) => (
          <g key={tick}>
            <path d={`M${left} ${y(tick)}H${width}`} stroke="var(--line)" />
            <text x={left - 6} y={y(tick) + 4} fontSize="11" textAnchor="end" fill="var(--text-3)">
              {format ? format(tick) : tick}
            </text>
          </g>
        ))}
      {points.map((point, index) => {
        const x = left + slot * index + (slot - bar) / 2;
        const at = y(point.value ?? 0);
        return (
          <rect
            key={point.label}
            x={x}
            y={at}
            width={bar}
            height={Math.max(0, height - bottom - at)}
            rx={axis ? 2 : 1}
            fill={index === points.length - 1 ? 'var(--accent)' : 'var(--accent-line)'}
          />
        );
      })}
      {compare.map((point, index) =>
        point.value === null ? null : (
          <path
            key={point.label}
            d={`M${left + slot * index + (slot - bar) / 2 - 2} ${y(point.value)}h${bar + 4}`}
            stroke="var(--text-2)"
            strokeWidth="1.5"
          />
        ),
      )}
      {axis &&
        points.map((point, index) =>
          index === points.length - 1 || (index % 4 === 0 && index < points.length - 2) ? (
            <text
              key={point.label}
              x={left + slot * (index + 0.5)}
              y={height - 2}
              fontSize="11"
              textAnchor="middle"
              fill="var(--text-3)"
            >
              {point.label}
            </text>
          ) : null,
        )}
    </svg>
  );
}

/** A line through twelve weeks that ends in a dot; weeks without a measure are left out. */
export function Line({ points, height = 96 }: { points: Point[]; height?: number }) {
  const known = points.map(({ value }, index) => ({ value, index })).filter(({ value }) => value !== null);
  const values = known.map(({ value }) => value ?? 0);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const x = (index: number) => 2 + (index / Math.max(1, points.length - 1)) * 228;
  const y = (value: number) =>
    high === low ? height / 2 : height - 6 - ((value - low) / (high - low)) * (height - 14);
  const path = known.map(
    ({ value, index }, at) => `${at === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value ?? 0).toFixed(1)}`,
  );
  const last = known.at(-1);
  return (
    <svg viewBox={`0 0 236 ${height}`} width="100%" height={height} preserveAspectRatio="none" aria-hidden="true">
      {known.length > 1 && (
        <path
          d={path.join('')}
          fill="none"
          stroke="var(--accent)"
          strokeWidth="1.8"
          vectorEffect="non-scaling-stroke"
        />
      )}
      {last && (
        <path
          d={`M${x(last.index)} ${y(last.value ?? 0)}h.01`}
          stroke="var(--accent)"
          strokeWidth="7"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}

/** Round steps from zero that reach over `most`, three at most. */
function niceScale(most: number): { ticks: number[]; top: number } {
  if (most <= 0) return { ticks: [0], top: 1 };
  const rough = most / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? power * 10;
  const ticks = [0, 1, 2, 3].map((index) => index * step).filter((tick) => tick < most + step);
  return { ticks, top: ticks.at(-1) ?? step };
}
