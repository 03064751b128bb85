export { diffFlows, type FlowChange } from './diff.js';
export { renderFlowChange } from './render.js';
