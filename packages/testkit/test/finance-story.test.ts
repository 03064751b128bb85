import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { dayOf, type Partner } from '@sluice/domain';
import { accountText, parsePayoutAccount } from '@sluice/domain/payouts/account';
import type { BatchRow, PayoutDto } from '@sluice/contracts/batch';
import type { List } from '@sluice/contracts/list';
import type { PayoutFileDetail, PayoutFileRow } from '@sluice/contracts/payout-file';
import type { StatementRow } from '@sluice/contracts/statement';
import { encryptField } from '@sluice/runtime';
import type { Page } from 'playwright-core';
import { startSystem, type System } from '../src/harness/system.js';
import { until } from '../src/harness/until.js';
import { build } from '../../web/test/support/site.js';
import { camt053 } from './finance-story/camt053.js';
import { openBrowser, type Browser, type Visitor } from './story/browser.js';
import { storyAt } from './story/chapters.js';

/**
 * A month's end as finance lives through it: looks at whom a batch would pay, prepares it, may not approve it, has it
 * approved, makes the SEPA file, imports what the bank has booked; and the partner reads on a phone what was paid and why.
 * Kestrel is a gold partner (20 % of the net), paid in euros; Hafen has too little for a payment.
 */
const people = { admin: 'admin@halden.example', priya: 'finance@halden.example', tomas: 'finance2@halden.example' };
const kestrel = { name: 'Kestrel Reviews', email: 'pay@kestrel-reviews.example' };
const bank = { iban: 'DE89370400440532013000', town: 'Berlin', country: 'DE', name: 'Halden Cloud GmbH' };
const phone = { width: 390, height: 844 };

let system: System;
let browser: Browser;
let priya: Visitor;
let tomas: Visitor;
let batch: BatchRow;
const { chapter, arrive, read } = storyAt(() => ({ system, browser }), 120_000);

