import { asJson, type Json } from '@sluice/domain';
import type { Store } from '@sluice/store';
import type { Caller } from './caller.js';
import { Refusal } from './problem.js';
import type { Answer } from './wire.js';

/**
 * Runs a request once per caller and key. The first answer is kept, refusals included, and told again; the same key with
 * another request is a 409. What failed on our side (5xx) or was only too early (429) is not kept: it is to be repeated.
 */
export async function once(
  store: Store,
  caller: Caller,
  key: string,
  requestHash: string,
  run: () => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const { programme, id } = caller;
  const claim = await store.idempotency.begin(programme, id, key, requestHash);
  switch (claim.kind) {
    case 'other_body':
      throw new Refusal('idempotency_conflict');
    case 'in_progress':
      throw new Refusal('idempotency_in_progress', { headers: { 'Retry-After': '1' } });
    case 'answered': {
      const kept = claim.body as {
        body?: Json;
        refusal?: {
          code: Refusal['code'];
          detail?: string;
          errors?: Refusal['errors'];
          extensions?: Refusal['extensions'];
        };
      };
      if (kept.refusal) throw Refusal.again(kept.refusal);
      return { status: claim.status, body: kept.body, replayed: true };
    }
    case 'first':
      break;
  }
  try {
    const answer = await run();
    await store.idempotency.complete(programme, id, key, answer.status, asJson({ body: answer.body }));
    return { ...answer, replayed: false };
  } catch (error) {
    if (error instanceof Refusal && error.status < 500 && error.status !== 429) {
      const { code, detail, errors, extensions } = error;
      const refusal = { code, detail, errors, extensions };
      await store.idempotency.complete(programme, id, key, error.status, asJson({ refusal }));
    } else {
      await store.idempotency.release(programme, id, key);
    }
    throw error;
  }
}
