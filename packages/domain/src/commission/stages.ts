import type { CommissionPart } from '../commission.js';
import { DomainError } from '../error.js';
import { decimal, plus, whole } from '../money/fraction.js';
import { allocate } from '../money.js';
import { addDuration } from '../time.js';
import type { ComputedLine } from './compute.js';
import type { Stage } from './terms.js';

/** The key of the hold that a stage begins with. */
export const stageHold = 'stage';

/**
 * A line as the parts that are released one after the other: one part where its terms name no stages. Amounts by largest
 * remainder, so that the stages add up to the line. Throws `bad_stages` unless the percentages make a hundred.
 */
export function stagesOf(
  line: ComputedLine,
  stages: readonly Stage[] | undefined,
  { at, timeZone }: { at: Date; timeZone: string },
): CommissionPart[] {
  const { key: lineKey, amount, base, calculation, explanation } = line;
  const first = { lineKey, component: 'base', amount, base, calculation, explanation };
  if (!stages || stages.length === 0 || amount.amount === 0n) return [first];
  const sorted = [...stages].sort(
    (a, b) => addDuration(at, a.after, timeZone).getTime() - addDuration(at, b.after, timeZone).getTime(),
  );
  return allocate(amount, weightsOf(sorted)).map((part, index) => {
    const { after, percent } = sorted[index]!;
    const until = addDuration(at, after, timeZone);
    const params = { stage: index + 1, of: sorted.length, percent, until: until.toISOString() };
    const sum = calculation.filter(({ code }) => code !== 'commission');
    return {
      ...first,
      component: index === 0 ? 'base' : `stage-${index + 1}`,
      amount: part,
      calculation: [...sum, { code: 'stage', params, amount }, { code: 'commission', amount: part }],
      explanation: [...explanation, { code: 'stage.of', params }],
      ...(until > at && { stagedUntil: until }),
    };
  });
}

/** Percentages as whole weights. */
function weightsOf(stages: readonly Stage[]): bigint[] {
  const parts = stages.map(({ percent }) => decimal(percent));
  const { n, d } = parts.reduce(plus, whole(0n));
  if (n !== 100n * d) throw new DomainError('bad_stages', 'The percentages of the stages must add up to 100.');
  return parts.map((part) => (part.n * d) / part.d);
}