beforeAll(async () => {
  const { folder: web } = await build();
  system = await startSystem({ name: 'finance', hold: 'PT1S', env: { SLUICE_WEB_ROOT: web } });
  browser = await openBrowser(system.api.baseUrl);
  await must('PATCH', '/v1/rails/sepa', people.admin, { enabled: true, currencies: ['EUR'], settings: bank });
  const today = dayOf(new Date(), 'Europe/Berlin');
  const rate = { from: 'USD', to: 'EUR', date: today, rate: '0.92', reason: 'The story has a rate of its own.' };
  await must('POST', '/v1/rates', people.priya, rate);
  await payBySepa('Kestrel Reviews');
  await pays('large', 'Kestrel Reviews', 40_000);
  await pays('more', 'Kestrel Reviews', 20_000);
  await pays('small', 'Studio Hafen', 10_000);
  await until('the commissions to be payable', async () => {
    const { data } = await read<List<unknown>>('/v1/commissions?state=payable');
    return data.length === 3;
  });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

describe('from what is owed to what a partner has in hand', () => {
  chapter('finance sees whom a batch would pay and who is left out and why, and prepares it', async () => {
    priya = await arrive(people.priya);
    const { page } = priya;
    await go(page, 'Payouts');
    await page.getByRole('button', { name: 'Prepare batch…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Prepare a batch' });
    const preview = dialog.getByRole('region', { name: 'What it would pay' });
    await preview.getByText('$120.00').first().waitFor();
    await preview.getByText('EUR 110.40').waitFor();
    await preview.getByRole('button', { name: /^Left out/ }).click();
    await preview.getByText('is below the minimum of', { exact: false }).waitFor();
    await priya.stop('finance-preview');
    await dialog.getByRole('button', { name: 'Prepare batch', exact: true }).click();
    batch = await until('the batch to wait for approval', async () => {
      const { data } = await read<List<BatchRow>>('/v1/payout-batches');
      return data.find(({ state }) => state === 'awaiting_approval');
    });
    expect(batch.total).toEqual({ amount: '12000', currency: 'USD' });
  });

  chapter('who made it cannot approve it', async () => {
    const { page } = priya;
    await page.goto(`/payouts/${batch.id}`);
    await page.getByRole('link', { name: 'Review and decide' }).click();
    await page.getByText('You are the maker, so somebody else decides', { exact: false }).first().waitFor();
    await priya.stop('finance-own-batch');
    const { data } = await read<List<{ id: string; subjectHash: string }>>('/v1/approvals?state=pending');
    const approval = data[0]!;
    const body = { outcome: 'approve', subjectHash: approval.subjectHash };
    const own = await system.api.once('POST', `/v1/approvals/${approval.id}/decision`, { as: people.priya, body });
    expect(own.status).toBe(403);
  });

  chapter('somebody else approves it, and the payouts wait for a bank', async () => {
    tomas = await arrive(people.tomas);
    const { page } = tomas;
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^Approvals/ })
      .click();
    await page.getByRole('heading', { name: /^Payout batch .*\$120\.00$/ }).waitFor();
    await page.getByText('You are not the maker').waitFor();
    await page.keyboard.press('a');
    await page.getByText('Nothing waits for you.', { exact: false }).waitFor();
    await until('the payout to be sent', async () => (await payoutOf())?.state === 'sent');
  });

  chapter('finance makes the SEPA file once; a second time is refused', async () => {
    const { page } = priya;
    await page.goto(`/payouts/${batch.id}`);
    const make = page.getByRole('button', { name: 'Make the SEPA (pain.001) file' });
    await make.click();
    const link = page.getByRole('link', { name: /\.xml$/ });
    await link.waitFor();
    const file = await saved(page, () => link.click());
    expect(file).toContain('<CtrlSum>110.40</CtrlSum>');
    expect(file).toContain(await referenceOf());
    await make.click();
    await page.getByRole('alert').waitFor();
    await priya.stop('finance-file');
    expect((await read<List<PayoutFileRow>>('/v1/payout-files')).data).toHaveLength(1);
    expect((await payoutOf())?.state).toBe('sent');
  });

  chapter('what the bank has booked is imported, and the payout is paid', async () => {
    const { page } = priya;
    await go(page, 'Payouts');
    await tab(page, 'Bank');
    await page.getByRole('button', { name: 'Import a statement…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import a bank statement' });
    const booked = { reference: await referenceOf(), amount: '110.40', currency: 'EUR', name: kestrel.name };
    const content = camt053(dayOf(new Date(), 'Europe/Berlin'), bank.iban, [booked]);
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'bank.xml', mimeType: 'application/xml', buffer: Buffer.from(content) });
    await dialog.getByRole('region', { name: 'What would be matched' }).waitFor();
    await priya.stop('finance-bank-preview');
    expect((await payoutOf())?.state).toBe('sent');
    await dialog.getByRole('button', { name: 'Import it' }).click();
    await page.getByRole('row').filter({ hasText: kestrel.name }).getByText('paid', { exact: true }).waitFor();
    await until('the payout to be paid', async () => (await payoutOf())?.state === 'paid');
    await priya.stop('finance-bank');
    await until('the statement to be issued', async () => (await payoutOf())?.statement !== undefined);
  });

  chapter('the partner reads on a phone that it is paid, and what explains each line', async () => {
    const visitor = await arrive(kestrel.email, phone);
    const { page } = visitor;
    await page.goto('/portal/statements');
    await page.getByRole('link', { name: /^Statement no\. 1/ }).click();
    await page.getByText('Paid out, 2 items.', { exact: false }).waitFor();
    await page.getByText('Converted from', { exact: false }).waitFor();
    await page.getByText('€110.40').waitFor();
    await visitor.stop('finance-statement-phone');
    const lines = page.locator('.statement ol > li');
    const whys = lines.getByText('Why this amount');
    expect(await whys.count()).toBe(2);
    for (let line = 0; line < 2; line += 1) {
      await whys.nth(line).click();
      await lines.nth(line).getByRole('table', { name: 'The sum, line by line' }).waitFor();
    }
    await visitor.stop('finance-lines-phone');
    const pdf = await saved(page, () => page.getByRole('link', { name: 'PDF' }).click());
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    await lines.first().getByRole('link', { name: 'Everything about this commission' }).click();
    await page.getByText('because tier is', { exact: false }).first().waitFor();
    await visitor.stop('finance-why-phone');
    const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    expect(wide).toBe(false);
  });

  chapter(
    'the books say the same: every account, what is owed by month, and the files that were taken out',
    async () => {
      const { page } = priya;
      await tab(page, 'Ledger');
      await page.getByRole('button', { name: 'Payment arrived' }).click();
      await page.getByRole('dialog', { name: 'Payment arrived' }).getByText('sum to zero').waitFor();
      await priya.stop('finance-journal');
      await page.keyboard.press('Escape');
      const csv = await saved(page, () => page.getByRole('link', { name: 'Export CSV' }).click());
      const rows = parse(csv, { columns: true, bom: true }) as Record<string, string>[];
      const sums = new Map<string, bigint>();
      for (const { currency = '', amount } of rows)
        if (amount) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount.replace('.', '')));
      expect([...sums.entries()].sort()).toEqual([
        ['EUR', 0n],
        ['USD', 0n],
      ]);
      await tab(page, 'Trial balance');
      await page.getByText('balanced', { exact: true }).first().waitFor();
      await page.getByRole('row').filter({ hasText: 'cash:sepa' }).getByText('€110.40').waitFor();
      await priya.stop('finance-trial-balance');
      await tab(page, 'Accruals');
      await page.getByText('agrees with the ledger').waitFor();
      await priya.stop('finance-accruals');
      const { data } = await read<List<{ action: string; detail: unknown }>>('/v1/audit?limit=200');
      expect(data.find(({ action }) => action === 'export.made')).toBeDefined();
      const statements = await read<List<StatementRow>>(`/v1/partners/${batchPartner()}/statements`);
      expect(statements.data[0]).toMatchObject({ number: 1, closing: { amount: '0', currency: 'USD' } });
    },
  );

  chapter('the same pages in the dark and on a phone', async () => {
    const { page } = priya;
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const path of ['ledger', 'trial-balance', 'accruals', 'adjustments', 'files', 'bank']) {
      await page.goto(`/payouts/${path}`);
      await page.getByRole('navigation', { name: 'Payouts' }).waitFor();
      await priya.stop(`finance-${path}-dark`);
    }
    await page.setViewportSize(phone);
    await page.goto('/payouts/ledger');
    await page.getByRole('navigation', { name: 'Payouts' }).waitFor();
    await priya.stop('finance-ledger-phone');
  });

  it('no page has reported an error or has barriers for some people', () => {
    expect(browser.errors).toEqual([]);
    expect(browser.barriers).toEqual([]);
  });
});

