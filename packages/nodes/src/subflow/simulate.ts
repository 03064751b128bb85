import type { NodeSimulation } from '../simulation/types.js';

/** The simulator runs the other flow on the same clock; this answers where the library does not have it. */
export const simulation: NodeSimulation = {
  type: 'subflow',
  run: (_world, ctx) => ({
    fails: {
      code: 'missing_flow',
      message: `The flow “${String(ctx.config['flow'])}” is not published.`,
      attempts: 1,
      unknownOutcome: false,
    },
  }),
};
