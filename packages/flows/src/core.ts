/** The part of this package that the workflow bundle takes: pure, no zod, no hashing. */
export type * from './command.js';
export { compact } from './compact.js';
export { ConditionError, evaluateCondition, truthy } from './condition.js';
export { initialState } from './initial.js';
export { refuseCommand } from './interpreter/on-command.js';
export { refuseDecision } from './interpreter/on-decision.js';
export * from './migrate.js';
export { toRecord } from './interpreter/record.js';
export { flowAfter, outstanding, step } from './interpreter/step.js';
export type * from './node.js';
export type * from './pinned.js';
export type * from './run.js';
export type * from './wait.js';
