import { gzipSync } from 'node:zlib';
import type { PinnedFlow } from '@sluice/flows/core';
import type { PackedFlow } from './args.js';

/** From this size (bytes of JSON) on a pinned flow is compressed in the run's argument. */
const COMPRESS_FROM = 16 * 1024;

/** The flow as `flowRun` takes it. For whoever starts runs; not for the workflow bundle. */
export function packFlow(pinned: PinnedFlow): PackedFlow {
  const text = JSON.stringify(pinned);
  if (Buffer.byteLength(text) <= COMPRESS_FROM) return { json: pinned };
  return { gzip: gzipSync(text, { level: 9 }).toString('base64') };
}
