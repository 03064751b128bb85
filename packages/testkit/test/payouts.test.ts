import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { rails } from '@sluice/connectors/rails/index';
import { derivedId, type BatchId, type JsonObject, type PartnerId, type Programme } from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { activity as issueStatements } from '@sluice/nodes/issue_statements/activity';
import { activity as openBatch } from '@sluice/nodes/open_batch/activity';
import { activity as sendPayouts } from '@sluice/nodes/send_payouts/activity';
import { openStore, verify, type Store } from '@sluice/store';
import { settlePayout } from '@sluice/store/operations/index';
import { storePayable } from '../src/bench/payable.js';
import { approveBatch, payoutStep } from '../src/harness/payout-step.js';
import { startSandboxRail, type SandboxRailServer } from '../src/sandbox-rail/server.js';

const key = 'settled';
const programme: Programme = {
  ...demoProgramme,
  key,
  settings: {
    ...demoProgramme.settings,
    minimumPayout: { USD: '5000' },
    feesBorneBy: 'partner',
    payouts: { calendar: 'on_demand', feesByRail: { sandbox: { flat: { USD: '250' } } } },
  },
};
const directory = mkdtempSync(join(tmpdir(), 'sluice-payouts-'));
const names = ['euro', 'yen', 'pound', 'moves', 'plain'] as const;
const id = (name: (typeof names)[number]): PartnerId => derivedId('partner', key, String(names.indexOf(name)));
let store: Store;
let rail: SandboxRailServer;
let deps: ActivityDeps;
let clock = Date.parse('2026-11-02T09:00:00Z');

