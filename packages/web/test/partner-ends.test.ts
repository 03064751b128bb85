import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PartnerDetail } from '@sluice/contracts/partner';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { erasePreview, statusPreview } from './fixtures/partner-ends.js';
import { admin, finance, kestrel, partners } from './fixtures/people.js';
import { openBrowser, openPage } from './support/browser.js';
import { build, serve } from './support/site.js';

let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  const [{ folder }, opened] = await Promise.all([build(), openBrowser()]);
  browser = opened;
  site = await serve(folder);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** Pictures to look at, where a folder for them is named. */
const shot = async (page: Page, name: string) => {
  const folder = process.env['SLUICE_SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
};

const noSeriousFaults = async (page: Page) => {
  const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  expect(axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
};

const noWiderThanThePhone = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

const hafen: PartnerDetail = { ...kestrel, ...partners[1]! };
const answer = (page: Page, path: RegExp, json: unknown) => page.route(path, (route) => route.fulfill({ json }));
const phone = { width: 390, height: 844 };

describe('merging two partners', () => {
  it('by keyboard: choose who stays, see what goes over, type the name, and go on to who stays', async () => {
    const { page, sent, broken } = await openPage(browser, site.url, { me: admin });
    await answer(page, /\/v1\/partners\/par_1$/, hafen);
    await page.goto('/partners/par_0');
    await page.getByRole('button', { name: 'Merge…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Merge with another partner' });
    const merge = dialog.getByRole('button', { name: 'Merge them' });
    const other = dialog.getByRole('combobox', { name: 'The other account' });
    await other.pressSequentially('Studio');
    await page.getByRole('option', { name: 'Studio Hafen' }).waitFor();
    await other.press('ArrowDown');
    await other.press('ArrowDown');
    await other.press('Enter');
    expect(await other.inputValue()).toBe('Studio Hafen');
    // Nothing is chosen for anybody.
    expect(await dialog.getByRole('radio', { checked: true }).count()).toBe(0);
    expect(await merge.isDisabled()).toBe(true);
    await dialog.getByRole('radio', { name: /Kestrel Reviews stays/ }).press(' ');
    const over = dialog.getByRole('region', { name: 'What goes over' });
    await over.getByText('$194.20').waitFor();
    await over.getByText('goes to Kestrel Reviews when it is released').waitFor();
    await dialog.getByText('Payouts of Studio Hafen are under way', { exact: false }).waitFor();
    await dialog.getByText('Payout in B-2026-11').waitFor();
    await shot(page, 'merge');
    await noSeriousFaults(page);
    await dialog.getByLabel('Reason').fill('one and the same agency');
    await dialog.getByLabel(/Type the name of the account that ends/).fill('Kestrel Reviews');
    expect(await merge.isDisabled()).toBe(true);
    await dialog.getByLabel(/Type the name of the account that ends/).fill('Studio Hafen');
    await dialog.getByLabel(/Type the name of the account that ends/).press('Enter');
    await page.getByText('Studio Hafen has ended, and Kestrel Reviews earns for both from now on.').waitFor();
    expect(sent).toMatchObject([
      {
        method: 'POST',
        path: '/v1/partners/par_1/merge',
        body: { into: 'par_0', reason: 'one and the same agency' },
      },
    ]);
    await page.getByRole('link', { name: 'Open Kestrel Reviews' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(new URL(page.url()).pathname).toBe('/partners/par_0');
    expect(broken).toEqual([]);
    await page.context().close();
  });

  it('says why it cannot be done; the merged one leads to who stays and is neither changed nor merged again', async () => {
    const { page } = await openPage(browser, site.url, {
      me: admin,
      size: phone,
      language: 'de',
      scheme: 'dark',
    });
    await answer(page, /\/v1\/partners\/par_1$/, {
      ...hafen,
      status: 'terminated',
      mergedInto: { id: 'par_0', name: 'Kestrel Reviews' },
    });
    await page.goto('/partners/par_1');
    await page.getByRole('note').getByRole('link', { name: 'Kestrel Reviews' }).waitFor();
    expect(await page.getByRole('button', { name: /Zusammenführen…|Status ändern…/ }).count()).toBe(0);
    await shot(page, 'merged-phone-dark');
    await page.goto('/partners/par_0');
    await page.route(/merge-preview/, async (route) =>
      route.fulfill({
        json: {
          from: hafen,
          into: kestrel,
          refusal: { code: 'merged_already', message: 'in English' },
          moves: { payable: [], links: 0, coupons: 0, touches: 0, referrals: 0 },
          later: { held: [], inTransit: [] },
          stays: { commissions: 0, statements: 0, payouts: 0 },
          openPayouts: [],
          warnings: [],
        },
      }),
    );
    await page.getByRole('button', { name: 'Zusammenführen…' }).click();
    await page.getByRole('combobox', { name: 'Das andere Konto' }).click();
    await page.getByRole('option', { name: 'Studio Hafen' }).click();
    await page.getByRole('radio', { name: /Kestrel Reviews bleibt/ }).click();
    await page.getByText('Studio Hafen wurde schon mit einem anderen Partner zusammengeführt.').waitFor();
    await shot(page, 'merge-refused-phone-dark');
    await noWiderThanThePhone(page);
    await noSeriousFaults(page);
    await page.context().close();
  });
});

describe('erasing a partner', () => {
  it('says what goes and what the law has kept, takes the name typed again, and shows the pseudonym after', async () => {
    const { page, sent, broken } = await openPage(browser, site.url, { me: admin, scheme: 'dark' });
    await page.goto('/partners/par_0');
    await page.getByRole('button', { name: 'Erase…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase personal data' });
    await dialog.getByRole('region', { name: 'What is erased' }).getByText('41').waitFor();
    await dialog.getByRole('region', { name: 'What is kept, and why' }).getByText('Tax forms').waitFor();
    await shot(page, 'erase-dark');
    await noSeriousFaults(page);
    const erase = dialog.getByRole('button', { name: 'Erase for good' });
    await dialog.getByLabel('Reason').fill('asked to be forgotten');
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByLabel(/Type the name to confirm/).fill('Kestrel Reviews');
    await answer(page, /\/v1\/partners\/par_0$/, {
      ...kestrel,
      name: erasePreview.pseudonym,
      email: 'par_0@erased.invalid',
      status: 'terminated',
      erasedAt: '2026-11-21T10:00:00.000Z',
    });
    await erase.click();
    await dialog.waitFor({ state: 'hidden' });
    expect(sent.at(-1)).toMatchObject({
      path: '/v1/partners/par_0/erase',
      body: { name: 'Kestrel Reviews', reason: 'asked to be forgotten' },
    });
    await page.getByRole('heading', { name: erasePreview.pseudonym }).waitFor();
    await page.getByText('Personal data were erased on', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: /Erase…|Merge…|Edit…|Change status…/ }).count()).toBe(0);
    expect(broken).toEqual([]);
    await page.context().close();
  });

  it('is refused with the reason while money is open', async () => {
    const { page } = await openPage(browser, site.url, { me: admin, size: phone });
    await answer(page, /erase-preview$/, { ...erasePreview, open: kestrel.balances });
    await page.goto('/partners/par_0');
    await page.getByRole('button', { name: 'Erase…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('alert').getByText('Nothing can be erased while money is open.').waitFor();
    await dialog.getByRole('alert').getByText('$412.00').waitFor();
    expect(await dialog.getByRole('button', { name: 'Erase for good' }).isDisabled()).toBe(true);
    expect(await dialog.getByLabel(/Type the name/).count()).toBe(0);
    await shot(page, 'erase-blocked-phone');
    await noWiderThanThePhone(page);
    await page.context().close();
  });

  it('is there for admins alone, merging for ops too', async () => {
    for (const [me, buttons] of [
      [finance, 0],
      [{ ...admin, permissions: { ...admin.permissions, 'partner.erase': undefined } }, 1],
    ] as const) {
      const { page } = await openPage(browser, site.url, { me: JSON.parse(JSON.stringify(me)) as typeof admin });
      await page.goto('/partners/par_0');
      await page.getByRole('heading', { name: 'Profile' }).waitFor();
      expect(await page.getByRole('button', { name: /Erase…|Merge…/ }).count()).toBe(buttons);
      await page.context().close();
    }
  });
});

describe('ending a partner', () => {
  it('asks what becomes of held money, with the amount, and sends what was chosen', async () => {
    const { page, sent } = await openPage(browser, site.url, { me: admin });
    await page.goto('/partners/par_0');
    await page.getByRole('button', { name: 'Change status…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change status' });
    await dialog.getByRole('combobox', { name: 'New status' }).click();
    await page.getByRole('option', { name: 'terminated' }).click();
    await dialog.getByLabel('Reason').fill('self-referrals');
    const end = dialog.getByRole('button', { name: 'Terminate partner' });
    const forCause = dialog.getByRole('radio', { name: /For cause/ });
    await forCause.waitFor();
    await dialog.getByText('of 4 commissions is cancelled', { exact: false }).waitFor();
    expect(await dialog.getByText('$412.00').count()).toBe(2);
    expect(await end.isDisabled()).toBe(true);
    await forCause.check();
    await shot(page, 'terminate');
    await noSeriousFaults(page);
    await end.click();
    await dialog.waitFor({ state: 'hidden' });
    expect(sent.at(-1)).toMatchObject({
      path: '/v1/partners/par_0/status',
      body: { status: 'terminated', reason: 'self-referrals', forCause: true, rev: 3 },
    });
    await page.context().close();
  });

  it('shows what reinstating brings back', async () => {
    const { page, sent } = await openPage(browser, site.url, { me: admin, size: phone, scheme: 'dark' });
    await answer(page, /\/v1\/partners\/par_0$/, { ...kestrel, status: 'terminated', forCause: true });
    await answer(page, /status-preview$/, {
      forfeits: { commissions: 0, amounts: [] },
      restores: statusPreview.forfeits,
    });
    await page.goto('/partners/par_0');
    await page.getByRole('button', { name: 'Change status…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'New status' }).click();
    await page.getByRole('option', { name: 'active' }).click();
    await dialog.getByText('of 4 commissions comes back', { exact: false }).waitFor();
    await dialog.getByText('$412.00').waitFor();
    await dialog.getByLabel('Reason').fill('cleared up');
    await shot(page, 'reinstate-phone-dark');
    await dialog.getByRole('button', { name: 'Reinstate partner' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(sent.at(-1)?.body).toEqual({ status: 'active', reason: 'cleared up', rev: 3 });
    await page.context().close();
  });
});
