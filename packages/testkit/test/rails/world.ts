import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { demoProgramme } from '@sluice/cli/demo/programme';
import type { PayoutRail } from '@sluice/connectors/rails/index';
import {
  accountText,
  decideEarn,
  decideRelease,
  decideReserve,
  derivedId,
  itemsHash,
  type Commission,
  type JsonObject,
  type PartnerId,
  type Payout,
  type PayoutAccount,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { activity as sendPayouts } from '@sluice/nodes/send_payouts/activity';
import { openStore, type Store } from '@sluice/store';

const programme = demoProgramme.key;
const day = 86_400_000;

/** Thrown where a worker would be killed: nothing behind it happens. */
export class Killed extends Error {}

/** What strikes one scenario, by the name of the place; several scenarios run at once over one store. */
const struck = new AsyncLocalStorage<(name: string) => void>();
const failpoint = (name: string): void => struck.getStore()?.(name);

/** One payout that is approved, and all that a try at sending it needs. */
export interface Scenario {
  payout: Payout['id'];
  partner: PartnerId;
  /** One try of the step; throws as it does, `Killed` where it was struck. */
  run(strike?: (name: string) => void): Promise<void>;
  read(): Promise<Payout>;
  balance(account: string): Promise<bigint>;
  /** Goes on in time. */
  wait(days: number): void;
}

export interface Bench {
  store: Store;
  scenario(name: string, rail: PayoutRail, account: PayoutAccount, amount?: bigint): Promise<Scenario>;
  close(): Promise<void>;
}

/** The real store with failpoints that throw, and approved batches of one payout each. */
export async function openBench(): Promise<Bench> {
  const uri = process.env['SLUICE_TEST_MONGODB_URI'] ?? '';
  const store = await openStore({ uri, database: `rails_${randomBytes(6).toString('hex')}`, failpoint });
  await store.programmes.insertOrRead(demoProgramme);
  return {
    store,
    async scenario(name, rail, account, amount = 12_345n) {
      let now = new Date();
      const ids = await approvedPayout(store, name, rail.key, account, amount, now);
      const deps: ActivityDeps = {
        store,
        rails: new Map([[rail.key, rail]]),
        mailer: { key: 'none', send: () => Promise.reject(new Error('Nothing is mailed here.')) },
        mailFrom: 'Test <test@example.org>',
        baseUrl: 'http://localhost',
        now: () => now,
        failpoint,
        openAccount: (sealed) => sealed.replace('sealed:', ''),
        heartbeat: () => undefined,
      };
      const ctx = contextOf(name, { batch: ids.batch, approval: ids.approval });
      return {
        payout: ids.payout,
        partner: ids.partner,
        run: async (strike = () => undefined) => void (await struck.run(strike, () => sendPayouts.run(deps, ctx))),
        read: () => store.payouts.need(programme, ids.payout),
        balance: async (of) => (await store.ledger.head(programme, ids.partner))?.balancesAfter[`${of}|USD`] ?? 0n,
        wait: (days) => {
          now = new Date(now.getTime() + days * day);
        },
      };
    },
    async close() {
      await store.native().dropDatabase();
      await store.close();
    },
  };
}

async function approvedPayout(
  store: Store,
  name: string,
  rail: string,
  account: PayoutAccount,
  amount: bigint,
  at: Date,
) {
  const partner = derivedId('partner', 'rails', name);
  const batch = derivedId('batch', 'rails', name);
  const payout = derivedId('payout', 'rails', name);
  const commission = derivedId('commission', 'rails', name);
  const usd = { amount, currency: 'USD' };
  const sealed = `sealed:${accountText(account)}`;
  const method = {
    rail,
    currency: 'USD',
    account: sealed,
    accountHash: name,
    changedAt: new Date(at.getTime() - 90 * day),
  };
  await store.partners.insertOrRead({
    id: partner,
    programme,
    name,
    email: `${partner}@example.org`,
    type: 'creator',
    status: 'active',
    tier: 'bronze',
    tierSince: at,
    language: 'en',
    timeZone: 'UTC',
    payout: method,
    tags: [],
    custom: {},
    createdAt: at,
  });
  const act = { programme, partner, at, actor: 'test' };
  const earned = { id: commission, amount: usd, base: usd, terms: { type: 'flat', amount: '1' }, occurredAt: at };
  const only = { commissions: [commission] };
  await store.ledger.post(programme, partner, only, (head, positions) =>
    decideEarn(head, positions, { ...act, commission: earned as unknown as Commission, holds: [], timeZone: 'UTC' }),
  );
  await store.ledger.post(programme, partner, only, (head, positions) =>
    decideRelease(head, positions, { ...act, commission }),
  );
  await store.ledger.post(programme, partner, only, (head, positions) =>
    decideReserve(head, positions, { ...act, payout, batch, currency: 'USD', items: [commission] }),
  );
  await store.payouts.insertOrRead({
    id: payout,
    programme,
    batch,
    partner,
    currency: 'USD',
    amount: usd,
    items: [{ commission, amount: usd }],
    rail,
    payee: { account: sealed, accountHash: name, holder: name },
    state: 'awaiting_approval',
    attempts: [],
    createdAt: at,
  });
  const hash = itemsHash(await store.payouts.ofBatch(programme, batch));
  await store.batches.insertOrRead({
    id: batch,
    programme,
    name: `B-${name}`,
    currency: 'USD',
    cutoff: at,
    state: 'awaiting_approval',
    maker: 'maker',
    total: usd,
    payouts: 1,
    itemsHash: hash,
    revision: 0,
    approvals: [],
    approversNeeded: 1,
    leftOut: [],
    createdAt: at,
  });
  const approval = derivedId('approval', batch);
  await store.approvals.insertOrRead({
    id: approval,
    programme,
    kind: 'batch',
    title: name,
    subject: { kind: 'batch', id: batch },
    subjectHash: hash,
    evidence: {},
    role: 'finance',
    needed: 1,
    makers: ['maker'],
    state: 'approved',
    decisions: ['a', 'b'].map((by) => ({ id: by, by, name: by, at, outcome: 'approve' as const })),
    createdAt: at,
  });
  return { partner, batch, payout, approval };
}

function contextOf(name: string, config: JsonObject): EffectContext {
  return {
    key: `run_1/${name}/1/0/1`,
    run: `run_${name}`,
    programme,
    flow: { key: 'payout-batch', version: 1, hash: 'h' },
    node: name,
    type: 'send_payouts',
    visit: 1,
    generation: 1,
    item: 0,
    stage: 'enter',
    config,
    vars: {},
    subject: { kind: 'batch', id: String(config['batch']) },
    makers: ['maker'],
    rules: {},
    templates: {},
  };
}
