import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { List } from '@sluice/contracts/list';
import type { CommissionDetail, CommissionRow } from '@sluice/contracts/commission';
import type { Page } from 'playwright-core';
import { startSystem, type System } from '../src/harness/system.js';
import { until } from '../src/harness/until.js';
import { stripeEvent, type GivenPayment } from '../src/stripe.js';
import { build } from '../../web/test/support/site.js';
import { openBrowser, type Browser, type Visitor } from './story/browser.js';
import { storyAt } from './story/chapters.js';

/**
 * The whole story in a real browser, on real servers, as the people in it live through it: a customer pays by Stripe, a
 * partner earns, a manager looks at what is risky, finance pays, the partner is told why, and a refund afterwards comes off
 * the next statement. Kestrel is a gold partner: 20 % of the net.
 */
const partner = { name: 'Kestrel Reviews', link: 'kestrel-reviews', email: 'pay@kestrel-reviews.example' };
const people = {
  manager: 'manager@halden.example',
  priya: 'finance@halden.example',
  tomas: 'finance2@halden.example',
};

/** Names of the payments' objects: runs are named after them, and all tests share one Temporal. */
const tag = randomUUID().slice(0, 8);
const [anna, bert, clara] = [`anna${tag}`, `bert${tag}`, `clara${tag}`];

/** 476.00 with 76.00 tax: 400.00 net, 80.00 for Kestrel. */
const first: GivenPayment = { name: anna, amount: 47_600, tax: 7_600, ...creditedTo(partner.link) };
/** 238.00 with 38.00 tax: 200.00 net, 40.00; a throw-away mailbox is worth a look. */
const risky: GivenPayment = {
  name: bert,
  amount: 23_800,
  tax: 3_800,
  email: 'bert@mailinator.com',
  ...creditedTo(partner.link),
};
/** 952.00 with 152.00 tax: 800.00 net, 160.00. */
const later: GivenPayment = { name: clara, amount: 95_200, tax: 15_200, ...creditedTo(partner.link) };

let system: System;
let browser: Browser;
let manager: Visitor;
let priya: Visitor;
let tomas: Visitor;
let kestrel: Visitor;
const { chapter, arrive, read } = storyAt(() => ({ system, browser }), 180_000);

