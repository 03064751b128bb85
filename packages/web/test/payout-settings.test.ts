import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { finance, nora, programme } from './fixtures/people.js';
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

const phone = { width: 390, height: 844 };

describe('how payouts are made', () => {
  it('takes fees by rail and a minimum for each currency, exact, and says where something is wrong', async () => {
    const { page, sent, broken, refuse } = await openPage(browser, site.url, { me: finance });
    await page.goto('/settings');
    const form = page.getByRole('region', { name: 'How payouts are made' });
    await form.getByLabel('PayPal, amount in USD').fill('0.305');
    await form.getByLabel('PayPal, percent').fill('2.9');
    expect(await form.getByLabel('Stripe, percent').count()).toBe(0);
    await form.getByRole('combobox', { name: 'Another currency' }).fill('KWD');
    await page.getByRole('option', { name: 'KWD' }).click();
    await form.getByRole('button', { name: 'Add currency' }).click();
    await form.getByLabel('Minimum in KWD').fill('12.345');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('An amount such as 50.00, without a sign.').waitFor();
    expect(sent).toEqual([]);
    await form.scrollIntoViewIfNeeded();
    await shot(page, 'payout-settings-error');
    await form.getByLabel('PayPal, amount in USD').fill('0.30');
    await form.getByLabel('Fees borne by').click();
    await page.getByRole('option', { name: 'the partner' }).click();
    const settings = {
      ...programme.settings,
      minimumPayout: { USD: '5000', KWD: '12345' },
      payouts: { calendar: 'on_demand', feesByRail: { paypal: { flat: { USD: '30' }, percent: '2.9' } } },
      feesBorneBy: 'partner',
    };
    refuse(/\/v1\/programmes\/demo$/, 200, { ...programme, rev: 2, settings });
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Saved. It counts from the next batch.').waitFor();
    expect(sent.at(-1)).toMatchObject({
      method: 'PATCH',
      path: '/v1/programmes/demo',
      body: {
        rev: 1,
        settings: {
          payouts: { calendar: 'on_demand', feesByRail: { paypal: { flat: { USD: '30' }, percent: '2.9' } } },
          minimumPayout: { USD: '5000', KWD: '12345' },
          feesBorneBy: 'partner',
        },
      },
    });
    await noSeriousFaults(page);
    expect(broken).toEqual([]);
    await page.context().close();
  });

  it('keeps what was typed where somebody else was quicker, and shows the server’s errors at their fields', async () => {
    const { page, refuse } = await openPage(browser, site.url, {
      me: finance,
      size: phone,
      language: 'de',
      scheme: 'dark',
    });
    await page.goto('/settings');
    const form = page.getByRole('region', { name: 'Wie ausgezahlt wird' });
    await form.getByLabel('SEPA-Überweisung, Betrag in USD').fill('1.234,50');
    refuse(/programmes/, 409, { title: 'x', status: 409, code: 'conflict', detail: 'In der Zwischenzeit geändert.' });
    await form.getByRole('button', { name: 'Speichern' }).click();
    await form.getByText('Jemand anders hat die Einstellungen inzwischen geändert.', { exact: false }).waitFor();
    expect(await form.getByLabel('SEPA-Überweisung, Betrag in USD').inputValue()).toBe('1.234,50');
    const pointer = '/settings/payouts/feesByRail/sepa/flat/USD';
    refuse(/programmes/, 422, {
      title: 'x',
      status: 422,
      code: 'invalid',
      errors: [{ pointer, code: 'x', message: 'zu viel' }],
    });
    await form.getByRole('button', { name: 'Speichern' }).click();
    await form.locator('.rail-grid').getByText('zu viel').waitFor();
    await form.scrollIntoViewIfNeeded();
    await shot(page, 'payout-settings-phone-dark');
    await form.getByText('Gebühren je Zahlungsweg').scrollIntoViewIfNeeded();
    await shot(page, 'payout-settings-phone-dark-fees');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await page.context().close();
  });
});

describe('payout details', () => {
  it.each([
    ['the portal', nora, '/portal/account', phone],
    ['the console', finance, '/partners/par_0', { width: 1440, height: 900 }],
  ] as const)('in %s: what is wrong is said in German, at its field', async (name, me, path, size) => {
    const { page, refuse } = await openPage(browser, site.url, { me, size, language: 'de' });
    await page.goto(path);
    await page.getByRole('button', { name: 'Auszahlungsdaten ändern…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Auszahlungsdaten' });
    await dialog.getByLabel('IBAN').fill('DE89 3704 0044 0532 0130 01');
    const field = (label: string) => ({ params: { field: label } });
    refuse(/payout-method$/, 422, {
      title: 'Some fields are not right.',
      status: 422,
      code: 'invalid',
      errors: [
        { pointer: '/account/iban', code: 'invalid_iban', message: 'in English' },
        { pointer: '/account/town', code: 'missing', message: 'in English', ...field('The town') },
      ],
    });
    await dialog.getByRole('button', { name: 'Speichern und Link zusenden' }).click();
    await dialog.getByText('Die IBAN stimmt nicht: Ihre Länge oder ihre Prüfziffern passen nicht.').waitFor();
    await dialog.getByText('Der Ort fehlt.').waitFor();
    expect(await dialog.getByText('in English').count()).toBe(0);
    expect(await dialog.getByLabel('IBAN').inputValue()).toContain('DE89');
    await shot(page, `payout-details-${name.replace(' ', '-')}`);
    await noSeriousFaults(page);
    await page.context().close();
  });
});
