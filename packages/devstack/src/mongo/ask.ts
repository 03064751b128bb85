import { MongoClient } from 'mongodb';
import type { Guarded } from '../process/guarded.js';

const START_MS = 60_000;

/** Asks the server for its version; throws one sentence when it does not answer within `timeoutMs`. */
export async function askVersion(uri: string, timeoutMs = 5_000): Promise<string> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: timeoutMs });
  try {
    const info = await client.db('admin').command({ buildInfo: 1 });
    return String(info['version']);
  } catch (error) {
    throw new Error(`MongoDB at ${uri.replace(/\/\/[^@/]*@/, '//…@')} does not answer: ${String(error)}`, {
      cause: error,
    });
  } finally {
    await client.close();
  }
}

/** Waits until a server just started answers, and gives its version; throws its last words when it ends instead. */
export async function waitForAnswer(uri: string, child: Guarded): Promise<string> {
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  const until = Date.now() + START_MS;
  for (;;) {
    try {
      return await askVersion(uri, 500);
    } catch (error) {
      if (ended) throw new Error(`MongoDB did not start:\n${child.tail()}`, { cause: error });
      if (Date.now() > until) throw error;
    }
  }
}
