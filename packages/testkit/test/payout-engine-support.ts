import { randomUUID } from 'node:crypto';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { filePayoutRail, type PayoutRail } from '@sluice/connectors/rails/index';
import { derivedId, type BatchId, type JsonObject, type PartnerId, type Programme } from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { openStore, type Store } from '@sluice/store';
import { storePayable } from '../src/bench/payable.js';
import { approveBatch, payoutStep } from '../src/harness/payout-step.js';

type Activity = { run: (deps: ActivityDeps, ctx: EffectContext) => Promise<EffectResult> };

/** A rail that pays at once and counts what it is asked. */
interface CountingRail extends PayoutRail {
  sent: string[];
  found: string[];
}

/** Programmes with payable partners, and the steps of a batch over them, with failpoints that tests set. */
export interface Engine {
  store: Store;
  deps: ActivityDeps;
  rail: CountingRail;
  file: CountingRail;
  /** What happens at each named place. */
  strike: { at: (name: string) => void };
  programme(partners: number, change?: (programme: Programme) => Programme): Promise<{ key: string; ids: PartnerId[] }>;
  step(activity: Activity, key: string, batch: BatchId, config?: JsonObject): Promise<EffectResult>;
  approve(key: string, batch: BatchId): Promise<string>;
  close(): Promise<void>;
}

export async function startEngine(): Promise<Engine> {
  const uri = process.env['SLUICE_TEST_MONGODB_URI']!;
  const store = await openStore({ uri, database: `engine_${randomUUID().slice(0, 8)}` });
  let clock = Date.parse('2026-11-02T09:00:00Z');
  const strike: Engine['strike'] = { at: () => undefined };
  const rail = counting({
    key: 'sandbox',
    keyLifeMs: 86_400_000,
    send: async ({ key }) => ({ outcome: 'paid', railReference: `r-${key}` }),
    find: async () => 'not_found',
  });
  const file = counting(filePayoutRail('sepa'));
  const deps: ActivityDeps = {
    store,
    rails: new Map([rail, file].map((one) => [one.key, one])),
    mailer: { key: 'none', send: () => Promise.reject(new Error('Nothing is mailed here.')) },
    mailFrom: 'Test <test@example.com>',
    baseUrl: 'http://localhost',
    now: () => new Date((clock += 1_000)),
    failpoint: (name) => strike.at(name),
    openAccount: (account) => account,
    heartbeat: () => undefined,
  };
  return {
    store,
    deps,
    rail,
    file,
    strike,
    async programme(partners, change = (one) => one) {
      const key = `engine-${randomUUID().slice(0, 8)}`;
      const programme = change({ ...demoProgramme, key });
      await store.programmes.insertOrRead(programme);
      await storePayable(store, programme, partners);
      return { key, ids: Array.from({ length: partners }, (_, index) => derivedId('partner', key, String(index))) };
    },
    step: (activity, key, batch, config = {}) => activity.run(deps, payoutStep(key, batch, 'step', config)),
    approve: (key, batch) => approveBatch(store, key, batch),
    close: () => store.close(),
  };
}

function counting(rail: PayoutRail): CountingRail {
  const sent: string[] = [];
  const found: string[] = [];
  return {
    ...rail,
    sent,
    found,
    send: (input) => (sent.push(input.key), rail.send(input)),
    find: (key) => (found.push(key), rail.find(key)),
  };
}
