import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type JsonObject, type PartnerId } from '@sluice/domain';
import type { MyTaxForms, TaxFormDto } from '@sluice/contracts';
import { askForTaxForms, chaseTaxForms, payeeStandings } from '@sluice/store/operations/index';
import {
  approvalOf,
  batchIn,
  commissionIn,
  credited,
  decide,
  deliver,
  openBatch,
  paidEvents,
  people,
} from '../src/harness/steps.js';
import { startSystem, type System } from '../src/harness/system.js';
import { until } from '../src/harness/until.js';

/** From "there is no form" to the payout with tax kept back, and until the form ends: real servers, the shipped flow with seconds for days. */
const programme = 'demo';
const day = 86_400_000;
const kestrel: PartnerId = derivedId('partner', programme, 'demo', 'kestrel-reviews');
const login = 'pay@kestrel-reviews.example';
const reason = 'The street is missing its number.';
const w8ben = {
  form: 'w8ben',
  values: {
    name: 'Kim Kestrel',
    citizenship: 'DE',
    birth: '1990-02-28',
    street: 'Torstraße',
    town: 'Berlin',
    postcode: '10119',
    country: 'DE',
    foreignTin: '12345678901',
  },
  signedAs: 'Kim Kestrel',
  capacity: 'myself',
  certified: true,
};

let system: System;
beforeAll(async () => {
  const flows = ['clawback', 'lead-intake', 'order-to-payable', 'payout-batch', 'tax-form-chase'];
  system = await startSystem({ name: 'taxes', flows });
  await parameters('tax-form-chase', { remind_after: 'PT3S' });
  await system.store.partners.change(programme, kestrel, () => ({ set: { timeZone: zoneByDay(), country: 'DE' } }));
  const settings = { tax: { formRequired: true, usSource: true }, sanctions: null, vat: null };
  expect((await system.api.call('PUT', '/v1/tax-settings', { as: people.priya, body: settings })).status).toBe(200);
}, 300_000);
afterAll(() => system?.stop(), 60_000);

