export { OperationMismatch, applyEdit, applyOperation } from './apply.js';
export * from './build.js';
export { invertEdit, invertOperation } from './operation.js';
export type { FlowEdit, FlowFields, FlowOperation, ItemOf, ListName, NodeFields } from './operation.js';
export { rebase, type Rebased } from './rebase.js';
