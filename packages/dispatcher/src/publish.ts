import type { Store } from '@sluice/store';
import { publishFlows, publishRules, settlePublication, type PublishKind } from '@sluice/store/operations/index';

type Log = (message: string, error: unknown) => void;

/**
 * Finishes what publications of a programme were left open by a crash: a recorded approval becomes a version, a request whose
 * draft has changed is cancelled. Answers how many were settled; one that cannot be does not keep the others. Safe to repeat,
 * and beside the API doing the same.
 */
export async function settlePublications(store: Store, programme: string, now: Date, log: Log): Promise<number> {
  return (
    (await settleKind(store, publishRules, programme, now, log)) +
    (await settleKind(store, publishFlows, programme, now, log))
  );
}

async function settleKind<C extends object, D extends object, A extends object>(
  store: Store,
  kind: PublishKind<C, D, A>,
  programme: string,
  now: Date,
  log: Log,
): Promise<number> {
  let settled = 0;
  for (const request of await kind.requests(store).waiting(programme)) {
    try {
      const { state } = await settlePublication(store, kind, request, now);
      if (state !== 'waiting') settled += 1;
    } catch (error) {
      log(`The request to publish the ${kind.kind} "${request.key}" could not be settled.`, error);
    }
  }
  return settled;
}
