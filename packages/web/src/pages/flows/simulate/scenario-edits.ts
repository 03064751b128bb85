import type { JsonObject } from '@sluice/domain';
import type { CaseRun, Expectation, FlowDocument, SimulationCase } from '@sluice/flows';

export type ScriptKind = 'events' | 'answers' | 'faults';
type Scripted = SimulationCase[ScriptKind][number];

/** Switches a scripted thing off or on again; it stays where it is. */
export function toggled(one: SimulationCase, kind: ScriptKind, id: string): SimulationCase {
  const all: Scripted[] = one[kind];
  const flipped = all.map((each) => {
    if (each.id !== id) return each;
    const { off, ...rest } = each;
    return off ? rest : { ...each, off: true };
  });
  return { ...one, [kind]: flipped };
}

/** Adds it, or puts it in place of the one of the same id. */
export function withScripted(one: SimulationCase, kind: ScriptKind, scripted: Scripted): SimulationCase {
  const all: Scripted[] = one[kind];
  const known = all.some(({ id }) => id === scripted.id);
  return {
    ...one,
    [kind]: known ? all.map((each) => (each.id === scripted.id ? scripted : each)) : [...all, scripted],
  };
}

export function withoutScripted(one: SimulationCase, kind: ScriptKind, id: string): SimulationCase {
  const all: Scripted[] = one[kind];
  return { ...one, [kind]: all.filter((each) => each.id !== id) };
}

/** The next free id of its kind: `event-3`. */
export function freshId(taken: readonly { id: string }[], word: string): string {
  let number = taken.length + 1;
  while (taken.some(({ id }) => id === `${word}-${String(number)}`)) number += 1;
  return `${word}-${String(number)}`;
}

/** A title that no other case has. */
export function freshTitle(cases: readonly SimulationCase[], wanted: string): string {
  if (!cases.some(({ title }) => title === wanted)) return wanted;
  let number = 2;
  while (cases.some(({ title }) => title === `${wanted} ${String(number)}`)) number += 1;
  return `${wanted} ${String(number)}`;
}

/** The case in place of the one of its id, or after the others. */
export function upsert(cases: readonly SimulationCase[], one: SimulationCase): SimulationCase[] {
  return cases.some(({ id }) => id === one.id)
    ? cases.map((each) => (each.id === one.id ? one : each))
    : [...cases, one];
}

/** `P14D` → { days: 14 }, `PT40M` → { minutes: 40 }; undefined for what the form cannot show. */
export function offsetOf(duration: string): { count: number; unit: Unit } | undefined {
  const match = /^P(?:(\d+)D|(\d+)W|T(\d+)H|T(\d+)M|T(\d+)S)$/.exec(duration);
  if (!match) return undefined;
  const [, days, weeks, hours, minutes, seconds] = match;
  if (days !== undefined) return { count: Number(days), unit: 'days' };
  if (weeks !== undefined) return { count: Number(weeks) * 7, unit: 'days' };
  if (hours !== undefined) return { count: Number(hours), unit: 'hours' };
  if (minutes !== undefined) return { count: Number(minutes), unit: 'minutes' };
  return { count: Number(seconds), unit: 'seconds' };
}

export type Unit = 'days' | 'hours' | 'minutes' | 'seconds';

export function durationOf({ count, unit }: { count: number; unit: Unit }): string {
  const whole = String(Math.max(0, Math.round(count)));
  if (unit === 'days') return `P${whole}D`;
  return `PT${whole}${unit === 'hours' ? 'H' : unit === 'minutes' ? 'M' : 'S'}`;
}

/**
 * What came of the run as expectations: how it ended, the mails with their days, what was done and the steps where it could have
 * gone another way. A person takes away what is not the point.
 */
export function expectationsFrom(run: CaseRun, flow: FlowDocument, dayOf: (at: string) => number): Expectation[] {
  const { state, steps, mails, effects } = run;
  const end: Expectation[] =
    state.status === 'closed'
      ? [
          { kind: 'status', status: state.closed?.status ?? 'completed' },
          ...(state.outcome === undefined ? [] : [{ kind: 'outcome', outcome: state.outcome } as const]),
        ]
      : [{ kind: 'status', status: state.status }];
  const mailed = mails.map((mail): Expectation => ({ kind: 'mail', template: mail.template, day: dayOf(mail.at) }));
  const done = [...new Set(effects.map(({ effect }) => effect))].map((effect): Expectation => ({
    kind: 'effect',
    effect,
    times: effects.filter((each) => each.effect === effect).length,
  }));
  const seen = new Set(steps.map(({ node }) => node));
  const left = flow.edges
    .filter(({ from, to, port }) => seen.has(from) && !seen.has(to) && port !== 'on_error')
    .map(({ to }) => to);
  const missed = [...new Set(left)].map((node): Expectation => ({ kind: 'not_visited', node }));
  return distinct([...end, ...mailed, ...done, ...missed]);
}

function distinct(all: readonly Expectation[]): Expectation[] {
  const counted = new Map<string, { expectation: Expectation; times: number }>();
  for (const expectation of all) {
    const key = JSON.stringify(expectation);
    const known = counted.get(key);
    if (known) known.times += 1;
    else counted.set(key, { expectation, times: 1 });
  }
  return [...counted.values()].map(({ expectation, times }) =>
    times > 1 && expectation.kind === 'mail' ? { ...expectation, times } : expectation,
  );
}

/** A real partner's facts, as the invented world keeps a partner; how they are paid stays where it is. */
export function copiedPartner(partner: {
  name: string;
  email: string;
  type: string;
  status: string;
  tier: string;
  tierSince: string;
  country?: string | undefined;
  language: string;
  timeZone: string;
  website?: string | undefined;
  tags: readonly string[];
  custom: unknown;
}): JsonObject {
  const { name, email, type, status, tier, tierSince, country, language, timeZone, website, tags, custom } = partner;
  return {
    name,
    email,
    type,
    status,
    tier,
    tierSince,
    ...(country === undefined ? {} : { country }),
    language,
    timeZone,
    ...(website === undefined ? {} : { website }),
    tags: [...tags],
    custom: (custom ?? {}) as JsonObject,
  };
}

/** Who plays the partner: the run's subject where it is about one, else the invented one. */
export function partnerIdOf({ subject }: Pick<SimulationCase, 'subject'>): string {
  return subject.kind === 'partner' || subject.kind === 'application' ? subject.id : 'par_demo';
}

/** With a partner's facts laid over the invented one, or without them. */
export function withPartner(one: SimulationCase, facts: JsonObject | undefined): SimulationCase {
  const id = partnerIdOf(one);
  const { [id]: _was, ...others } = one.world['partners'] ?? {};
  const partners = facts ? { ...others, [id]: facts } : others;
  const { partners: _all, ...world } = one.world;
  return { ...one, world: Object.keys(partners).length > 0 ? { ...world, partners } : world };
}

/** A wall clock reading of a zone (`2026-11-20T10:00`) as an instant. */
export function instantIn(zone: string, local: string): string | undefined {
  const guess = Date.parse(`${local}:00.000Z`);
  if (Number.isNaN(guess)) return undefined;
  const once = guess - offsetAt(zone, guess);
  return new Date(guess - offsetAt(zone, once)).toISOString();
}

/** The reading of a zone's wall clock, as a date field has it. */
export function localIn(zone: string, instant: string): string {
  const at = Date.parse(instant);
  return new Date(at + offsetAt(zone, at)).toISOString().slice(0, 16);
}

function offsetAt(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at));
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const read = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return read - Math.floor(at / 1000) * 1000;
}