beforeAll(async () => {
  store = await openStore({
    uri: process.env['SLUICE_TEST_MONGODB_URI']!,
    database: `settled_${randomUUID().slice(0, 8)}`,
  });
  await store.programmes.insertOrRead(programme);
  await storePayable(store, programme, names.length);
  const paidIn = { euro: 'EUR', yen: 'JPY', pound: 'GBP', moves: 'USD', plain: 'USD' };
  for (const name of names)
    await store.partners.change(key, id(name), ({ payout }) =>
      payout ? { set: { payout: { ...payout, currency: paidIn[name] } } } : null,
    );
  const by = { id: 'test' };
  for (const [to, rate] of [
    ['EUR', '0.9216'],
    ['JPY', '154.37'],
  ] as const)
    await store.fxRates.insertOrRead(
      key,
      { from: 'USD', to, rate, source: 'test', date: '2026-11-01' },
      by,
      new Date(),
    );
  rail = await startSandboxRail({ directory, settleMs: 0 });
  deps = {
    store,
    rails: rails({ sandboxUrl: rail.url }),
    mailer: { key: 'none', send: () => Promise.reject(new Error('A batch sends no mail by itself.')) },
    mailFrom: 'Test <test@example.com>',
    baseUrl: 'http://localhost',
    now: () => new Date((clock += 1_000)),
    failpoint: () => undefined,
    openAccount: (account) => account,
    heartbeat: () => undefined,
  };
});
afterAll(async () => {
  await rail.close();
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const railRecords = () => [...rail.record.payouts.values()];
const problems = async () =>
  // The commissions were written without the rule that decided them.
  (await verify(store, { programme: key, railRecords: railRecords() })).filter(({ code }) => code !== 'rule_missing');

describe('payouts in several currencies, with a fee', () => {
  const batch = derivedId('batch', key, 'first');

  it('plans them at the rate of the day, and leaves out whom it has no rate for', async () => {
    expect((await run(openBatch, batch, 'open')).port).toBe('opened');
    const { data: leftOut } = await store.batchLeftOuts.list(key, batch);
    expect(leftOut.map(({ partner, reason }) => [partner, reason.code])).toEqual([[id('pound'), 'left_out.no_rate']]);
    const payouts = await store.payouts.ofBatch(key, batch);
    expect(payouts).toHaveLength(4);
    for (const { amount, settlement } of payouts) expect(settlement?.net.amount).toBe(amount.amount - 250n);
    expect(payouts.find(({ partner }) => partner === id('yen'))?.settlement).toMatchObject({
      pay: { currency: 'JPY' },
      conversion: { rate: '154.37', date: '2026-11-01' },
    });
  });

  it('edge case: bank details changed before sending: nothing goes to either account', async () => {
    await store.partners.change(key, id('moves'), ({ payout }) =>
      payout
        ? { set: { payout: { ...payout, account: 'account-new', accountHash: 'hash-new', changedAt: deps.now() } } }
        : null,
    );
    expect((await run(sendPayouts, batch, 'send', { batch, approval: await approve(batch) })).port).toBe('sent');
    expect(
      railRecords()
        .map(({ account }) => account.id)
        .sort(),
    ).toEqual(['account-0', 'account-1', 'account-4']);
    const moves = (await store.payouts.ofBatch(key, batch)).find(({ partner }) => partner === id('moves'));
    expect(moves?.state).toBe('cancelled');
    const { data: leftOut } = await store.batchLeftOuts.list(key, batch);
    expect(leftOut.map(({ reason }) => reason.code)).toContain('left_out.details_changed');
    expect((await store.ledger.head(key, id('moves')))?.balancesAfter['partner:payable|USD']).toBe(
      moves?.amount.amount,
    );
  });

  it('tells the rail what the settlement says; the ledger, the rail and the statements agree', async () => {
    for (const payout of (await store.payouts.ofBatch(key, batch)).filter(({ state }) => state === 'paid')) {
      const record = railRecords().find((one) => one.payout === payout.id);
      expect(record?.amount).toEqual({
        amount: String(payout.settlement?.pay.amount),
        currency: payout.settlement?.pay.currency,
      });
    }
    expect((await run(issueStatements, batch, 'state', { batch })).output).toMatchObject({ statements: 3 });
    expect(await problems()).toEqual([]);
  });

  it('a payout that comes back is undone at the same rate, and sent again by one that names it', async () => {
    const paid = (await store.payouts.ofBatch(key, batch)).find(({ partner }) => partner === id('euro'))!;
    const [attempt] = paid.attempts;
    const record = rail.record.payouts.get(attempt!.key)!;
    await rail.record.append({ kind: 'state', key: record.key, state: 'returned', at: new Date().toISOString() });
    await settlePayout(store, key, paid.id, {
      attempt: attempt!.key,
      outcome: 'returned',
      at: new Date('2026-11-02T08:30:00Z'),
      actor: 'test',
    });
    const head = await store.ledger.head(key, id('euro'));
    const left = Object.entries(head!.balancesAfter).filter(([, amount]) => amount !== 0n);
    expect(left.map(([account]) => account).sort()).toEqual(['expense:commission|USD', 'partner:payable|USD']);
    const again = derivedId('batch', key, 'again');
    expect((await run(openBatch, again, 'open', { resends: paid.id })).port).toBe('opened');
    const [resent, ...others] = await store.payouts.ofBatch(key, again);
    expect(others).toEqual([]);
    expect(resent).toMatchObject({ resends: paid.id, partner: id('euro') });
    expect((await run(sendPayouts, again, 'send', { batch: again, approval: await approve(again) })).port).toBe('sent');
    expect((await store.payouts.need(key, resent!.id)).attempts.map((one) => one.key)).toEqual([`${resent!.id}/2`]);
    expect(await problems()).toEqual([]);
  });

  it('two batches at once for one payable: it is in one of them', async () => {
    const both = ['left', 'right'].map((name) => derivedId('batch', key, name));
    await Promise.all(both.map((one) => run(openBatch, one, 'open')));
    const payouts = (await Promise.all(both.map((one) => store.payouts.ofBatch(key, one)))).flat();
    expect(payouts.filter(({ state }) => state !== 'cancelled').map(({ partner }) => partner)).toEqual([id('moves')]);
    expect(await problems()).toEqual([]);
  });
});

function run(
  activity: { run: (deps: ActivityDeps, ctx: EffectContext) => Promise<EffectResult> },
  batch: BatchId,
  node: string,
  config: JsonObject = {},
): Promise<EffectResult> {
  return activity.run(deps, payoutStep(key, batch, node, config));
}

function approve(batch: BatchId): Promise<string> {
  return approveBatch(store, key, batch, new Date('2026-11-02T08:30:00Z'));
}
