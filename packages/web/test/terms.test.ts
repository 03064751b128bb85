import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { finance } from './fixtures/people.js';
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

const choose = async (page: Page, label: string, option: string, nth = 0) => {
  await page.getByRole('combobox', { name: label, exact: true }).nth(nth).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

describe('terms in the console', () => {
  it('a group is made with recurring terms, a cap and a release in parts, all in a form', async () => {
    const { page, sent, broken } = await openPage(browser, site.url, { me: finance });
    await page.goto('/settings');
    await page.getByRole('button', { name: 'New group' }).click();
    const dialog = page.getByRole('dialog', { name: 'New group' });
    await dialog.getByLabel('Name').fill('Top agencies');
    expect(await dialog.getByLabel('Key').inputValue()).toBe('top-agencies');
    await choose(page, 'Terms', 'Fixed terms');
    await choose(page, 'Pay', 'by product');
    await choose(page, 'Pay', 'a multiple of other terms', 1);
    expect(await dialog.getByRole('group', { name: 'Terms that are multiplied' }).count()).toBe(1);
    await shot(page, 'terms-products');
    await choose(page, 'Pay', 'every payment of a subscription');
    await dialog.getByLabel('Rate').fill('22.5');
    await dialog.getByLabel('Months').fill('18');
    await dialog.getByRole('group', { name: 'At most' }).getByRole('button', { name: 'Entry' }).click();
    await dialog.getByRole('group', { name: 'At most' }).getByLabel('Amount').fill('250.00');
    await dialog.getByRole('group', { name: 'Released in parts' }).getByRole('button', { name: 'Entry' }).click();
    await shot(page, 'terms-dialog');
    const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    expect(axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(sent.at(-1)).toMatchObject({
      method: 'POST',
      path: '/v1/groups',
      body: {
        key: 'top-agencies',
        name: 'Top agencies',
        terms: {
          terms: {
            type: 'recurring',
            rate: '22.5',
            months: 18,
            caps: [{ per: 'order', amount: 25000 }],
            release: [
              { percent: '50', after: 'P0D' },
              { percent: '50', after: 'P30D' },
            ],
          },
        },
      },
    });
    expect(broken).toEqual([]);
  });

  it('a refusal says where, and loses nothing', async () => {
    const { page, refuse } = await openPage(browser, site.url, { me: finance });
    await page.goto('/settings');
    await page.getByRole('button', { name: 'Edit Tier Gold' }).click();
    const dialog = page.getByRole('dialog', { name: 'Tier Gold' });
    await dialog.getByLabel('Rate').fill('33');
    refuse(/\/v1\/terms$/, 422, {
      type: 'about:blank',
      title: 'That cannot be used.',
      status: 422,
      code: 'invalid',
      errors: [{ pointer: '/tiers/gold/terms/rate', code: 'wrong_terms', message: 'too much' }],
    });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('too much').waitFor();
    expect(await dialog.getByLabel('Rate').inputValue()).toBe('33');
  });

  it('whose terms count is told on the partner’s page, in German and on a phone too', async () => {
    const { page, broken } = await openPage(browser, site.url, { me: finance });
    await page.goto('/partners/par_0');
    await page.getByText('(of the group Agencies)').waitFor();
    await shot(page, 'terms-partner');
    await page.goto('/settings');
    await page.getByRole('heading', { name: 'Groups' }).waitFor();
    await page.getByRole('heading', { name: 'Groups' }).scrollIntoViewIfNeeded();
    await shot(page, 'terms-settings');
    const phone = await openPage(browser, site.url, {
      me: finance,
      size: { width: 390, height: 844 },
      language: 'de',
      scheme: 'dark',
    });
    await phone.page.goto('/settings');
    const groups = phone.page.getByRole('heading', { name: 'Gruppen' });
    await groups.waitFor();
    await groups.scrollIntoViewIfNeeded();
    await shot(phone.page, 'terms-phone');
    await phone.page.getByRole('button', { name: 'Agencies bearbeiten' }).click();
    await phone.page.getByRole('dialog').waitFor();
    await shot(phone.page, 'terms-phone-dialog');
    const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    expect([...broken, ...phone.broken]).toEqual([]);
  });
});