let partnerPaid: string | undefined;
function batchPartner(): string {
  if (!partnerPaid) throw new Error('nobody was paid');
  return partnerPaid;
}

async function payoutOf(): Promise<PayoutDto | undefined> {
  const { data } = await read<List<PayoutDto>>(`/v1/payout-batches/${batch.id}/payouts`);
  partnerPaid = data[0]?.partner.id;
  return data[0];
}

async function referenceOf(): Promise<string> {
  const { data } = await read<List<PayoutFileRow>>('/v1/payout-files');
  const file = await read<PayoutFileDetail>(`/v1/payout-files/${data[0]!.id}`);
  return file.payouts[0]!.reference;
}

async function must(method: string, path: string, as: string, body: unknown): Promise<void> {
  const answer = await system.api.call(method, path, { as, body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** Bank details as they are after the partner has confirmed them, long enough ago. */
async function payBySepa(name: string): Promise<void> {
  const partner = await partnerNamed(name);
  const parsed = parsePayoutAccount({
    rail: 'sepa',
    iban: 'NL91ABNA0417164300',
    holder: 'Kestrel Reviews B.V.',
    town: 'Utrecht',
    country: 'NL',
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const account = encryptField(system.secrets.encryptionKey, accountText(parsed.account));
  const payout = { rail: 'sepa', currency: 'EUR', account, accountHash: 'kestrel-sepa', changedAt: new Date(0) };
  await system.store.partners.collection.change(system.programme, partner.id, () => ({ set: { payout } }));
}

async function partnerNamed(name: string): Promise<Partner> {
  const [partner] = await system.store.partners.collection.find(system.programme, { name });
  if (!partner) throw new Error(`There is no ${name}.`);
  return partner;
}

async function pays(id: string, partner: string, net: number): Promise<void> {
  const order = `${system.tag}-${id}`;
  const { id: partnerId } = await partnerNamed(partner);
  await must('POST', '/v1/events', people.admin, {
    id: `evt-${order}`,
    type: 'order.paid',
    occurredAt: new Date().toISOString(),
    data: {
      order: { id: order, amount: { amount: String(net), currency: 'USD' } },
      customer: { id: `cus-${order}`, email: `${order}@example.com`, country: 'DE' },
      attribution: { partnerId },
    },
  });
}

async function go(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
}

async function tab(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Payouts' }).getByRole('link', { name, exact: true }).click();
}

/** The text of the file that a press makes the browser keep. */
async function saved(page: Page, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return readFileSync(await download.path(), 'latin1');
}
