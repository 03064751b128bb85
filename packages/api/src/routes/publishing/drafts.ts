import type { Json } from '@sluice/domain';
import { StoreError } from '@sluice/store';
import type { Context } from '../../context.js';
import type { Caller } from '../../http/caller.js';
import { Refusal } from '../../http/problem.js';

/** Who made a change. A key acts for the person who made it, who may then not approve what it wrote. */
export async function makersOf({ store }: Context, caller: Caller): Promise<string[]> {
  if (caller.kind === 'user') return [caller.id];
  const key = await store.apiKeys.get(caller.programme, caller.id.slice('key:'.length));
  return key ? [caller.id, key.createdBy] : [caller.id];
}

/** A change over a stale revision is told as such, together with what is stored instead. */
export async function orTheirs<T>(theirs: () => Promise<Json>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isStale(error) ? staleRefusal(await theirs()) : error;
  }
}

export function staleRefusal(theirs: Json): Refusal {
  return new Refusal('stale', { extensions: { theirs } });
}

export function isStale(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === 'stale';
}