beforeAll(async () => {
  const { folder: web } = await build();
  system = await startSystem({ name: 'story', hold: 'PT3S', env: { SLUICE_WEB_ROOT: web } });
  browser = await openBrowser(system.api.baseUrl);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

describe('a Stripe payment becomes a partner paid and told why', () => {
  chapter('an invoice signed by Stripe becomes a commission with its explanation', async () => {
    await pays(first);
    manager = await arrive(people.manager);
    await manager.stop('home');
    const { page } = manager;
    await go(page, 'Commissions');
    const row = page.getByRole('row').filter({ hasText: `in_${anna}` });
    await row.getByText('$80.00').first().waitFor();
    await manager.stop('commissions');

    await row.getByRole('button').click();
    const drawer = page.getByRole('dialog', { name: 'Why this amount' });
    await drawer.getByText('because tier is').waitFor();
    const sum = await drawer.getByRole('table', { name: 'The sum, line by line' }).locator('tbody').innerText();
    expect(lines(sum)).toEqual([
      `Customer paid, in_${anna}`,
      '$476.00',
      'Tax',
      '−$76.00',
      'Net',
      '$400.00',
      'Rate × 20 %',
      '$80.00',
      'Commission',
      '$80.00',
    ]);
    await manager.stop('commission-why');
    await drawer.getByRole('button', { name: 'Close' }).click();
  });

  chapter('a risky one waits in the inbox until a manager has approved it, by keyboard alone', async () => {
    await pays(risky);
    const { page } = manager;
    await page.getByRole('link', { name: 'Approvals, 1 waiting' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: `$40.00 for ${partner.name}` }).waitFor();
    await page.getByText('address is a disposable one', { exact: false }).waitFor();
    await manager.stop('approval-of-a-risk');
    expect((await commission(`in_${bert}`)).position).toMatchObject({ state: 'held', approval: 'waiting' });

    await page.keyboard.press('a');
    await page.getByText('Nothing waits for you.', { exact: false }).waitFor();
    await until(
      'the commission to be approved',
      async () => (await commission(`in_${bert}`)).position.approval === 'approved',
    );
    await manager.stop('inbox-done');
  });

  chapter('what is held for three seconds becomes payable by itself, and not before', async () => {
    const { page } = manager;
    await go(page, 'Commissions');
    for (const order of [`in_${anna}`, `in_${bert}`]) {
      await page.getByRole('row').filter({ hasText: order }).getByText('payable').waitFor();
      const { journals, position, occurredAt } = await commission(order);
      const released = journals.find(({ kind }) => kind === 'release');
      const hold = position.holds.find(({ kind }) => kind === 'refund_window');
      expect(Date.parse(released!.at)).toBeGreaterThanOrEqual(Date.parse(hold!.until!));
      expect(Date.parse(hold!.until!) - Date.parse(occurredAt)).toBe(3_000);
    }
    await manager.stop('payable');
  });

  chapter('finance prepares a batch, and whoever made it cannot approve it', async () => {
    priya = await arrive(people.priya);
    const { page } = priya;
    await prepareBatch(priya);
    await page.getByText('Priya Nair made it').waitFor();
    await priya.stop('batch-prepared');
    await page.getByRole('link', { name: 'Review and decide' }).click();
    await page.getByText('You are the maker, so somebody else decides').waitFor();
    expect(await page.getByRole('button', { name: /^Approve/ }).isDisabled()).toBe(true);
    await priya.stop('the-maker-is-barred');

    // The page is no lock: the same answer sent past it is refused by the server.
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    const answer = await page.evaluate(async (approval) => {
      const item = (await (await fetch(`/v1/approvals/${approval}`)).json()) as { subjectHash: string };
      const response = await fetch(`/v1/approvals/${approval}/decision`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ outcome: 'approve', subjectHash: item.subjectHash }),
      });
      return { status: response.status, body: (await response.json()) as { code: string } };
    }, id);
    expect(answer).toMatchObject({ status: 403 });
    expect(await paymentsOfTheRail()).toEqual([]);
  });

  chapter('the other finance person approves, and the rail pays once', async () => {
    tomas = await arrive(people.tomas);
    await approveBatch(tomas, '$120.00');
    await until('the rail to have paid', async () => (await paymentsOfTheRail())[0]?.state === 'paid');
    expect(await paymentsOfTheRail()).toEqual([{ amount: { amount: '12000', currency: 'USD' }, state: 'paid' }]);
    const { page } = tomas;
    await go(page, 'Payouts');
    await page.getByRole('row').nth(1).getByText('sent', { exact: true }).waitFor();
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.getByRole('link', { name: 'Statement' }).waitFor();
    await tomas.stop('batch-paid');
  });

  chapter('a statement and a mail say so', async () => {
    const { page } = tomas;
    await page.getByRole('link', { name: 'Statement' }).click();
    await page.getByText('Closing balance').waitFor();
    expect(await statementAmounts(tomas)).toEqual(['$80.00', '$40.00', '−$120.00']);
    await tomas.stop('statement');

    await go(page, 'Messages');
    await page.getByRole('button', { name: /^Paid: \$120\.00/ }).click();
    const mail = page.frameLocator('iframe');
    await mail.getByText('$120.00 has been paid to you', { exact: false }).waitFor();
    await page.getByText(partner.email).first().waitFor();
    await tomas.stop('paid-mail');
  });

  chapter('the partner sees on a phone what was paid and why', async () => {
    kestrel = await arrive(partner.email, { width: 390, height: 844 });
    const { page } = kestrel;
    await page.getByText('× 20 %').first().waitFor();
    await kestrel.stop('portal');
    await go(page, 'Statements');
    await page.getByRole('link', { name: 'Statement no. 1' }).click();
    await page.getByText('Closing balance').waitFor();
    expect(await statementAmounts(kestrel)).toEqual(['$80.00', '$40.00', '−$120.00']);
    await page.getByText('because tier is').first().waitFor();
    await kestrel.stop('portal-statement');
  });

  chapter('a partial refund afterwards is a negative line of the next statement', async () => {
    await system.api.stripe(
      stripeEvent.chargeRefunded(at(first), [{ id: `re_${anna}`, amount: 11_900 }], { at: new Date() }),
    );
    await pays(later);
    await until(
      'the new commission to be payable',
      async () => (await commission(`in_${clara}`)).position.state === 'payable',
    );

    await prepareBatch(tomas);
    await approveBatch(priya, '$140.00');
    await until('the rail to have paid again', async () => (await paymentsOfTheRail())[1]?.state === 'paid');
    expect(await paymentsOfTheRail()).toEqual([
      { amount: { amount: '12000', currency: 'USD' }, state: 'paid' },
      { amount: { amount: '14000', currency: 'USD' }, state: 'paid' },
    ]);

    const { page } = kestrel;
    await go(page, 'Statements');
    await page.getByRole('link', { name: 'Statement no. 2' }).click();
    await page.getByText('Taken back').first().waitFor();
    await page.getByText('was refunded in part or whole, so $20.00 is taken back', { exact: false }).first().waitFor();
    expect(await statementAmounts(kestrel)).toEqual(['−$20.00', '$160.00', '−$140.00']);
    await kestrel.stop('portal-refund');
    await go(page, 'Earnings');
    await page.getByText('Refund of', { exact: false }).first().waitFor();
    await kestrel.stop('portal-after-refund');
  });

  it('no page has reported an error or has barriers for some people', () => {
    expect(browser.errors).toEqual([]);
    expect(browser.barriers).toEqual([]);
  });
});

