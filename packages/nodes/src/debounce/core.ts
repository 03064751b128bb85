import { collectingCore } from '../collect.js';

/** Goes on when an event has not come again for a while. */
export const core = collectingCore({
  type: 'debounce',
  title: 'Debounce',
  icon: 'bell-pause',
  words: ['Wait until ', ' has not come for '],
  from: (ctx) => ctx.at,
});
