import { Problem } from '../lib/problem.js';

/** What became of it and what to do now, in a sentence or two; what happened stands before it. */
export function adviceFor(error: Error, t: (key: string) => string): string {
  if (!(error instanceof Problem)) return t('Nothing was changed. It is safe to try again.');
  const { status, method, body } = error;
  if (body.code === 'idempotency_in_progress')
    return t('It was sent a moment ago and is under way. Wait a little, then send the same again: it is done once.');
  if (body.code === 'idempotency_conflict')
    return t('This was not done, but what was sent before it may be. Look at it as it is now, then send it again.');
  if (status === 403) return t('Nothing was changed. Ask somebody whose role allows it.');
  if (status === 404) return t('It may have been removed, or it is not yours to see.');
  if (status === 409) return t('Nothing was changed. Look at it as it is now, then decide.');
  if (status === 422) return t('Nothing was saved. Put right what is named and send it again.');
  // Without an answer nobody here knows whether it was done. The same POST keeps its key, other changes do not have one.
  if ((status === 0 || status >= 500) && method !== 'GET')
    return method === 'POST'
      ? t('It may have been done all the same. Send the same again: it is done once.')
      : t('It may have been saved all the same. Look at it as it is now before you send it again.');
  return t('Nothing was changed. It is safe to try again.');
}

/** What happened, in the words of who refused it. */
export function saidBy(error: Error, t: (key: string) => string): string {
  if (!(error instanceof Problem)) return error.message;
  return error.status === 0 ? t('Sluice did not answer.') : error.message;
}
