import type { SentenceSegment } from '@sluice/contracts/commission';
import type { ReactNode } from 'react';

interface Props {
  icon: ReactNode;
  /** Category of the design: its colour is on the tile and the rail only. */
  category: string;
  segments: readonly SentenceSegment[];
  /** State: `sel`, `on`, `wait`, `park`, `off`, `picked`. */
  state?: string;
  /** What sits at the top right corner, and the ports. */
  children?: ReactNode;
}

/** A step on a canvas: what it does, as a sentence, on 216 × 56. */
export function FlowCard({ icon, category, segments, state = '', children }: Props) {
  return (
    <div className={`node rf k-${category} ${state}`}>
      <span className="ic">{icon}</span>
      <span className="s">
        {segments.map((segment, index) => (segment.value ? <b key={index}>{segment.text}</b> : segment.text))}
      </span>
      {children}
    </div>
  );
}
