/** The HTTP API as pages use it: JSON in and out, problem+json as an exception, an idempotency key on every POST. */

import { Problem, type ProblemBody } from './problem.js';
import { UnansweredRequests } from './unanswered.js';

export { Problem, type ProblemBody };

export type Query = Record<string, string | number | boolean | undefined | null>;

export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return call<T>('GET', withQuery(path, query), undefined, signal ? { signal } : {});
}

const unanswered = new UnansweredRequests();

/** Sent once, however often the button is pressed before the answer came; see `UnansweredRequests`. */
export function post<T>(path: string, body: unknown): Promise<T> {
  return unanswered.send(path, body, (key) => call<T>('POST', path, body, { headers: { 'Idempotency-Key': key } }));
}

export function patch<T>(path: string, body: unknown): Promise<T> {
  return call<T>('PATCH', path, body, {});
}

export function put<T>(path: string, body: unknown): Promise<T> {
  return call<T>('PUT', path, body, {});
}

export function del<T>(path: string): Promise<T> {
  return call<T>('DELETE', path, undefined, {});
}

export function withQuery(path: string, query: Query = {}): string {
  const text = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([key, value]) => [key, String(value)]),
  ).toString();
  return text ? `${path}?${text}` : path;
}

const listeners = new Set<() => void>();

/** Told whenever the API says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function call<T>(method: string, url: string, body: unknown, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      credentials: 'same-origin',
      method,
      ...init,
      headers: {
        accept: 'application/json',
        'accept-language': document.documentElement.lang || 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...init.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem({ title: 'Sluice did not answer', status: 0, code: 'network' }, method);
  }
  const text = await response.text();
  const parsed = parse(text);
  if (response.ok) return parsed as T;
  if (response.status === 401 && url.startsWith('/v1/')) for (const listener of listeners) listener();
  throw new Problem(problemOf(parsed, response), method);
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(parsed: unknown, response: Response): ProblemBody {
  const told =
    typeof parsed === 'object' && parsed !== null ? (parsed as Partial<ProblemBody> & { message?: string }) : {};
  const title = told.title ?? told.message ?? (response.statusText || `HTTP ${response.status}`);
  return { ...told, title, status: response.status };
}
