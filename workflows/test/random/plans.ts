import { planOf, type Plan } from './plan.js';

/** The first so many plans by chance that are so; the same for the same prefix. */
export function plansThatAre(is: (plan: Plan) => boolean, count: number, prefix: string): Plan[] {
  const found: Plan[] = [];
  for (let seed = 1; found.length < count; seed += 1) {
    const plan = planOf(seed, prefix, true);
    if (is(plan)) found.push(plan);
  }
  return found;
}

/** True for a run that no clock moves: it can be played on a server whose time is ours. */
export function isTimeless({ simulated: { timeline, effects } }: Plan): boolean {
  return timeline.every(({ type }) => type !== 'timer') && effects.every(({ ended }) => ended?.by !== 'timer');
}
