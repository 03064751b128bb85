/** Entry of the workflow bundle: exactly the workflow functions. */
export { backtest } from './backtest.js';
export { bulk } from './bulk.js';
export { flowRun } from './flow-run.js';
export { fireSchedule, reviewSegment } from './scheduled.js';
