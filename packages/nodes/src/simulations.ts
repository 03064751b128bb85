import type { NodeSimulation } from './simulation/types.js';

/** What each node type with a side effect does in a simulated world: one line a type. */
export const simulations: Readonly<Record<string, NodeSimulation>> = {};
