import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountText, attemptKey, derivedId, type PayoutAccount } from '@sluice/domain';
import type { ContractServer, ProviderFault } from '@sluice/testkit/contract-servers/http';
import { startPaypalServer } from '@sluice/testkit/contract-servers/paypal/server';
import { startStripeServer } from '@sluice/testkit/contract-servers/stripe/server';
import { startWiseServer } from '@sluice/testkit/contract-servers/wise/server';
import {
  paypalRail,
  stripeConnectRail,
  wiseRail,
  type PayoutRail,
  type SendInput,
  type SendResult,
} from '../../src/rails/index.js';

const payout = derivedId('payout', 'providers', 'one');
const key = attemptKey(payout, 1);

function input(account: PayoutAccount, amount = '12345', currency = 'USD'): SendInput {
  return {
    key,
    payout,
    amount: { amount, currency },
    account: { id: accountText(account), holder: 'Kim Ito' },
    reference: 'B-2026-11',
  };
}

interface Setting {
  server: ContractServer;
  rail: PayoutRail;
  account: PayoutAccount;
  /** What the provider says of the amount on its record. */
  recorded: string;
}

/** Each provider with its server, and a payment that it takes. */
const providers: Record<string, () => Promise<Setting>> = {
  paypal: async () => {
    const server = await startPaypalServer();
    return {
      server,
      rail: paypalRail({ clientId: 'client', clientSecret: 'secret', baseUrl: server.url, timeoutMs: 2_000 }),
      account: { rail: 'paypal', receiver: 'kim@mail.example' },
      recorded: '123.45',
    };
  },
  wise: async () => {
    const server = await startWiseServer();
    return {
      server,
      rail: wiseRail({ token: 'wise-token', profile: 4711, baseUrl: server.url, timeoutMs: 2_000 }),
      account: { rail: 'wise', recipient: 'kim@mail.example', holder: 'Kim Ito' },
      recorded: '123.45',
    };
  },
  stripe: async () => {
    const server = await startStripeServer();
    return {
      server,
      rail: stripeConnectRail({ secretKey: 'sk_test_1', baseUrl: server.url, timeoutMs: 2_000 }),
      account: { rail: 'stripe', account: 'acct_1A2b3C4d5E' },
      recorded: '12345',
    };
  },
};

describe.each(Object.keys(providers))('%s', (name) => {
  let setting: Setting;
  beforeEach(async () => {
    setting = await providers[name]!();
  });
  afterEach(async () => {
    // Whatever a test did to it: nothing was sent that the provider’s document does not allow.
    expect(setting.server.violations).toEqual([]);
    await setting.server.close();
  });

  /** Sends as the step does: asks where nobody knows, sends again under the same key where the rail knows nothing. */
  async function untilKnown(tries = 4): Promise<Exclude<SendResult, { outcome: 'unknown' }> | SendResult> {
    let result = await setting.rail.send(input(setting.account));
    for (let left = tries; left > 0 && result.outcome === 'unknown'; left -= 1) {
      const found = await setting.rail.find(key, undefined, { at: new Date() });
      if (found === 'not_found') result = await setting.rail.send(input(setting.account));
      else if ('state' in found)
        return { outcome: found.state === 'refused' ? 'accepted' : 'paid', railReference: found.railReference };
    }
    return result;
  }

  it('pays the amount by the currency’s decimals, to the account, under our key', async () => {
    const result = await setting.rail.send(input(setting.account));
    expect(['accepted', 'paid']).toContain(result.outcome);
    const [payment, ...more] = setting.server.payments();
    expect(more).toEqual([]);
    expect(payment).toMatchObject({ amount: setting.recorded, currency: 'USD', state: 'paid' });
    const reference = 'railReference' in result ? result.railReference : undefined;
    expect(await setting.rail.find(key, undefined, { railReference: reference })).toMatchObject({
      state: 'paid',
      railReference: payment!.id,
    });
  });

  it('pays once however often the same key is sent, also at once', async () => {
    const results = await Promise.all([1, 2, 3].map(() => setting.rail.send(input(setting.account))));
    await setting.rail.send(input(setting.account));
    expect(results.filter(({ outcome }) => outcome !== 'accepted' && outcome !== 'paid')).toEqual([]);
    expect(setting.server.payments()).toHaveLength(1);
  });

  it.each<ProviderFault>(['lose_before', 'lose_after', '500', '500_after', '429'])(
    'says unknown at %s, and pays once in the end',
    async (fault) => {
      setting.server.fail(fault);
      const first = await setting.rail.send(input(setting.account));
      expect(first.outcome).toBe('unknown');
      expect(['accepted', 'paid']).toContain((await untilKnown()).outcome);
      expect(setting.server.payments()).toHaveLength(1);
    },
  );

  it('takes another amount under the same key for a question, not for a payment', async () => {
    await setting.rail.send(input(setting.account));
    expect(await setting.rail.send(input(setting.account, '99999'))).toMatchObject({
      outcome: 'unknown',
      code: 'key_conflict',
    });
    expect(setting.server.payments()).toHaveLength(1);
  });

  it('tells that a payment came back', async () => {
    const sent = await setting.rail.send(input(setting.account));
    setting.server.settle(setting.server.payments()[0]!.id, 'returned');
    const railReference = 'railReference' in sent ? sent.railReference : undefined;
    expect(await setting.rail.find(key, undefined, { railReference })).toMatchObject({
      state: 'returned',
      error: { code: expect.any(String) },
    });
  });

  it('refuses by itself what is for another rail, and sends nothing', async () => {
    const result = await setting.rail.send(input({ rail: 'payoneer', payee: 'P-1' }));
    expect(result).toMatchObject({ outcome: 'refused', code: 'account_invalid' });
    expect(setting.server.payments()).toEqual([]);
  });

  it('knows nothing where nobody answers', async () => {
    await setting.server.close();
    expect(await setting.rail.send(input(setting.account))).toMatchObject({
      outcome: 'unknown',
      code: 'connection_failed',
    });
    expect(await setting.rail.find(key, undefined, { railReference: '1' })).toMatchObject({ outcome: 'unknown' });
  });
});

