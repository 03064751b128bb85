import type { EffectFailure } from '../command.js';
import type { EffectResult } from '../node.js';
import { startWait } from './on-wait.js';
import type { Turn } from './turn.js';

export function onEffectDone(turn: Turn, key: string, result: EffectResult): void {
  if (!turn.actOn(key)) return;
  const position = turn.position!;
  if (position.phase !== 'effect') return;
  turn.log({ attempts: result.attempts ?? 1, ...(result.label && { label: result.label }) });
  if (result.wait) {
    if (result.output) {
      turn.keep(position.node, result.output);
      turn.log({ output: result.output });
    }
    return startWait(turn, result.wait);
  }
  turn.goto({ ...result, happened: true });
}

/** Out by `on_error` where that is drawn and it is certain that nothing happened; otherwise the run parks. */
export function onEffectFailed(turn: Turn, key: string, failure: EffectFailure): void {
  if (!turn.actOn(key)) return;
  const position = turn.position!;
  const { code, message, attempts, unknownOutcome } = failure;
  if (position.phase === 'wait' && !position.wait!.registered) return turn.park({ ...failure, from: 'wait' });
  if (position.phase !== 'effect') return;
  turn.log({ attempts });
  if (!unknownOutcome && turn.nextOf(position.node, 'on_error') !== undefined) {
    return turn.goto({ port: 'on_error', output: { error: { code, message } }, error: { code, message } });
  }
  turn.park({ code, message, attempts, unknownOutcome, from: 'effect' });
}
