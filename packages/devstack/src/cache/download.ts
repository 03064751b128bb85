import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Log } from '../log.js';

/** How long a server may take to answer, or to send the next bytes, before we look elsewhere. */
const ANSWER_MS = 4_000;
const STALL_MS = 15_000;

/** Downloads a file, with a progress line every 20 MB; throws within seconds when the server cannot be reached. */
export async function download(url: string, file: string, what: string, log: Log): Promise<void> {
  const abort = new AbortController();
  let timer = setTimeout(() => {
    abort.abort(new Error('no answer'));
  }, ANSWER_MS);
  try {
    const response = await fetch(url, { signal: abort.signal, redirect: 'follow' });
    if (!response.ok || !response.body) throw new Error(`answer ${String(response.status)}`);
    log(`${what}: downloading from ${new URL(url).host}`);
    const total = Number(response.headers.get('content-length') ?? 0);
    let done = 0;
    let told = 0;
    const meter = new Transform({
      transform: (chunk: Buffer, _encoding, next) => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          abort.abort(new Error('stalled'));
        }, STALL_MS);
        done += chunk.length;
        if (done - told > 20_000_000) {
          told = done;
          log(`${what}: ${megabytes(done)} of ${total ? megabytes(total) : '?'} MB`);
        }
        next(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(response.body as ReadableStream), meter, createWriteStream(file), {
      signal: abort.signal,
    });
  } catch (error) {
    throw new Error(`${what}: cannot be downloaded (${error instanceof Error ? error.message : String(error)})`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(0);
}