function creditedTo(link: string): Partial<GivenPayment> {
  return { subscriptionMetadata: { sluice_partner: link } };
}

/** The payment as of now. */
function at(payment: GivenPayment): GivenPayment {
  return { at: new Date(), ...payment };
}

/** What Stripe sends when an invoice is paid: the invoice, and which payment it was paid by. */
async function pays(payment: GivenPayment): Promise<void> {
  await system.api.stripe(stripeEvent.invoicePaid(at(payment)));
  await system.api.stripe(stripeEvent.invoicePaymentPaid(at(payment)));
}

/** Chooses a place in the main navigation. */
async function go(page: Page, place: string | RegExp): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
}

async function prepareBatch({ page }: Visitor): Promise<void> {
  await go(page, 'Payouts');
  await page.getByRole('button', { name: 'Prepare batch…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Prepare batch' }).click();
  await page.waitForURL('**/runs/*');
  await go(page, 'Payouts');
  await page.getByRole('row').nth(1).getByText('awaiting approval').waitFor();
  await page.getByRole('row').nth(1).getByRole('link').click();
  await page.getByRole('link', { name: 'Review and decide' }).waitFor();
}

async function approveBatch(visitor: Visitor, total: string): Promise<void> {
  const { page } = visitor;
  await go(page, /^Approvals/);
  await page.getByRole('button', { name: `Approve ${total}` }).waitFor();
  await visitor.stop(`batch-of-${total.replace(/\D/g, '')}`);
  await page.keyboard.press('a');
  await page.getByText('Nothing waits for you.', { exact: false }).waitFor();
}

async function statementAmounts({ page }: Visitor): Promise<string[]> {
  return page.locator('.statement li > .st-line .money').allInnerTexts();
}

/** A commission by its order's id at the shop, as the API tells it. */
async function commission(order: string): Promise<CommissionDetail> {
  const list = await read<List<CommissionRow>>(`/v1/commissions?search=${order}`);
  const row = list.data.find((one) => one.order.externalId === order && !one.reverses);
  return read<CommissionDetail>(`/v1/commissions/${row!.id}`);
}

/** By the rail's own record, oldest first. */
async function paymentsOfTheRail(): Promise<{ amount: unknown; state: string }[]> {
  return (await system.rail.payments()).map(({ amount, state }) => ({ amount, state }));
}

function lines(text: string): string[] {
  return text
    .split(/[\n\t]+/)
    .map((line) => line.replaceAll(/\s/g, ' ').trim())
    .filter((line) => line !== '');
}
