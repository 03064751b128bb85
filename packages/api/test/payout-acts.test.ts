import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  decideEarn,
  decideRelease,
  decideReserve,
  decideSend,
  derivedId,
  itemsHash,
  type BatchId,
  type Commission,
  type CommissionId,
  type PartnerId,
  type PayoutId,
} from '@sluice/domain';
import type { BatchDetail, MyBalance, PayoutMethodDto, Problem, ProgrammeDto } from '@sluice/contracts';
import { secrets, startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let finance: Credential;
let manager: Credential;

beforeAll(async () => {
  api = await startApi();
  finance = await api.user(['finance']);
  manager = await api.user(['manager']);
});
afterAll(() => api.close());

const usd = (amount: bigint) => ({ amount, currency: 'USD' });
const key = () => ({ 'Idempotency-Key': randomUUID() });
const post = (path: string, body: unknown, as: Credential, headers: Record<string, string> = key()) =>
  api.call('POST', path, { as, body, headers });

/** A batch that waits for its approval, with one reserved payout of each partner. */
async function batchOf(name: string, partners: readonly PartnerId[]): Promise<{ batch: BatchId; payouts: PayoutId[] }> {
  const { store } = api;
  const batch = derivedId('batch', 'demo', name);
  const payouts: PayoutId[] = [];
  const at = new Date('2026-11-02T09:00:00Z');
  await store.batches.insertOrRead({
    id: batch,
    programme: 'demo',
    name: `B-${name}`,
    currency: 'USD',
    cutoff: at,
    state: 'draft',
    maker: 'usr_maker',
    total: usd(0n),
    payouts: 0,
    itemsHash: '',
    revision: 0,
    approvals: [],
    approversNeeded: 1,
    leftOut: [],
    createdAt: at,
  });
  for (const partner of partners) {
    const id = derivedId('payout', 'demo', name, partner);
    const commission = `com_${name}${partner.slice(4)}` as CommissionId;
    const act = { programme: 'demo', partner, at, actor: 'test' };
    const earned = {
      id: commission,
      amount: usd(9_000n),
      base: usd(90_000n),
      terms: { type: 'percent', rate: '10' },
      occurredAt: at,
    };
    const options = { commissions: [commission] };
    await store.ledger.post('demo', partner, options, (head, positions) =>
      decideEarn(head, positions, { ...act, commission: earned as Commission, holds: [], timeZone: 'UTC' }),
    );
    await store.ledger.post('demo', partner, options, (head, positions) =>
      decideRelease(head, positions, { ...act, commission }),
    );
    await store.ledger.post('demo', partner, options, (head, positions) =>
      decideReserve(head, positions, { ...act, payout: id, batch, currency: 'USD', items: [commission] }),
    );
    await store.payouts.insertOrRead({
      id,
      programme: 'demo',
      batch,
      partner,
      currency: 'USD',
      amount: usd(9_000n),
      items: [{ commission, amount: usd(9_000n) }],
      rail: 'sandbox',
      payee: { account: 'sealed:old', accountHash: 'hash:old', holder: 'x' },
      state: 'awaiting_approval',
      attempts: [],
      createdAt: at,
    });
    payouts.push(id);
  }
  const all = await store.payouts.ofBatch('demo', batch);
  await store.batches.change('demo', batch, () => ({
    set: {
      state: 'approved',
      itemsHash: itemsHash(all),
      total: usd(9_000n * BigInt(all.length)),
      payouts: all.length,
      approvals: [{ by: 'usr_a', name: 'A', at, itemsHash: itemsHash(all) }],
    },
  }));
  return { batch, payouts };
}

async function payable(partner: PartnerId): Promise<bigint> {
  return (await api.store.ledger.head('demo', partner))?.balancesAfter['partner:payable|USD'] ?? 0n;
}

describe('taking a batch back', () => {
  it('gives the money back, stops nothing twice, and is told to whoever looks', async () => {
    const partners = [await api.partner('Cancel One'), await api.partner('Cancel Two')];
    const { batch } = await batchOf('cancel', partners);
    const headers = key();
    const answer = await post(`/v1/payout-batches/${batch}/cancel`, { reason: 'Wrong month' }, finance, headers);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ state: 'cancelled', progress: { cancelled: 2 } });
    expect(await Promise.all(partners.map(payable))).toEqual([9_000n, 9_000n]);
    expect((await post(`/v1/payout-batches/${batch}/cancel`, { reason: 'Again' }, finance)).status).toBe(200);
    const heads = await Promise.all(partners.map((one) => api.store.ledger.head('demo', one)));
    expect(heads.map((head) => head?.seq)).toEqual([4, 4]);
  });

  it('is for finance, and not for a batch that is being sent', async () => {
    const { batch } = await batchOf('sending', [await api.partner('Sending One')]);
    expect((await post(`/v1/payout-batches/${batch}/cancel`, { reason: 'x' }, manager)).status).toBe(403);
    const { itemsHash: hash } = await api.store.batches.need('demo', batch);
    await api.store.batches.startSending('demo', batch, hash);
    const refused = await post(`/v1/payout-batches/${batch}/cancel`, { reason: 'x' }, finance);
    expect(refused.status).toBe(409);
    expect((await api.store.batches.need('demo', batch)).state).toBe('sending');
  });

  it('races with sending, and exactly one of the two wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const partner = await api.partner(`Race ${round}`);
      const { batch, payouts } = await batchOf(`race${round}`, [partner]);
      const { itemsHash: hash } = await api.store.batches.need('demo', batch);
      const [sent, cancelled] = await Promise.all([
        api.store.batches.startSending('demo', batch, hash).then(
          () => true,
          () => false,
        ),
        post(`/v1/payout-batches/${batch}/cancel`, { reason: 'Race' }, finance).then(({ status }) => status === 200),
      ]);
      expect([sent, cancelled].filter(Boolean)).toHaveLength(1);
      expect((await api.store.payouts.need('demo', payouts[0]!)).state).toBe(
        cancelled ? 'cancelled' : 'awaiting_approval',
      );
      expect(await payable(partner)).toBe(cancelled ? 9_000n : 0n);
    }
  });

  it('takes one payout out: the others stay, the approval is void', async () => {
    const [kept, out] = [await api.partner('Kept'), await api.partner('Taken Out')];
    const { batch, payouts } = await batchOf('one', [kept, out]);
    const detail = (await (
      await post(`/v1/payouts/${payouts[1]}/cancel`, { reason: 'Asked to wait' }, finance)
    ).json()) as BatchDetail;
    expect(detail).toMatchObject({ state: 'awaiting_approval', approvals: [], payouts: 1, total: { amount: '9000' } });
    expect(detail).toMatchObject({ leftOutCount: 1, leftOut: [{ code: 'left_out.cancelled_by' }] });
    const asked = `/v1/payout-batches/${batch}/left-out`;
    const mine = await api.user(['partner'], { partner: out });
    expect((await api.call('GET', asked, { as: mine })).status).toBe(403);
    const { leftOut } = await api.store.batches.need('demo', batch);
    expect(leftOut).toEqual([]);
    // A batch of before keeps its own inside: they are told first, and counted.
    const before = { partner: kept, amount: usd(100n), reason: { code: 'left_out.no_account', params: {} } };
    await api.store.batches.change('demo', batch, () => ({ set: { leftOut: [before] } }));
    expect(await (await api.call('GET', asked, { as: finance })).json()).toMatchObject({
      data: [
        { partner: { id: kept }, code: 'left_out.no_account' },
        { partner: { id: out, name: 'Taken Out' }, code: 'left_out.cancelled_by' },
      ],
      nextCursor: null,
    });
    expect([await payable(kept), await payable(out)]).toEqual([0n, 9_000n]);
    expect((await api.store.batches.need('demo', batch)).revision).toBe(1);
  });

  it('is refused by the ledger for a payout that has gone out', async () => {
    const partner = await api.partner('Gone Out');
    const { batch, payouts } = await batchOf('gone', [partner]);
    const payout = await api.store.payouts.need('demo', payouts[0]!);
    await api.store.ledger.post(
      'demo',
      partner,
      { commissions: payout.items.map((item) => item.commission) },
      (head, positions) =>
        decideSend(head, positions, {
          programme: 'demo',
          partner,
          at: new Date(),
          actor: 'test',
          payout: payout.id,
          batch,
          items: payout.items,
        }),
    );
    const refused = await post(`/v1/payouts/${payout.id}/cancel`, { reason: 'Too late' }, finance);
    expect(refused.status).toBe(409);
    expect(((await refused.json()) as Problem).detail).toContain('gone out');
  });

  it('sends again only what was refused or came back', async () => {
    const { payouts } = await batchOf('resend', [await api.partner('Resend')]);
    expect((await post(`/v1/payouts/${payouts[0]}/resend`, undefined, finance)).status).toBe(409);
  });
});

