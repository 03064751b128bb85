import type { CaseRun } from '@sluice/flows';
import { useEffect, useRef, useState } from 'react';
import { useStable } from '../../../lib/stable.js';
import { advance, cursorAt, dayBy, speeds, stepBy, type Cursor, type Speed } from './clock.js';

export interface Clock {
  readonly cursor: Cursor;
  readonly playing: boolean;
  readonly speed: Speed;
  setSpeed(speed: Speed): void;
  toggle(): void;
  step(by: 1 | -1): void;
  day(by: 1 | -1): void;
  scrub(at: number): void;
  go(cursor: Cursor): void;
  /** Back to the beginning. */
  begin(): void;
}

const nowhere: Cursor = { at: 0, step: -1 };

/**
 * The virtual clock over one story. A new answer to the same story keeps the moment; the first one is shown at its end, where
 * everything that came of it is to be seen.
 */
export function useClock(run: CaseRun | undefined, end: number): Clock {
  const [cursor, setCursor] = useState<Cursor>(nowhere);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>('day');
  const known = useRef<{ case: string; startedAt: string }>(undefined);
  useEffect(() => {
    if (!run) return;
    const same = known.current?.case === run.case && known.current.startedAt === run.startedAt;
    known.current = { case: run.case, startedAt: run.startedAt };
    setCursor((before) =>
      same && before.at > 0
        ? cursorAt(run, Math.min(before.at, end))
        : { at: lastMoment(run, end), step: run.steps.length - 1 },
    );
  }, [run, end]);

  useEffect(() => {
    if (!playing || !run) return;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const every = still ? 500 : 33;
    let before = performance.now();
    const timer = window.setInterval(() => {
      const now = performance.now();
      const passed = ((now - before) / 1000) * speeds[speed];
      before = now;
      setCursor((here) => {
        const next = advance(run, here, passed, end);
        if (next.at >= end) setPlaying(false);
        return next;
      });
    }, every);
    return () => window.clearInterval(timer);
  }, [playing, run, speed, end]);

  const move = (next: (here: Cursor, told: CaseRun) => Cursor) => {
    if (!run) return;
    setPlaying(false);
    setCursor((here) => next(here, run));
  };
  const toggle = useStable(() => {
    if (!run) return;
    // At the end it plays from the beginning.
    if (!playing && cursor.at >= end) setCursor(cursorAt(run, Date.parse(run.startedAt)));
    setPlaying(!playing);
  });
  return {
    cursor,
    playing,
    speed,
    setSpeed,
    toggle,
    step: (by) => move((here, told) => stepBy(told, here, by)),
    day: (by) => move((here, told) => dayBy(told, here, by, end)),
    scrub: (at) => move((_, told) => cursorAt(told, at)),
    go: (next) => move(() => next),
    begin: () => {
      known.current = undefined;
      setPlaying(false);
      if (run) setCursor(cursorAt(run, Date.parse(run.startedAt)));
    },
  };
}

function lastMoment({ steps, startedAt }: CaseRun, end: number): number {
  const last = steps.at(-1);
  const at = Date.parse(last?.endedAt ?? last?.startedAt ?? startedAt);
  return Math.min(at, end);
}
