import { StoreError } from '@sluice/store';
import { Refusal } from './problem.js';

/** What the store refuses, as the API tells it; undefined where it is nothing a caller can do about. */
export function refusalOfStore(error: unknown): Refusal | undefined {
  if (!(error instanceof StoreError)) return undefined;
  switch (error.code) {
    case 'not_found':
      return new Refusal('not_found');
    case 'stale':
      return new Refusal('conflict', { detail: error.message });
    case 'duplicate':
    case 'refused':
      return new Refusal('conflict', { detail: error.message });
    case 'bad_cursor':
      return new Refusal('invalid', { errors: [{ pointer: '/cursor', code: 'bad_cursor', message: error.message }] });
    case 'contention':
      return new Refusal('unavailable', { detail: error.message });
    case 'newer_schema':
      return undefined;
  }
}

/** Whether a unique key is taken, e.g. an e-mail address. */
export function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'duplicate';
}
