import { collectingCore } from '../collect.js';

/** Collects events for a while and goes on with all of them. */
export const core = collectingCore({
  type: 'digest',
  title: 'Digest',
  icon: 'stack-2',
  words: ['Collect ', ' for '],
  from: (ctx) => ctx.enteredAt,
});
