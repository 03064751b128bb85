import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { AdjustmentDto, List } from '@sluice/contracts';
import { build } from '../../web/test/support/site.js';
import { openBrowser } from '../../web/test/support/browser.js';
import { startApi, type Credential, type TestApi } from './support.js';

/** A person at the real console on the real API asks for money once, whatever becomes of the answers. */
let api: TestApi;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let finance: Credential;

type Page = Awaited<ReturnType<typeof browser.newPage>>;

beforeAll(async () => {
  const [{ folder }, opened] = await Promise.all([build(), openBrowser()]);
  browser = opened;
  api = await startApi({ webRoot: folder });
  finance = await api.user(['finance']);
  await api.partner('Kestrel Reviews');
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

/** A page with nothing asked for yet; `keys` are those of what it sends. */
async function openPage() {
  const context = await browser.newContext({ baseURL: api.url, locale: 'en-GB', reducedMotion: 'reduce' });
  const [name = '', value = ''] = (finance.headers['Cookie'] ?? '').split(/=(.*)/s);
  await context.addCookies([{ name, value, url: api.url }]);
  const page = await context.newPage();
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));
  const keys: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/v1/adjustments'))
      keys.push(request.headers()['idempotency-key']);
  });
  await page.goto('/payouts/adjustments');
  return { page, keys, broken };
}

/** The dialog, filled in. */
async function filledIn(page: Page, amount: string) {
  await page.getByRole('button', { name: 'Ask for an adjustment' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Ask for an adjustment' });
  await dialog.getByRole('combobox', { name: 'Partner' }).click();
  await page.getByRole('option', { name: 'Kestrel Reviews' }).click();
  await dialog.getByLabel('Amount in USD').fill(amount);
  await dialog.getByLabel('Reason').fill('The bonus of May was forgotten');
  return { dialog, send: dialog.getByRole('button', { name: 'Ask for it' }) };
}

const askedFor = async (amount: string): Promise<number> => {
  const response = await api.call('GET', '/v1/adjustments', { as: finance });
  const { data } = (await response.json()) as List<AdjustmentDto>;
  return data.filter((each) => each.amount.amount === amount).length;
};

describe('an act of a person', () => {
  it('is done once where its answer was lost and the button is pressed again', async () => {
    const { page, keys, broken } = await openPage();
    const { dialog, send } = await filledIn(page, '42.00');
    await page.route(
      '**/v1/adjustments',
      async (route) => {
        // The server takes it; what it says does not come back.
        await route.fetch();
        await route.abort('connectionreset');
      },
      { times: 1 },
    );
    await send.click();
    await dialog.getByText('It may have been done all the same. Send the same again: it is done once.').waitFor();
    // A picture to look at, where a folder for it is named.
    const folder = process.env['SLUICE_SHOTS'];
    if (folder !== undefined) await page.screenshot({ path: join(folder, 'lost-answer.png') });
    expect(await askedFor('4200')).toBe(1);
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('The bonus of May was forgotten');
    await send.click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await askedFor('4200')).toBe(1);
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    expect(broken).toEqual([]);
  });

  it('is done once where the button is pressed twice', async () => {
    const { page, keys, broken } = await openPage();
    const { dialog, send } = await filledIn(page, '17.00');
    await send.dblclick();
    await dialog.waitFor({ state: 'hidden' });
    expect([await askedFor('1700'), keys.length]).toEqual([1, 1]);
    expect(broken).toEqual([]);
  });

  it('is another one where the same is asked for anew, after the answer', async () => {
    const { page, broken } = await openPage();
    for (const times of [1, 2]) {
      const { dialog, send } = await filledIn(page, '5.00');
      await send.click();
      await dialog.waitFor({ state: 'hidden' });
      expect(await askedFor('500')).toBe(times);
    }
    expect(broken).toEqual([]);
  });
});