describe('PayPal', () => {
  it('renews a token that is no longer taken, once', async () => {
    const server = await startPaypalServer({ settles: false });
    const rail = paypalRail({ clientId: 'client', clientSecret: 'secret', baseUrl: server.url });
    await rail.send(input({ rail: 'paypal', receiver: 'kim@mail.example' }));
    server.revokeTokens();
    const railReference = server.payments()[0]!.id;
    expect(await rail.find(key, undefined, { railReference })).toMatchObject({ state: 'accepted' });
    const stranger = paypalRail({ clientId: 'client', clientSecret: 'wrong', baseUrl: server.url });
    expect(await stranger.send(input({ rail: 'paypal', receiver: 'kim@mail.example' }))).toMatchObject({
      outcome: 'unknown',
      code: 'unauthorised',
    });
    await server.close();
  });

  it('takes a definite refusal for one, and yen without decimals', async () => {
    const server = await startPaypalServer();
    const rail = paypalRail({ clientId: 'client', clientSecret: 'secret', baseUrl: server.url });
    server.refuse.add('nobody@mail.example');
    expect(await rail.send(input({ rail: 'paypal', receiver: 'nobody@mail.example' }))).toEqual({
      outcome: 'refused',
      code: 'receiver_unregistered',
      message: 'RECEIVER_UNREGISTERED',
    });
    await rail.send(input({ rail: 'paypal', receiver: 'kim@mail.example' }, '500', 'JPY'));
    expect(server.payments().map(({ amount, currency }) => [amount, currency])).toEqual([['500', 'JPY']]);
    await server.close();
  });
});

describe('Wise', () => {
  it('cancels a transfer that it has no money for before it says refused', async () => {
    const server = await startWiseServer();
    const rail = wiseRail({ token: 'wise-token', profile: 4711, baseUrl: server.url });
    server.balance.enough = false;
    const account = { rail: 'wise', recipient: '148563324' } as const;
    expect(await rail.send(input(account))).toMatchObject({
      outcome: 'refused',
      code: 'balance.payment-option-unavailable',
    });
    server.balance.enough = true;
    expect(await rail.send(input(account))).toMatchObject({ outcome: 'refused', code: 'cancelled' });
    expect(server.payments()).toEqual([]);
    await server.close();
  });

  it('refuses a recipient that Wise does not know', async () => {
    const server = await startWiseServer();
    const rail = wiseRail({ token: 'wise-token', profile: 4711, baseUrl: server.url });
    expect(await rail.send(input({ rail: 'wise', recipient: '1' }))).toMatchObject({
      outcome: 'refused',
      code: 'not_found',
    });
    await server.close();
  });
});

describe('Stripe', () => {
  it('takes definite refusals for such', async () => {
    const server = await startStripeServer();
    const rail = stripeConnectRail({ secretKey: 'sk_test_1', baseUrl: server.url });
    expect(await rail.send(input({ rail: 'stripe', account: 'acct_somebody1' }))).toMatchObject({
      outcome: 'refused',
      code: 'resource_missing',
    });
    server.balance.enough = false;
    expect(await rail.send(input({ rail: 'stripe', account: 'acct_1A2b3C4d5E' }))).toMatchObject({
      outcome: 'refused',
      code: 'balance_insufficient',
    });
    expect(
      await stripeConnectRail({ secretKey: 'other', baseUrl: server.url }).send(
        input({ rail: 'stripe', account: 'acct_1A2b3C4d5E' }),
      ),
    ).toMatchObject({
      outcome: 'unknown',
      code: 'unauthorised',
    });
    await server.close();
  });

  /** ISO minor units, currency, Stripe's units; null where Stripe has no unit for it. */
  const amounts: [string, string, string | null][] = [
    ['500', 'JPY', '500'],
    ['5', 'ISK', '500'],
    ['500', 'MGA', '5'],
    ['501', 'MGA', null],
    ['1250', 'KWD', '1250'],
    ['1255', 'KWD', null],
  ];
  it.each(amounts)('%s %s is %s', async (amount, currency, units) => {
    const server = await startStripeServer();
    const rail = stripeConnectRail({ secretKey: 'sk_test_1', baseUrl: server.url });
    const result = await rail.send(input({ rail: 'stripe', account: 'acct_1A2b3C4d5E' }, amount, currency));
    expect(server.payments().map((one) => one.amount)).toEqual(units === null ? [] : [units]);
    expect(result.outcome).toBe(units === null ? 'refused' : 'paid');
    expect(server.violations).toEqual([]);
    await server.close();
  });
});