describe('bank details', () => {
  const iban = {
    rail: 'sepa',
    iban: 'DE89 3704 0044 0532 0130 00',
    holder: 'Nora Hafen',
    town: 'Hamburg',
    country: 'DE',
  };

  async function tokenTo(partner: PartnerId): Promise<string> {
    // What leaves with the change is passed on by the dispatcher; here it is read where it waits.
    const { relayOnce } = await import('@sluice/store');
    await relayOnce(api.store);
    const mails = await api.store.messages.list('demo', { partner });
    const mail = mails.data.find(({ template, state }) => template === 'bank-details-confirm' && state === 'due');
    const url = secrets.openAccount((mail?.vars['url'] as { sealed: string }).sealed);
    expect(JSON.stringify(mail?.vars)).not.toContain('DE89370400440532013000');
    await api.store.messages.suppress('demo', mail!.id, { code: 'test', message: 'read' });
    return url.split('#')[1]!;
  }

  it('are confirmed by the link to the address of before, cool down, and are never shown', async () => {
    const partner = await api.partner('Nora Hafen');
    const mine = await api.user(['partner'], { partner });
    const asked = await post(`/v1/partners/${partner}/payout-method`, { currency: 'USD', account: iban }, mine);
    expect(asked.status).toBe(202);
    const waiting = (await asked.json()) as PayoutMethodDto;
    expect(waiting).toMatchObject({ waiting: { rail: 'sepa', account: 'DE89 •••• 3000' } });
    expect(waiting.method).toMatchObject({ rail: 'sandbox' });
    const token = await tokenTo(partner);
    expect((await api.store.partners.need('demo', partner)).payout?.rail).toBe('sandbox');
    expect((await api.call('POST', '/v1/payout-method-confirmations', { body: { token: `${token}x` } })).status).toBe(
      404,
    );
    const both = await Promise.all(
      [1, 2].map(() => api.call('POST', '/v1/payout-method-confirmations', { body: { token } })),
    );
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const stored = (await api.store.partners.need('demo', partner)).payout;
    expect(stored).toMatchObject({ rail: 'sepa', currency: 'USD' });
    expect(stored?.account.startsWith('sealed:')).toBe(true);
    const shown = (await (
      await api.call('GET', `/v1/partners/${partner}/payout-method`, { as: mine })
    ).json()) as PayoutMethodDto;
    expect(shown).toMatchObject({ method: { account: 'DE89 •••• 3000' } });
    const audit = await api.store.audit.list('demo', { limit: 50 });
    expect(JSON.stringify(audit.data)).not.toContain('DE89370400440532013000');
  });

  it('edge case: bank details changed before sending', async () => {
    const partner = await api.partner('Changes Bank');
    const { batch, payouts } = await batchOf('changed', [partner, await api.partner('Stays')]);
    await api.store.partners.change('demo', partner, () => ({
      set: {
        payout: {
          rail: 'sandbox',
          currency: 'USD',
          account: 'sealed:old',
          accountHash: 'hash:old',
          changedAt: new Date(0),
        },
      },
    }));
    await post(`/v1/partners/${partner}/payout-method`, { currency: 'USD', account: iban }, manager);
    expect((await api.store.payouts.need('demo', payouts[0]!)).state).toBe('awaiting_approval');
    await api.call('POST', '/v1/payout-method-confirmations', { body: { token: await tokenTo(partner) } });
    expect((await api.store.payouts.need('demo', payouts[0]!)).state).toBe('cancelled');
    expect(await payable(partner)).toBe(9_000n);
    expect(await api.store.batches.need('demo', batch)).toMatchObject({
      state: 'awaiting_approval',
      approvals: [],
      payouts: 1,
    });
    expect((await api.store.batchLeftOuts.list('demo', batch)).data).toMatchObject([
      { partner, reason: { code: 'left_out.details_changed' } },
    ]);
  });

  it('count by the newest link alone, and not after it has expired', async () => {
    const partner = await api.partner('Twice');
    await post(`/v1/partners/${partner}/payout-method`, { currency: 'USD', account: iban }, manager);
    const first = await tokenTo(partner);
    await post(
      `/v1/partners/${partner}/payout-method`,
      { currency: 'USD', account: { rail: 'paypal', receiver: 'nora@example.com' } },
      manager,
    );
    const second = await tokenTo(partner);
    expect((await api.call('POST', '/v1/payout-method-confirmations', { body: { token: first } })).status).toBe(409);
    const [waiting] = await api.store.payoutMethodChanges.waitingOf('demo', partner);
    await api.store.payoutMethodChanges.collection.change('demo', waiting!.id, () => ({
      set: { expiresAt: new Date(0) },
    }));
    expect((await api.call('POST', '/v1/payout-method-confirmations', { body: { token: second } })).status).toBe(409);
    expect((await api.store.partners.need('demo', partner)).payout?.rail).toBe('sandbox');
  });

  it('that are wrong are told field by field; those of others are not there', async () => {
    const partner = await api.partner('Wrong');
    const other = await api.user(['partner'], { partner: await api.partner('Other') });
    expect((await api.call('GET', `/v1/partners/${partner}/payout-method`, { as: other })).status).toBe(404);
    const wrong = { ...iban, iban: 'DE89 3704 0044 0532 0130 01', town: '' };
    const refused = await post(`/v1/partners/${partner}/payout-method`, { currency: 'XXX', account: wrong }, manager);
    expect(refused.status).toBe(422);
    const { errors } = (await refused.json()) as Problem;
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/currency', '/account/iban', '/account/town']);
    expect(await api.store.payoutMethodChanges.waitingOf('demo', partner)).toEqual([]);
  });
});

