import { daysBetween, type Json } from '@sluice/domain';
import type { CaseRun, Expectation } from '@sluice/flows';
import { lookUp } from '@sluice/flows/resolve';
import { sameJson } from '@sluice/flows/same-json';

type Seen = Pick<CaseRun, 'state' | 'steps' | 'startedAt' | 'mails' | 'effects'>;

/** The expectations that were not met, each with a sentence. */
export function judge(expect: readonly Expectation[], seen: Seen, zone: string): CaseRun['failed'] {
  return expect.flatMap((expectation) => {
    const message = complaint(expectation, seen, zone);
    return message === undefined ? [] : [{ expectation, message }];
  });
}

/** How a run stands, as people call it. */
export function statusOf({ status, closed }: Seen['state']): string {
  return closed?.status ?? status;
}

function complaint(expectation: Expectation, seen: Seen, zone: string): string | undefined {
  switch (expectation.kind) {
    case 'status': {
      const status = statusOf(seen.state);
      return status === expectation.status ? undefined : `The run is ${status}, not ${expectation.status}.`;
    }
    case 'outcome': {
      const { outcome } = seen.state;
      if (outcome === expectation.outcome) return undefined;
      const is = outcome === undefined ? 'The run has not ended' : `The run has ended with “${outcome}”`;
      return `${is}; expected is “${expectation.outcome}”.`;
    }
    case 'visited':
      return visited(seen, expectation.node, expectation.times);
    case 'not_visited': {
      const times = visits(seen, expectation.node);
      return times === 0 ? undefined : `The step “${expectation.node}” was reached ${inWords(times)}.`;
    }
    case 'mail':
      return mailed(seen, expectation, zone);
    case 'effect': {
      const { effect, match, times } = expectation;
      const found = seen.effects.filter((one) => one.effect === effect && (!match || contains(one.params, match)));
      return counted(`“${effect}”${match ? ' with these values' : ''} happened`, found.length, times);
    }
    case 'variable': {
      const value = lookUp(seen.state.vars, expectation.name.split('.'));
      return sameJson(value, expectation.equals)
        ? undefined
        : `The variable “${expectation.name}” is ${JSON.stringify(value)}, not ${JSON.stringify(expectation.equals)}.`;
    }
  }
}

function visited(seen: Seen, node: string, times: number | undefined): string | undefined {
  const found = visits(seen, node);
  if (times === undefined) return found > 0 ? undefined : `The step “${node}” was never reached.`;
  return found === times ? undefined : `The step “${node}” was reached ${inWords(found)}, not ${inWords(times)}.`;
}

function visits({ steps }: Seen, node: string): number {
  return steps.filter((step) => step.node === node).length;
}

function mailed(
  seen: Seen,
  { template, times, day }: Expectation & { kind: 'mail' },
  zone: string,
): string | undefined {
  const start = new Date(seen.startedAt);
  const days = seen.mails
    .filter((mail) => mail.template === template)
    .map(({ at }) => daysBetween(start, new Date(at), zone));
  const found = day === undefined ? days.length : days.filter((one) => one === day).length;
  const on = day === undefined ? '' : ` on day ${day}`;
  const wrong = counted(`The mail “${template}” was sent${on}`, found, times ?? 1);
  if (wrong === undefined || day === undefined || days.length === 0) return wrong;
  return `${wrong.slice(0, -1)}; it was sent on ${days.map((one) => `day ${one}`).join(', ')}.`;
}

/** A number that is not what was expected: at least once where no number is. */
function counted(what: string, found: number, times: number | undefined): string | undefined {
  const met = times === undefined ? found > 0 : found === times;
  return met ? undefined : `${what} ${inWords(found)}, not ${times === undefined ? 'once' : inWords(times)}.`;
}

function inWords(times: number): string {
  if (times === 0) return 'never';
  return times === 1 ? 'once' : `${times} times`;
}

/** True where an object has at least what the pattern says. */
function contains(value: Json | undefined, pattern: Json): boolean {
  if (pattern === null || typeof pattern !== 'object' || Array.isArray(pattern)) return sameJson(value, pattern);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return Object.entries(pattern).every(([key, part]) => Object.hasOwn(value, key) && contains(value[key], part));
}
