import { addDuration } from '@sluice/domain';
import type { CaseRun, PinnedFlow, SimulationCase, TimelineItem } from '@sluice/flows';
import { cores } from '../cores.js';
import type { AnswerMark } from './answers.js';
import type { FaultMark } from './faults.js';
import type { SeenWait } from './observer.js';

interface Seen extends Pick<CaseRun, 'state' | 'steps' | 'startedAt' | 'endedAt' | 'mails' | 'effects'> {
  waits: readonly (SeenWait & { step?: number })[];
  answers: readonly AnswerMark[];
  faults: readonly FaultMark[];
  /** Ids of the scripted events that came. */
  delivered: ReadonlySet<string>;
}

/**
 * Everything that happened, and what of the script did not, each in its lane; in the order of time, at one instant what comes
 * from outside first.
 */
export function timelineOf(pinned: PinnedFlow, scripted: SimulationCase, seen: Seen, zone: string): TimelineItem[] {
  const items = [
    ...events(scripted, seen, zone),
    ...faults(pinned, scripted, seen),
    ...mails(pinned, seen),
    ...effects(pinned, seen),
    ...waits(pinned, seen),
    ...people(pinned, scripted, seen),
  ];
  return items.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const titleOf = (pinned: PinnedFlow, node: string): string => {
  const known = pinned.nodes[node];
  return known?.title ?? (known && cores[known.type]?.title) ?? node;
};

/** Waits for time and events are bars of their lane, waits for people bars of theirs. */
function waits(pinned: PinnedFlow, { waits: all, endedAt, state }: Seen): TimelineItem[] {
  return all.map(({ kind, node, at, until, step }) => ({
    lane: kind === 'approval' || kind === 'task' ? 'people' : 'wait',
    at,
    // A run that has closed waits no longer, whatever branch was still waiting.
    until: until ?? endedAt,
    node,
    ...(step !== undefined && { step }),
    label: titleOf(pinned, node),
    state: until !== undefined || state.status === 'closed' ? 'done' : 'unreached',
  }));
}

function mails(pinned: PinnedFlow, seen: Seen): TimelineItem[] {
  return seen.mails.map(({ key, at, node }) => ({
    lane: 'mail',
    at,
    node,
    ...stepOf(seen, key),
    label: titleOf(pinned, node),
    state: 'done',
    ref: key,
  }));
}

function events(
  { event, events: scripted }: SimulationCase,
  { startedAt, delivered }: Seen,
  zone: string,
): TimelineItem[] {
  const start: TimelineItem = { lane: 'event', at: startedAt, label: event?.type ?? 'start', state: 'done' };
  return [
    start,
    ...scripted.map(({ id, after, type, off }): TimelineItem => {
      const at = addDuration(new Date(startedAt), after, zone).toISOString();
      return {
        lane: 'event',
        at,
        label: type,
        state: off ? 'off' : delivered.has(id) ? 'done' : 'unreached',
        ref: id,
      };
    }),
  ];
}

function people(pinned: PinnedFlow, { answers: scripted }: SimulationCase, { answers, endedAt }: Seen): TimelineItem[] {
  const given = answers.map(({ answer, at, node, refused }): TimelineItem => ({
    lane: 'people',
    at,
    node,
    label: refused ? `${answer.outcome}: ${refused.message}` : answer.outcome,
    state: refused ? 'failed' : 'done',
    ref: answer.id,
  }));
  const left = scripted.filter((answer) => !answers.some((mark) => mark.answer === answer));
  return [
    ...given,
    ...left.map(({ id, node, outcome, off }): TimelineItem => ({
      lane: 'people',
      at: endedAt,
      node,
      label: `${titleOf(pinned, node)}: ${outcome}`,
      state: off ? 'off' : 'unreached',
      ref: id,
    })),
  ];
}

function effects(pinned: PinnedFlow, seen: Seen): TimelineItem[] {
  return seen.effects.map(({ key, at, node, effect }) => {
    const type = isOwn(seen, key) ? pinned.nodes[node]?.type : undefined;
    // What other runs do meanwhile has no step here.
    const money = type === undefined ? /^(commission|payout|bonus)_/.test(effect) : cores[type]?.money === true;
    return {
      lane: money ? 'money' : 'effect',
      at,
      ...(type !== undefined && { node, ...stepOf(seen, key) }),
      label: effect,
      state: 'done',
      ref: key,
    };
  });
}

function faults(
  pinned: PinnedFlow,
  { faults: scripted }: SimulationCase,
  { faults: marks, endedAt }: Seen,
): TimelineItem[] {
  const hit = marks.map(({ fault, at, until, withstood }): TimelineItem => ({
    lane: 'fault',
    at,
    ...(until !== undefined && { until }),
    node: fault.node,
    label: fault.kind,
    state: withstood ? 'done' : 'failed',
    ref: fault.id,
  }));
  const missed = scripted.filter((fault) => !marks.some((mark) => mark.fault === fault));
  return [
    ...hit,
    ...missed.map(({ id, node, kind, off }): TimelineItem => ({
      lane: 'fault',
      at: endedAt,
      node,
      label: `${titleOf(pinned, node)}: ${kind}`,
      state: off ? 'off' : 'unreached',
      ref: id,
    })),
  ];
}

/** True for what the run did itself, and not one inside of it. */
function isOwn({ state }: Seen, key: string): boolean {
  return key.startsWith(`${state.run}/`) && !key.startsWith(`${state.run}/beside/`);
}

/** The number of the step that an effect's key belongs to. */
function stepOf(seen: Seen, key: string): { step?: number } {
  if (!isOwn(seen, key)) return {};
  const { steps } = seen;
  const [node, visit] = key.split('#')[0]!.split('/').slice(-4);
  const step = steps.find((one) => one.node === node && String(one.visit) === visit);
  return step ? { step: step.number } : {};
}
