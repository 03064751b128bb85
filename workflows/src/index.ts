export type * from './activities.js';
export type * from './args.js';
