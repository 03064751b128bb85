import type { RateFile } from '@sluice/domain';
import { guardedCall } from '../outbound/call.js';
import { readEcbRates } from './inbound.js';

/** Where the European Central Bank publishes its reference rates, each working day about 16:00 in Frankfurt. */
export const ecbAddresses = {
  daily: 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml',
  /** Of the last ninety days: what a programme begins with, and what fills a gap. */
  history: 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml',
};

export type FetchedRates =
  | ({ ok: true } & RateFile)
  /** `later`: the same call may succeed in an hour. */
  | { ok: false; later: boolean; code: string; message: string };

export interface FetchRatesOptions {
  url: string;
  /** No rate of a later day is believed. */
  today: string;
  timeoutMs?: number;
  allowLoopback?: boolean;
}

/** Fetches a published file of reference rates and reads it; redirects are not followed. */
export async function fetchEcbRates({
  url,
  today,
  timeoutMs = 30_000,
  allowLoopback,
}: FetchRatesOptions): Promise<FetchedRates> {
  const result = await guardedCall({
    url,
    method: 'GET',
    headers: { accept: 'application/xml, text/xml', 'accept-encoding': 'identity', 'user-agent': 'Sluice' },
    timeoutMs,
    maxBytes: 10_000_000,
    ...(allowLoopback && { allowLoopback }),
  });
  if (result.kind !== 'answer')
    return { ok: false, later: result.kind !== 'refused', code: result.code, message: result.message };
  const { status, body, cut } = result;
  if (status !== 200) {
    const message = `The address of the rates answered ${status}.`;
    return { ok: false, later: status === 429 || status >= 500, code: `http_${status}`, message };
  }
  if (cut) return { ok: false, later: false, code: 'too_large', message: 'The file of rates is larger than 10 MB.' };
  const file = readEcbRates(new TextDecoder('utf-8').decode(body), today);
  const problem = file.rates.length === 0 ? file.problems[0] : undefined;
  if (problem) return { ok: false, later: false, code: problem.code, message: problem.message };
  return { ok: true, ...file };
}