describe('the settings of payouts', () => {
  const get = async () =>
    (await (await api.call('GET', '/v1/programmes/demo', { as: finance })).json()) as ProgrammeDto;
  const patch = (body: unknown, as = finance) => api.call('PATCH', '/v1/programmes/demo', { as, body });

  it('are set by finance, audited, and shown to partners as the next day that pays out', async () => {
    const { rev } = await get();
    const payouts = { calendar: 'monthly', payDay: 31, coolingDays: 3 };
    expect((await patch({ rev, settings: { payouts } }, manager)).status).toBe(403);
    const changed = await patch({ rev, settings: { payouts, minimumPayout: { USD: '2500', EUR: '2000' } } });
    expect(changed.status).toBe(200);
    expect((await changed.json()) as ProgrammeDto).toMatchObject({
      settings: { payouts, minimumPayout: { EUR: '2000' } },
    });
    const partner = await api.partner('Sees The Day');
    const mine = await api.user(['partner'], { partner });
    const balance = (await (await api.call('GET', '/v1/me/balance', { as: mine })).json()) as MyBalance;
    expect(balance.nextPayout?.on).toMatch(/^\d{4}-\d\d-(28|29|30|31)$/);
    expect((await patch({ rev, settings: { feesBorneBy: 'partner' } })).status).toBe(409);
    const reset = await patch({ rev: rev + 1, settings: { payouts: null, minimumPayout: { USD: '5000' } } });
    expect(((await reset.json()) as ProgrammeDto).settings.payouts).toBeUndefined();
  });

  it.each([
    [{ payouts: { calendar: 'net' } }, '/settings/payouts/netDays'],
    [{ payouts: { calendar: 'monthly' } }, '/settings/payouts/payDay'],
    [{ payouts: { calendar: 'monthly', payDay: 32 } }, '/settings/payouts/payDay'],
    [{ minimumPayout: { XAU: '1' } }, '/settings/minimumPayout/XAU'],
    [{ minimumPayout: { USD: '-1' } }, '/settings/minimumPayout/USD'],
    [
      { payouts: { calendar: 'on_demand', feesByRail: { sepa: { flat: { XTS: '5' } } } } },
      '/settings/payouts/feesByRail/sepa/flat/XTS',
    ],
  ])('%j is refused at %s', async (settings, pointer) => {
    const { rev } = await get();
    const refused = await patch({ rev, settings });
    expect(refused.status).toBe(422);
    expect(((await refused.json()) as Problem).errors?.map((one) => one.pointer)).toContain(pointer);
    expect((await get()).rev).toBe(rev);
  });
});
