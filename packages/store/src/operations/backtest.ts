export { snapshotVersion } from './backtest/snapshot.js';
export { prepareSide, BacktestRefusal, type MakeProgram, type Side } from './backtest/side.js';
export { replay, replayExplained, type ExplainedSide, type ReplaySource } from './backtest/replay.js';
export { chunkSize, foldChunks, runChunk } from './backtest/run.js';
export { countSources, sourcesOfOrder } from './backtest/sources.js';
