import { describe, expect, it } from '@jest/globals';
import { de } from '../src/i18n/de.js';
import { Problem } from '../src/lib/problem.js';
import { adviceFor, saidBy } from '../src/parts/advice.js';

const t = (key: string) => key;
const problem = (status: number, method: string, code?: string) =>
  new Problem({ title: 'No', status, ...(code ? { code } : {}) }, method);

describe('what to do after an error', () => {
  it.each([
    ['a POST without an answer', problem(0, 'POST', 'network'), /^It may have been done .* it is done once\.$/],
    ['a POST that broke on the server', problem(500, 'POST'), /^It may have been done .* it is done once\.$/],
    ['a PATCH without an answer', problem(0, 'PATCH', 'network'), /^It may have been saved /],
    ['a DELETE behind a broken proxy', problem(502, 'DELETE'), /^It may have been saved /],
    ['a GET without an answer', problem(0, 'GET', 'network'), /^Nothing was changed\. It is safe to try again\.$/],
    ['too many', problem(429, 'POST'), /^Nothing was changed\. It is safe to try again\.$/],
    ['the same still under way', problem(409, 'POST', 'idempotency_in_progress'), /is under way/],
    ['a key used for something else', problem(409, 'POST', 'idempotency_conflict'), /^This was not done, but /],
    ['somebody else was faster', problem(409, 'PATCH', 'stale'), /^Nothing was changed\. Look at it /],
    ['a field that is wrong', problem(422, 'POST', 'invalid'), /^Nothing was saved\./],
    ['a fault of the page', new TypeError('x is undefined'), /^Nothing was changed\./],
  ])('%s', (_, error, advice) => {
    expect(adviceFor(error, t)).toMatch(advice);
    expect(Object.keys(de)).toContain(adviceFor(error, t));
  });

  it('says who refused it in its own words, and that there was no answer', () => {
    expect(saidBy(new Problem({ title: 'No', detail: 'The batch is sent.', status: 409 }), t)).toBe(
      'The batch is sent.',
    );
    expect(saidBy(problem(0, 'GET'), t)).toBe('Sluice did not answer.');
  });
});
