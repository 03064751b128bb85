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
  if (folder === undefined) return;
  await page.getByRole('heading', { name: /^(Rates|Kurse)$/ }).scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(folder, `${name}.png`) });
};

describe('rates in the console', () => {
  it('a file is looked at before it is imported: what it adds, and each line that cannot be taken', async () => {
    const { page, sent, broken, refuse } = await openPage(browser, site.url, { me: finance });
    await page.goto('/settings');
    await page.getByText('EUR → KWD · 22 days old').waitFor();
    await shot(page, 'rates');
    await page.getByRole('button', { name: 'Import rates…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import rates' });
    const problems = [{ line: 3, code: 'bad_rate', message: '"1,09" is not a rate such as 1.0845.' }];
    const answer = { added: 2, same: 1, problems, problemsInAll: 1 };
    refuse(/\/v1\/rates\/imports$/, 200, { ...answer, dryRun: true });
    const content = 'from;to;date;rate\nEUR;USD;2026-11-19;1.08\nEUR;USD;2026-11-18;1,09\n';
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'rates.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
    await dialog.getByText('2 rates would be added.').waitFor();
    await dialog.getByText('Line 3: "1,09" is not a rate such as 1.0845.').waitFor();
    await shot(page, 'rates-import');
    const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    expect(axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    refuse(/\/v1\/rates\/imports$/, 200, { ...answer, dryRun: false });
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText('2 rates were added.').waitFor();
    const posted = sent.filter(({ path }) => path === '/v1/rates/imports').map(({ body }) => body);
    const file = { format: 'csv', name: 'rates.csv', content };
    expect(posted).toEqual([
      { ...file, dryRun: true },
      { ...file, dryRun: false },
    ]);
    expect(broken).toEqual([]);
  });

  it('a rate is set by hand with a reason, in German on a phone as well', async () => {
    const size = { width: 390, height: 844 };
    const { page, sent, broken } = await openPage(browser, site.url, { me: finance, language: 'de', size });
    await page.goto('/settings');
    await page.getByText('EUR → USD · 1 Tag alt').waitFor();
    await shot(page, 'rates-phone-de');
    await page.getByRole('button', { name: 'Kurs setzen …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Kurs setzen' });
    await dialog.getByLabel('In Währung').fill('chf');
    await dialog.getByPlaceholder('1.0845').fill('0.94');
    const save = dialog.getByRole('button', { name: 'Kurs setzen' });
    expect(await save.isDisabled()).toBe(true);
    await dialog.getByLabel('Grund').fill('Kurs der Hausbank');
    await shot(page, 'rates-set-phone-de');
    await save.click();
    await dialog.waitFor({ state: 'hidden' });
    expect(sent.at(-1)).toMatchObject({
      method: 'POST',
      path: '/v1/rates',
      body: { from: 'EUR', to: 'CHF', rate: '0.94', reason: 'Kurs der Hausbank' },
    });
    expect(broken).toEqual([]);
  });
});
