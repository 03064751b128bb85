import type { EffectInput, EffectSpec, RunStep } from '@sluice/flows';

/**
 * The record as it is while a step is tried again: how often it was tried, why it failed and when it is next. The interpreter
 * learns of an effect only when it has ended, and nobody should wait that long to see what is going on.
 */
export function whileTried(
  input: EffectInput,
  told: Pick<RunStep, 'attempts'> & Partial<Pick<RunStep, 'error' | 'retryAt'>>,
): EffectInput {
  const { context, record } = input;
  const positions = [...(record.current ? [record.current] : []), ...record.beside];
  const tried = positions.find(({ key }) => key === context.key)?.step;
  if (!tried) return input;
  const step = record.steps.find(({ number }) => number === tried.number) ?? tried;
  const others = record.steps.filter(({ number }) => number !== tried.number);
  return { context, record: { ...record, steps: [...others, { ...step, ...told }] } };
}

/** When Temporal tries again after that attempt; undefined where it was the last. */
export function nextTry({ retry }: EffectSpec, attempt: number, now: Date): string | undefined {
  if (attempt >= retry.attempts) return undefined;
  const pause = Math.min(retry.initialMs * retry.factor ** (attempt - 1), retry.maxMs);
  return new Date(now.getTime() + pause).toISOString();
}
