import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { judged, median, type Row } from './row.js';

export interface EventsOptions {
  baseUrl: string;
  apiKey: string;
  mongodbUri: string;
  /** Events of each round. */
  events: number;
}

const ROUNDS = 3;
/** Requests under way at once. */
const AT_ONCE = 16;
const BATCH = 100;

/**
 * Events a second through `POST /v1/events` (authenticated, checked, stored with their unique key by majority) beside the same
 * documents put in by mongoose and nothing else, in turns. The dispatcher rests meanwhile, so that only coming in is measured.
 */
export async function eventRows({ baseUrl, apiKey, mongodbUri, events }: EventsOptions): Promise<Row[]> {
  const connection = await mongoose
    .createConnection(mongodbUri, { writeConcern: { w: 'majority', journal: true } })
    .asPromise();
  const schema = new mongoose.Schema({ _id: String, type: String, occurredAt: Date, data: String });
  const Bare = connection.model('bench_events', schema);
  const post = async (body: unknown): Promise<void> => {
    const response = await fetch(`${baseUrl}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    if (response.status !== 202) throw new Error(`POST /v1/events was answered ${response.status}.`);
  };
  const insert = async (): Promise<void> => {
    const { id, type, occurredAt, data } = event();
    await Bare.create({ _id: id, type, occurredAt, data: JSON.stringify(data) });
  };
  const single: number[] = [];
  const batched: number[] = [];
  const bare: number[] = [];
  const lots = events / BATCH;
  try {
    await Promise.all([rate(AT_ONCE * 4, 1, () => post(event())), rate(AT_ONCE * 4, 1, insert)]);
    for (let round = 0; round < ROUNDS; round += 1) {
      single.push(await rate(events, 1, () => post(event())));
      batched.push(await rate(lots, BATCH, () => post(Array.from({ length: BATCH }, event))));
      bare.push(await rate(events, 1, insert));
    }
  } finally {
    await connection.close();
  }
  const row = (name: string, rates: readonly number[]): Row =>
    judged({
      name,
      peer: 'bare mongoose insert',
      ratio: median(rates) / median(bare),
      ours: perSecond(rates),
      theirs: perSecond(bare),
    });
  return [
    row('Events through POST /v1/events, one a request', single),
    row(`Events through POST /v1/events, ${BATCH} a request`, batched),
  ];
}

/** How many a second, each call of `act` doing `size` of them. */
async function rate(calls: number, size: number, act: () => Promise<void>): Promise<number> {
  const began = performance.now();
  let left = calls;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await act();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return (calls * size * 1000) / (performance.now() - began);
}

function event() {
  const id = `bench-${randomUUID()}`;
  return {
    id,
    type: 'click',
    occurredAt: new Date().toISOString(),
    data: { click: { id, link: 'kestrel-reviews' }, context: { ipCountry: 'NL' } },
  };
}

function perSecond(rates: readonly number[]): string {
  return `${Math.round(median(rates))} a second`;
}
