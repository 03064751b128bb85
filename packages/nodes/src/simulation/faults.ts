import { addDuration } from '@sluice/domain';
import type { EffectAnswer, EffectContext, ScriptedFault } from '@sluice/flows';
import { cores } from '../cores.js';

/** What became of a fault of the script. */
export interface FaultMark {
  fault: ScriptedFault;
  at: string;
  until?: string;
  /** The step was done in spite of it, or not. */
  withstood: boolean;
}

type Answer = EffectAnswer | { afterMs: number; then(at: string): EffectAnswer };

/** The fault that hits an effect: that of its visit, on entry. */
export function faultAt(faults: readonly ScriptedFault[], ctx: EffectContext): ScriptedFault | undefined {
  if (ctx.item !== 0 || ctx.generation > 1) return undefined;
  return faults.find(({ off, node, nth }) => !off && node === ctx.node && (nth === undefined || nth === ctx.visit));
}

/** What an effect comes to under a fault. `act` does it, as often as it is called; `mark` is told what became of it. */
export function underFault(
  fault: ScriptedFault,
  ctx: EffectContext,
  at: string,
  zone: string,
  act: (at: string) => EffectAnswer,
  mark: (mark: FaultMark) => void,
): Answer {
  switch (fault.kind) {
    case 'error':
      mark({ fault, at, withstood: false });
      return failed(fault.code ?? 'failed', 'The step fails, as the case says.', 1, false);
    case 'lost_reply': {
      const answer = act(at);
      mark({ fault, at, withstood: false });
      if ('fails' in answer) return answer;
      return failed(fault.code ?? 'no_reply', 'It is not known whether this has happened.', 1, true);
    }
    case 'worker_killed': {
      const first = act(at);
      if ('fails' in first) return first;
      return {
        afterMs: noticedAfter(ctx),
        then: (later) => {
          mark({ fault, at, until: later, withstood: true });
          const again = act(later);
          return 'fails' in again ? again : { ...again, attempts: 2 };
        },
      };
    }
    case 'down':
      return whileDown(fault, ctx, at, zone, act, mark);
  }
}

/** Tries as the step's retries go, until what it needs is there again or nobody tries any more. */
function whileDown(
  fault: ScriptedFault,
  ctx: EffectContext,
  at: string,
  zone: string,
  act: (at: string) => EffectAnswer,
  mark: (mark: FaultMark) => void,
): Answer {
  const retry = cores[ctx.type]?.effect?.retry ?? { attempts: 1, initialMs: 0, maxMs: 0, factor: 1 };
  const start = Date.parse(at);
  const back = fault.for === undefined ? Infinity : addDuration(new Date(at), fault.for, zone).getTime();
  let waited = 0;
  let tries = 1;
  let pause = retry.initialMs;
  while (start + waited < back && tries < retry.attempts) {
    waited += pause;
    pause = Math.min(pause * retry.factor, retry.maxMs);
    tries += 1;
  }
  return {
    afterMs: Math.round(waited),
    then: (later) => {
      const answer =
        Date.parse(later) < back
          ? failed(fault.code ?? 'unavailable', 'What the step needs cannot be reached.', tries, false)
          : act(later);
      const withstood = !('fails' in answer);
      mark({ fault, at, until: later, withstood });
      return withstood ? { ...answer, attempts: tries } : answer;
    },
  };
}

/** How long it takes until the loss of a worker is noticed. */
function noticedAfter(ctx: EffectContext): number {
  const effect = cores[ctx.type]?.effect;
  return effect?.heartbeatMs ?? effect?.timeoutMs ?? 1_000;
}

function failed(code: string, message: string, attempts: number, unknownOutcome: boolean): EffectAnswer {
  return { fails: { code, message, attempts, unknownOutcome } };
}
