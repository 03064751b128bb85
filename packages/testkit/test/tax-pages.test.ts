import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MyTaxForms, TaxFormDto, TaxSettingsDto } from '@sluice/contracts/tax';
import { buildWeb } from '@sluice/devstack/start/builds';
import { silent } from '@sluice/devstack';
import type { Page } from 'playwright-core';
import { startSystem, type System } from '../src/harness/system.js';
import { openBrowser, type Browser, type Visitor } from './story/browser.js';
import { storyAt } from './story/chapters.js';

/** Form W-8BEN-E as a company fills it in on a phone, in both languages; and the pages on which finance looks at taxes. */
const finance = 'finance@halden.example';
const company = 'pay@kestrel-reviews.example';
/** As wide as a phone, and as long as the form. */
const phone = { width: 390, height: 2_400 };

let system: System;
let browser: Browser;
let partner: Visitor;
let priya: Visitor;
const { chapter, arrive } = storyAt(() => ({ system, browser }), 120_000);

beforeAll(async () => {
  const web = await buildWeb(fileURLToPath(new URL('../../../', import.meta.url)), silent);
  system = await startSystem({ name: 'taxpages', env: { SLUICE_WEB_ROOT: web } });
  browser = await openBrowser(system.api.baseUrl);
  const settings: TaxSettingsDto = { tax: { formRequired: true }, sanctions: null, vat: null };
  expect((await system.api.call('PUT', '/v1/tax-settings', { as: finance, body: settings })).status).toBe(200);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

describe('Form W-8BEN-E in the portal', () => {
  chapter('two questions lead to it; what is missing is said at each field', async () => {
    partner = await arrive(company, phone);
    const { page } = partner;
    await openForm(page, 'A company', 'Fill in W-8BEN-E');
    await partner.stop('w8bene-empty');
    await page.getByRole('button', { name: 'Sign and send' }).click();
    for (const field of ['name', 'incorporation', 'chapter3', 'chapter4', 'street', 'town', 'country', 'foreignTin'])
      expect(await problemAt(page, field)).toBe('This is needed.');
    expect(await problemAt(page, 'signedAs')).toBe('Type your full name to sign.');
    expect(await focused(page)).toBe('name');
    await partner.stop('w8bene-missing');
  });

  chapter('what is wrong is said at its field, a choice among them, and what was filled in stays', async () => {
    const { page } = partner;
    await field(page, 'name').fill('Kestrel Reviews GmbH');
    await choose(page, 'incorporation', 'Germany');
    await choose(page, 'chapter3', 'Partnership');
    await choose(page, 'chapter4', 'Participating or reporting foreign financial institution');
    await field(page, 'giin').fill('12345');
    await field(page, 'street').fill('Postfach 12');
    await field(page, 'town').fill('Berlin');
    await choose(page, 'country', 'Germany');
    await field(page, 'foreignTin').fill('12345678901');
    await field(page, 'signedAs').fill('Kim Kestrel');
    await field(page, 'capacity').fill('managing director');
    await page.getByLabel('I confirm this', { exact: false }).check();
    await page.getByRole('button', { name: 'Sign and send' }).click();
    expect(await problemAt(page, 'chapter3')).toBe('A partnership gives Form W-8IMY, on paper: ask the programme.');
    expect(await focused(page)).toBe('chapter3');
    expect(await problemAt(page, 'giin')).toBe('A GIIN looks like 98Q96B.00000.LE.250.');
    expect(await problemAt(page, 'street')).toBe('A post office box is not an address of residence.');
    expect(await field(page, 'foreignTin').inputValue()).toBe('12345678901');
    await partner.stop('w8bene-wrong');
    expect((await mine()).forms).toEqual([]);
  });

  chapter('in German, and in the dark: the same at the same fields', async () => {
    const { page } = partner;
    await page.emulateMedia({ colorScheme: 'dark' });
    await speak(page, 'de');
    await openForm(page, 'Eine Firma', 'W-8BEN-E ausfüllen');
    await page.getByRole('button', { name: 'Unterschreiben und senden' }).click();
    expect(await problemAt(page, 'incorporation')).toBe('Das ist nötig.');
    await choose(page, 'chapter3', 'Personengesellschaft');
    await field(page, 'street').fill('Postfach 12');
    await page.getByRole('button', { name: 'Unterschreiben und senden' }).click();
    expect(await problemAt(page, 'chapter3')).toContain('W-8IMY');
    expect(await problemAt(page, 'street')).toContain('Postfach');
    await partner.stop('w8bene-german-dark');
  });

  chapter('put right, it is signed and sent, and waits to be looked at', async () => {
    const { page } = partner;
    await choose(page, 'chapter3', 'Kapitalgesellschaft');
    await choose(page, 'chapter4', 'Aktive NFFE');
    await choose(page, 'incorporation', 'Deutschland');
    await choose(page, 'country', 'Deutschland');
    for (const [key, value] of Object.entries({
      name: 'Kestrel Reviews GmbH',
      street: 'Torstraße 5',
      town: 'Berlin',
      postcode: '10119',
      foreignTin: '12345678901',
      signedAs: 'Kim Kestrel',
      capacity: 'Geschäftsführer',
    }))
      await field(page, key).fill(value);
    await page.getByLabel('Ich bestätige das', { exact: false }).check();
    await page.getByRole('button', { name: 'Unterschreiben und senden' }).click();
    await page.getByText('Ihr Steuerformular ist angekommen', { exact: false }).waitFor();
    await partner.stop('tax-submitted-german-dark');
    const { standing, forms } = await mine();
    expect([standing, forms[0]?.form, forms[0]?.masked['foreignTin']]).toEqual(['submitted', 'w8ben_e', '•••••••8901']);
    expect(await tooWide(page)).toBe(false);
  });
});

describe('finance looks at taxes', () => {
  chapter('rejects the form with a reason, which the partner reads', async () => {
    priya = await arrive(finance);
    const { page } = priya;
    await page.goto('/tax');
    await page.getByRole('button', { name: 'Kestrel Reviews' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('Reason').fill('The register says “Kestrel Reviews UG”.');
    await priya.stop('tax-review');
    await drawer.getByRole('button', { name: 'Reject form' }).click();
    await drawer.getByText('rejected').first().waitFor();
    await speak(partner.page, 'en');
    await partner.page.emulateMedia({ colorScheme: 'light' });
    await partner.page.goto('/portal/tax');
    await partner.page.getByText('The register says “Kestrel Reviews UG”.').waitFor();
    await partner.stop('tax-rejected');
    // The same form again, with all but its numbers filled in.
    await partner.page.getByRole('button', { name: 'Fill in W-8BEN-E' }).click();
    expect(await field(partner.page, 'name').inputValue()).toBe('Kestrel Reviews GmbH');
    expect(await field(partner.page, 'chapter3').inputValue()).toBe('Corporation');
    expect(await field(partner.page, 'foreignTin').inputValue()).toBe('');
    await partner.stop('w8bene-again');
  });

  chapter('settings ask for the company’s name and address where it writes invoices', async () => {
    const { page } = priya;
    await page.goto('/tax/settings');
    await page.getByLabel('Country, two letters').fill('DE');
    await page.getByLabel('Write the invoices of partners', { exact: false }).check();
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Invoices need your VAT number.').waitFor();
    expect(await page.getByText('Invoices need your company’s name and postal address.').count()).toBe(3);
    await priya.stop('tax-settings-missing');
    const ours = page.getByRole('group', { name: 'Your company on these invoices' });
    await page.getByLabel('VAT number').fill('DE136695976');
    await ours.getByLabel('Company').fill('Halden Software GmbH');
    await ours.getByLabel('Street and number').fill('Torstraße 5');
    await ours.getByLabel('Postcode').fill('10119');
    await ours.getByLabel('Town').fill('Berlin');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Invoices need your VAT number.').waitFor({ state: 'detached' });
    const { body } = await system.api.call<TaxSettingsDto>('GET', '/v1/tax-settings', { as: finance });
    expect(body.vat).toMatchObject({ selfBilling: true, company: { name: 'Halden Software GmbH', town: 'Berlin' } });
  });

  chapter('the same pages in the dark and on a phone', async () => {
    const { page } = priya;
    for (const [scheme, size] of [
      ['dark', { width: 1440, height: 1_100 }],
      ['dark', { width: 390, height: 1_800 }],
      ['light', { width: 390, height: 1_800 }],
    ] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize(size);
      for (const path of ['', '/sanctions', '/year-end', '/settings']) {
        await page.goto(`/tax${path}`);
        await page.getByRole('navigation', { name: 'Tax & sanctions' }).waitFor();
        await priya.stop(`tax${path.replace('/', '-')}-${scheme}-${size.width}`);
        expect([path, size.width, await tooWide(page)]).toEqual([path, size.width, false]);
      }
    }
  });

  it('no page has reported an error or has barriers for some people', () => {
    expect(browser.errors).toEqual([]);
    expect(browser.barriers).toEqual([]);
  });
});

const field = (page: Page, key: string) => page.locator(`input[data-field="${key}"]`);

async function openForm(page: Page, who: string, fillIn: string): Promise<void> {
  await page.goto('/portal/tax');
  await page.getByRole('button', { name: who }).click();
  await page.getByRole('button', { name: fillIn }).click();
  await field(page, 'name').waitFor();
}

async function choose(page: Page, key: string, option: string): Promise<void> {
  await field(page, key).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** What is said at a field to be wrong with it: the text that the field names as its own. */
async function problemAt(page: Page, key: string): Promise<string | undefined> {
  const input = field(page, key);
  expect(await input.getAttribute('aria-invalid')).toBe('true');
  const ids = ((await input.getAttribute('aria-describedby')) ?? '').split(' ');
  const error = ids.find((id) => id.endsWith('-error'));
  return error === undefined ? undefined : page.locator(`[id="${error}"]`).innerText();
}

const focused = (page: Page) => page.evaluate(`document.activeElement?.getAttribute('data-field')`);

async function speak(page: Page, language: 'en' | 'de'): Promise<void> {
  await page.evaluate(`localStorage.setItem('sluice.language', '${language}')`);
  await page.reload();
}

const tooWide = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

async function mine(): Promise<MyTaxForms & { forms: TaxFormDto[] }> {
  return (await system.api.call<MyTaxForms>('GET', '/v1/me/tax-forms', { as: company })).body;
}