describe('a partner without a tax form', () => {
  it('is left out, asked in the portal, mailed and reminded at the flow’s intervals', async () => {
    await deliver(
      system,
      paidEvents(credited(system, 'kestrel-reviews', { name: 'tax', amount: 119_000, tax: 19_000 })),
    );
    await commissionIn(system, 'tax', 'payable', 60_000);
    expect(await leftOut()).toEqual({ state: 'missing' });
    expect(await askForTaxForms(system.store, programme, new Date())).toBe(1);
    await mails('tax-form', 2);
    expect(await askForTaxForms(system.store, programme, new Date())).toBe(0);
    const { body } = await system.api.call<{ data: { document: string; state: string }[] }>(
      'GET',
      '/v1/document-requests',
      {
        as: login,
      },
    );
    expect(body.data.map(({ document, state }) => [document, state])).toEqual([['tax_form', 'open']]);
  }, 120_000);

  it('hands one in, which ends the reminders; it is rejected, and the partner is told why and what to do', async () => {
    const given = await post<TaxFormDto>('/v1/me/tax-forms', w8ben, login);
    await until('the chase to end', async () => (await chases()).join() === 'received');
    expect(await leftOut()).toEqual({ state: 'submitted' });
    await post(`/v1/tax-forms/${given.id}/review`, { outcome: 'reject', reason }, people.priya);
    const [told] = await mails('tax-form-rejected', 1);
    expect(told?.subjectLine).toContain('W-8BEN');
    expect(told?.html).toContain(reason);
    expect(told?.html).toContain('/portal/tax');
    const notices = await system.api.call<{ data: { title: string; text: string; link: string }[] }>(
      'GET',
      '/v1/notices',
      {
        as: login,
      },
    );
    expect(notices.body.data).toEqual([
      expect.objectContaining({
        title: 'Your form W-8BEN was not accepted.',
        text: expect.stringContaining(`${reason} Please correct this`),
        link: '/portal/tax',
      }),
    ]);
    const mine = await system.api.call<MyTaxForms>('GET', '/v1/me/tax-forms', { as: login });
    expect(mine.body).toMatchObject({ standing: 'rejected', forms: [{ review: { reason } }] });
    expect(await leftOut()).toEqual({ state: 'rejected' });
    // It was told at once; the chase begins again a week later.
    expect(await askForTaxForms(system.store, programme, new Date())).toBe(0);
  }, 120_000);

  it('corrects it; the next batch pays, with the tax that the law keeps back on the statement', async () => {
    const values = { ...w8ben.values, street: 'Torstraße 5' };
    const again = await post<TaxFormDto>('/v1/me/tax-forms', { ...w8ben, values }, login);
    expect(again.version).toBe(2);
    await post(`/v1/tax-forms/${again.id}/review`, { outcome: 'accept' }, people.tomas);
    expect(await leftOut()).toBeUndefined();
    const batch = await openBatch(system, people.priya);
    expect((await decide(system, await approvalOf(system, batch.id), people.tomas)).status).toBe(200);
    await batchIn(system, batch.id, 'sent');
    const [payout] = await until('the payout to be stated', async () => {
      const payouts = await system.store.payouts.ofBatch(programme, batch.id);
      return payouts.every(({ statement }) => statement !== undefined) && payouts;
    });
    const amount = payout!.amount.amount;
    const withheld = (amount * 30n) / 100n;
    expect(payout!.settlement).toMatchObject({
      withholding: { rate: '30', amount: { amount: withheld } },
      pay: { amount: amount - withheld },
    });
    expect(await system.rail.payments()).toMatchObject([{ amount: { amount: String(amount - withheld) } }]);
    const statement = await system.store.statements.ofPayout(programme, payout!.id);
    expect(statement?.lines.map(({ kind, amount: of }) => [kind, of.amount])).toEqual([
      ['commission', amount],
      ['withholding', -withheld],
      ['payout', withheld - amount],
    ]);
  }, 120_000);

  it('is asked for a new one before it ends, by the same flow, and left out once it has ended', async () => {
    const [form] = (await system.store.taxForms.ofPartner(programme, kestrel)).filter(
      ({ state }) => state === 'accepted',
    );
    const endsOn = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);
    await system.store.taxForms.collection.change(programme, form!.id, () => ({ set: { endsOn: endsOn(30) } }));
    expect(await chaseTaxForms(system.store, programme, new Date())).toEqual({ expired: 0, ending: 1 });
    expect(await chaseTaxForms(system.store, programme, new Date())).toEqual({ expired: 0, ending: 0 });
    await mails('tax-form', 3);
    expect(await leftOut()).toBeUndefined();
    await system.store.taxForms.collection.change(programme, form!.id, () => ({ set: { endsOn: endsOn(-2) } }));
    expect(await chaseTaxForms(system.store, programme, new Date())).toEqual({ expired: 1, ending: 0 });
    expect(await leftOut()).toEqual({ state: 'expired', on: endsOn(-2) });
    const next = await post<TaxFormDto>('/v1/me/tax-forms', w8ben, login);
    await post(`/v1/tax-forms/${next.id}/review`, { outcome: 'accept' }, people.priya);
    expect(await leftOut()).toBeUndefined();
    await until('both chases to be over', async () => (await chases()).join() === 'received,received');
  }, 120_000);
});

/** Why the partner would be left out of a batch now. */
async function leftOut(): Promise<JsonObject | undefined> {
  const found = await payeeStandings(system.store, programme, [kestrel], new Date());
  const why = found.get(kestrel)?.leftOut;
  if (why) expect(why.code).toBe('left_out.tax_form');
  return why?.params;
}

/** So many mails of a template, at least, have gone to the partner. */
function mails(template: string, count: number) {
  return until(
    `${count} mails ${template}`,
    async () => {
      const found = await system.store.messages.collection.find(programme, { partner: kestrel, template });
      const sent = found.filter(({ state }) => state === 'sent');
      return sent.length >= count && sent;
    },
    90_000,
  );
}

/** How the runs of the chase have ended, or where they are. */
async function chases(): Promise<string[]> {
  const runs = await system.store.runs.collection.find(programme, { flowKey: 'tax-form-chase', 'subject.id': kestrel });
  return runs.map((run) => run.outcome ?? run.status);
}

async function post<T>(path: string, body: JsonObject, as: string): Promise<T> {
  const answer = await system.api.call<T>('POST', path, { body, as });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function parameters(flow: string, values: JsonObject): Promise<void> {
  const { body } = await system.api.call<{ rev: number }>('GET', `/v1/flows/${flow}/parameters`, { as: people.ops });
  const change = { rev: body.rev, values };
  const answer = await system.api.call('PATCH', `/v1/flows/${flow}/parameters`, { as: people.ops, body: change });
  expect(answer.status).toBe(200);
}

/** Where it is day now, so that the flow's quiet hours hold no mail back. */
function zoneByDay(): string {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'America/Los_Angeles',
    'Pacific/Auckland',
    'Asia/Tokyo',
    'Asia/Kolkata',
  ];
  const hour = (timeZone: string) =>
    Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(new Date()));
  return zones.find((zone) => hour(zone) >= 10 && hour(zone) <= 17) ?? 'UTC';
}
