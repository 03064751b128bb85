import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  filePayoutRail,
  paypalRail,
  stripeConnectRail,
  wiseRail,
  type PayoutRail,
} from '@sluice/connectors/rails/index';
import { transactionId } from '@sluice/connectors/rails/wise/rail';
import { projectPayout } from '@sluice/dispatcher/project/payout';
import { attemptKey, fileRails, type PayoutAccount } from '@sluice/domain';
import type { StoredEvent } from '@sluice/store';
import type { ContractServer, ProviderFault, ProviderPayment } from '@sluice/testkit/contract-servers/http';
import { startPaypalServer } from '@sluice/testkit/contract-servers/paypal/server';
import { startStripeServer } from '@sluice/testkit/contract-servers/stripe/server';
import { startWiseServer } from '@sluice/testkit/contract-servers/wise/server';
import { Killed, openBench, type Bench, type Scenario } from './world.js';

/** A provider of its own for each scenario: what it has on record is what this scenario has caused. */
interface Provider {
  server: ContractServer;
  rail: PayoutRail;
}

const providers: Record<
  string,
  { account: PayoutAccount; start(): Promise<Provider>; keyAtProvider(key: string): string }
> = {
  paypal: {
    account: { rail: 'paypal', receiver: 'kim@mail.example' },
    keyAtProvider: (key) => key,
    start: async () => {
      const server = await startPaypalServer();
      return { server, rail: paypalRail({ clientId: 'client', clientSecret: 'secret', baseUrl: server.url }) };
    },
  },
  wise: {
    account: { rail: 'wise', recipient: '148563324' },
    keyAtProvider: transactionId,
    start: async () => {
      const server = await startWiseServer();
      return { server, rail: wiseRail({ token: 'wise-token', profile: 4711, baseUrl: server.url }) };
    },
  },
  stripe: {
    account: { rail: 'stripe', account: 'acct_1A2b3C4d5E' },
    keyAtProvider: (key) => key,
    start: async () => {
      const server = await startStripeServer();
      return { server, rail: stripeConnectRail({ secretKey: 'sk_test_1', baseUrl: server.url }) };
    },
  },
};

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
}, 60_000);
afterAll(() => bench.close());

const tries = 8;

/** Tries the step until it comes through, as Temporal would; answers the last error's code where it needs a person. */
async function untilDone(
  scenario: Scenario,
  strike: (name: string) => void = () => undefined,
): Promise<string | undefined> {
  for (let left = tries; left > 0; left -= 1) {
    try {
      await scenario.run(strike);
      if (['paid', 'failed', 'returned', 'cancelled'].includes((await scenario.read()).state)) return undefined;
    } catch (error) {
      if (error instanceof Killed) continue;
      if ((error as { code?: unknown }).code === 'key_expired') return 'key_expired';
    }
  }
  return 'not_done';
}

/** Kills at the n-th pass of a place, once. */
function killAt(place: string, pass = 1): { strike: (name: string) => void; hit(): boolean } {
  let passes = 0;
  let isHit = false;
  return {
    strike: (name) => {
      if (isHit || name !== place || (passes += 1) < pass) return;
      isHit = true;
      throw new Killed(name);
    },
    hit: () => isHit,
  };
}

/** Every place that a payout passes on its way over a rail, each once; found by passing them. */
async function placesOf(name: string, faults: ProviderFault[]): Promise<string[]> {
  const { account, start } = providers[name]!;
  const { server, rail } = await start();
  server.fail(...faults);
  const scenario = await bench.scenario(`${name}-places-${faults.join()}`, rail, account);
  const places = new Set<string>();
  await untilDone(scenario, (place) => void places.add(place));
  await server.close();
  return [...places];
}

