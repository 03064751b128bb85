import { daysBetween } from '@sluice/domain';
import type { CaseRun, RunStep } from '@sluice/flows';

/** Where the virtual clock stands: a moment, and the last step that is shown (several happen at one moment). */
export interface Cursor {
  readonly at: number;
  /** Index into the run's steps; −1 before the first. */
  readonly step: number;
}

export type Speed = 'hour' | 'day' | 'week';

/** How much of the story passes in one second. */
export const speeds: Readonly<Record<Speed, number>> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};

type Told = Pick<CaseRun, 'steps' | 'startedAt' | 'endedAt' | 'mails' | 'effects' | 'state' | 'timeline'>;

/** The moment a person has reached: every step that has begun by then. */
export function cursorAt({ steps }: Pick<Told, 'steps'>, at: number): Cursor {
  return { at, step: steps.findLastIndex(({ startedAt }) => Date.parse(startedAt) <= at) };
}

/** The step before or after; the clock goes to where it began. */
export function stepBy({ steps, startedAt }: Pick<Told, 'steps' | 'startedAt'>, cursor: Cursor, by: number): Cursor {
  const step = Math.max(-1, Math.min(steps.length - 1, cursor.step + by));
  // Within a wait, a step back goes to where the wait began.
  const here = steps[cursor.step];
  if (by < 0 && here && Date.parse(here.startedAt) < cursor.at)
    return { at: Date.parse(here.startedAt), step: cursor.step };
  return { at: Date.parse(steps[step]?.startedAt ?? startedAt), step };
}

/** A day on or back, on the story's own span. */
export function dayBy(run: Pick<Told, 'steps' | 'startedAt'>, cursor: Cursor, by: number, end: number): Cursor {
  const at = Math.max(Date.parse(run.startedAt), Math.min(end, cursor.at + by * speeds.day));
  return cursorAt(run, at);
}

/** While it plays: never back before the step that is shown. */
export function advance(run: Pick<Told, 'steps'>, cursor: Cursor, by: number, end: number): Cursor {
  const next = cursorAt(run, Math.min(end, cursor.at + by));
  return { at: next.at, step: Math.max(cursor.step, next.step) };
}

/** What the run had done by then: steps as they stood at that moment. */
export function stepsUntil(steps: readonly RunStep[], { at, step }: Cursor): RunStep[] {
  return steps.slice(0, step + 1).map((one) => {
    if (one.endedAt === undefined || Date.parse(one.endedAt) <= at) return one;
    const { endedAt: _later, port: _port, label: _label, output: _output, ...open } = one;
    return { ...open, status: 'waiting' };
  });
}

/** Where the run stood then: what was waiting or parked; empty once it had closed. */
export function openAt(steps: readonly RunStep[], cursor: Cursor): { node: string; phase: 'wait' | 'parked' }[] {
  return stepsUntil(steps, cursor)
    .filter(({ status }) => status === 'waiting' || status === 'parked' || status === 'running')
    .map(({ node, status }) => ({ node, phase: status === 'parked' ? 'parked' : 'wait' }));
}

/** The mail or effect belongs to what is shown by then. */
export function hasHappened(at: string, step: number | undefined, cursor: Cursor): boolean {
  return Date.parse(at) <= cursor.at && (step === undefined || step <= cursor.step);
}

/** Calendar days since the start, in the programme's zone. */
export function dayNumber(run: Pick<Told, 'startedAt'>, at: number, zone: string): number {
  return daysBetween(new Date(run.startedAt), new Date(at), zone);
}

/**
 * How far the ruler goes: to the last thing that happens. A run that is still waiting when the clock runs out has nothing after
 * that, so the ruler does not show the empty rest of the year.
 */
export function rulerEnd({ startedAt, endedAt, state, timeline, steps }: Told): number {
  const start = Date.parse(startedAt);
  if (state.status === 'closed') return Math.max(Date.parse(endedAt), start + 60_000);
  const marks = [
    ...steps.flatMap((step) => [step.startedAt, step.endedAt ?? step.startedAt]),
    ...timeline.flatMap((item) => [item.at, ...(item.state === 'done' && item.until ? [item.until] : [])]),
  ]
    .map((at) => Date.parse(at))
    // What was never reached has no time of its own but the end of the clock.
    .filter((at) => at !== Date.parse(endedAt));
  const last = Math.max(start, ...marks);
  return Math.max(last + (last - start) * 0.12, start + 3_600_000);
}
