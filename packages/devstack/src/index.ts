export { startStack, type Stack, type StackOptions } from './stack.js';
export { startMongo, type MongoKind, type MongoOptions, type RunningMongo } from './mongo/index.js';
export { startTemporal, type RunningTemporal, type TemporalOptions } from './temporal/index.js';
export { freePort, isListening } from './process/ports.js';
export { spawnGuarded, type Guarded, type GuardedOptions } from './process/guarded.js';
export { silent, type Log } from './log.js';
export { timeSkippingServerPath } from './temporal/time-skipping.js';
export { chromiumPath } from './chromium.js';
