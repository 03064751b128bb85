/** Entry of the workflow bundle: exactly the workflow functions. */
export { flowRun } from './flow-run.js';
