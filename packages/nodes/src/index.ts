export * from './activity-types.js';
export { catalogue } from './catalogue.js';
export { cores } from './cores.js';
export type * from './form-types.js';
export { forms } from './forms.js';
export { durationInWords } from './read.js';
export { schemas } from './schemas.js';