describe.each(Object.keys(providers))('over %s', (name) => {
  const { account, start, keyAtProvider } = providers[name]!;

  async function scenarioOf(of: string, faults: ProviderFault[] = []) {
    const provider = await start();
    provider.server.fail(...faults);
    const scenario = await bench.scenario(`${name}-${of}`, provider.rail, account);
    return { ...provider, scenario };
  }

  /** By the provider's own record. */
  function judge(payments: ProviderPayment[], scenario: Scenario): void {
    expect(payments.map(({ key, currency }) => [key, currency])).toEqual([
      [keyAtProvider(attemptKey(scenario.payout, 1)), 'USD'],
    ]);
    expect(['123.45', '12345']).toContain(payments[0]!.amount);
  }

  it.each<[string, ProviderFault[]]>([
    ['nothing else happens', []],
    ['the first reply is lost after the payment', ['lose_after']],
    ['the first request is lost', ['lose_before']],
    ['an error is answered after the payment, then the rail is busy', ['500_after', '429']],
  ])(
    'pays once, wherever it is killed, while %s',
    async (told, faults) => {
      const places = await placesOf(name, faults);
      // Both sides of each write and each outside call are among them.
      expect(places).toEqual(
        expect.arrayContaining([
          'batch.sending.before',
          'ledger.send.before',
          'ledger.send.after',
          'payout.attempt.before',
          'payout.attempt.after',
          'rail.send.before',
          'rail.send.after',
          'ledger.paid.before',
          'ledger.paid.after',
          'payout.settled.before',
          'payout.settled.after',
          'batch.sent.before',
          'batch.sent.after',
        ]),
      );
      const wrong = await inTurns(places, async (place) => {
        const { server, scenario } = await scenarioOf(`${told}-${place}`, faults);
        const kill = killAt(place);
        const outcome = await untilDone(scenario, kill.strike);
        // Killed behind the last write the payout is settled already; one more try closes its batch.
        await scenario.run();
        const payments = server.payments();
        await server.close();
        judge(payments, scenario);
        expect(server.violations).toEqual([]);
        const [transit, payable] = [
          await scenario.balance('partner:in_transit'),
          await scenario.balance('partner:payable'),
        ];
        const { state, attempts } = await scenario.read();
        const right =
          kill.hit() &&
          outcome === undefined &&
          state === 'paid' &&
          attempts.length === 1 &&
          transit === 0n &&
          payable === 0n;
        return right
          ? []
          : [`${place}: ${outcome} ${state} ${attempts.length} ${transit} ${payable} hit ${kill.hit()}`];
      });
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  it('pays once when everything is lost again and again', async () => {
    const { server, scenario } = await scenarioOf('storm', [
      'lose_before',
      '500',
      'lose_after',
      '429',
      '500_after',
      'lose_after',
    ]);
    expect(await untilDone(scenario)).toBeUndefined();
    judge(server.payments(), scenario);
    await server.close();
  });

  it('never sends again once the key’s life is over: it is found by its record, or a person is asked', async () => {
    const { server, scenario, rail } = await scenarioOf('expired-after', ['lose_after']);
    await scenario.run().catch(() => undefined);
    server.expireKeys();
    scenario.wait(rail.keyLifeMs / 86_400_000 + 1);
    const outcome = await untilDone(scenario);
    // A transfer that Wise has made and not funded has paid nobody.
    const paid = server.payments();
    expect(paid.length).toBe(name === 'wise' ? 0 : 1);
    expect([outcome, (await scenario.read()).state]).toEqual(
      name === 'stripe' ? [undefined, 'paid'] : ['key_expired', 'sending'],
    );
    await server.close();
  });

  it('parks what was never received when the key’s life is over', async () => {
    const { server, scenario, rail } = await scenarioOf('expired-before', ['lose_before']);
    await scenario.run().catch(() => undefined);
    server.expireKeys();
    scenario.wait(rail.keyLifeMs / 86_400_000 + 1);
    expect(await untilDone(scenario)).toBe('key_expired');
    expect(server.payments()).toEqual([]);
    expect(await scenario.balance('partner:in_transit')).toBe(12_345n);
    await server.close();
  });

  it('owes the partner again, once, when the payment comes back, however often and in whichever order it is told', async () => {
    const { server, scenario } = await scenarioOf('returned');
    expect(await untilDone(scenario)).toBeUndefined();
    const [payment] = server.payments();
    server.settle(payment!.id, 'returned');
    const key = attemptKey(scenario.payout, 1);
    const told =
      name === 'wise' ? { rail: name, railReference: payment!.id } : { rail: name, key, railReference: payment!.id };
    const own = name === 'stripe' ? 'stripe-connect' : name;
    const tell = (type: string, source = own) =>
      projectPayout({ store: bench.store, now: () => new Date(), failpoint: () => undefined, hash: (text) => text }, {
        programme: 'demo',
        source,
        type,
        data: told,
      } as unknown as StoredEvent);
    // Another provider's word about this payment is worth nothing, nor is that of whoever has an API key.
    for (const stranger of ['sandbox-rail', 'api', 'internal', 'constructor']) await tell('payout.returned', stranger);
    expect((await scenario.read()).state).toBe('paid');
    for (const type of ['payout.returned', 'payout.paid', 'payout.returned', 'payout.failed']) await tell(type);
    expect((await scenario.read()).state).toBe('returned');
    expect(await scenario.balance('partner:payable')).toBe(12_345n);
    await scenario.run();
    expect(server.payments()).toHaveLength(1);
    await server.close();
  });
});

describe('over rails of files', () => {
  it.each(fileRails)('%s: waits for its file once, wherever it is killed', async (name) => {
    const account: PayoutAccount = { rail: 'manual' };
    const rail = filePayoutRail(name);
    const walked = new Set<string>();
    const first = await bench.scenario(`${name}-places`, rail, account);
    await first.run((place) => void walked.add(place));
    expect([...walked]).toContain('rail.send.after');
    const wrong = await inTurns([...walked], async (place) => {
      const scenario = await bench.scenario(`${name}-${place}`, rail, account);
      const kill = killAt(place);
      await scenario.run(kill.strike).catch(() => undefined);
      await scenario.run();
      await scenario.run();
      const { state, attempts } = await scenario.read();
      const [attempt] = attempts;
      const right = kill.hit() && state === 'sent' && attempts.length === 1 && attempt?.outcome === 'accepted';
      return right ? [] : [`${place}: ${state} ${JSON.stringify(attempts)}`];
    });
    expect(wrong).toEqual([]);
  });
});

/** Some at a time: each scenario is small, and the store is shared. */
async function inTurns<T>(list: readonly T[], one: (item: T) => Promise<string[]>): Promise<string[]> {
  const results: string[] = [];
  for (let from = 0; from < list.length; from += 6)
    results.push(...(await Promise.all(list.slice(from, from + 6).map(one))).flat());
  return results;
}
