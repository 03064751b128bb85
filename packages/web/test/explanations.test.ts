import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { admin, finance, nora } from './fixtures/people.js';
import { openBrowser, openPage } from './support/browser.js';
import { build, serve } from './support/site.js';

/** Why an amount is what it is, wherever people meet it, in both languages. */
let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  const [{ folder }, opened] = await Promise.all([build(), openBrowser()]);
  browser = opened;
  site = await serve(folder);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const phone = { width: 390, height: 844 };
type Opened = Parameters<typeof openPage>[2];

async function look(path: string, as: Opened, language: 'en' | 'de', see: (page: Page) => Promise<void>) {
  const { page } = await openPage(browser, site.url, as);
  await page.addInitScript((chosen) => localStorage.setItem('sluice.language', chosen), language);
  await page.goto(path);
  await see(page);
  await page.context().close();
}

describe.each([
  ['en', 'Rule', 'Why this partner', 'Risk 40 of 100', 'by rule', 'Why it is yours', 'Last tier review'],
  [
    'de',
    'Regel',
    'Warum dieser Partner',
    'Risiko 40 von 100',
    'nach der Regel',
    'Warum sie Ihnen gehört',
    'Letzte Stufenprüfung',
  ],
] as const)('in %s', (language, rule, whyPartner, risk, byRule, whyMine, tierReview) => {
  it('the console’s drawer: sentence, sum, rule and version, partner, risk, facts', () =>
    look('/commissions?open=com_0', { me: finance }, language, async (page) => {
      const drawer = page.getByRole('dialog');
      await drawer.locator('.expl b', { hasText: 'Gold' }).waitFor();
      expect(await drawer.locator('table.calc tr').count()).toBe(5);
      const link = drawer.getByRole('link', { name: `${rule} Standard commission v7` });
      const address = new URL((await link.getAttribute('href')) ?? '', site.url);
      expect(address.pathname).toBe('/rules/standard');
      expect(address.search).toContain('version=');
      expect(address.search).toContain('7');
      expect(address.search).toContain('trace=com_0');
      await drawer.getByRole('link', { name: `${rule} loyal v2` }).waitFor();
      await drawer.getByRole('heading', { name: whyPartner }).waitFor();
      await drawer.getByText('for a click of', { exact: false }).waitFor();
      await drawer.getByRole('heading', { name: risk }).waitFor();
      await drawer.getByRole('link', { name: `${rule} Fraud points v3` }).waitFor();
      await drawer.getByText('partner.tier').waitFor();
    }));

  it('a statement, for staff and for the partner: each line’s sentence with its values, and the rule', async () => {
    const see = async (page: Page) => {
      await page.locator('.statement b', { hasText: '$100' }).waitFor();
      await page.getByText(`${byRule} Standard commission v7`).waitFor();
    };
    await look('/statements/sta_3', { me: finance }, language, see);
    await look('/portal/statements/sta_3', { me: nora, size: phone }, language, see);
  });

  it('the portal: the sentence, the rule’s name without a way to the console, and why it is the partner’s', () =>
    look('/portal/commissions/com_0', { me: nora, size: phone }, language, async (page) => {
      await page.locator('.why b', { hasText: 'Gold' }).waitFor();
      await page.getByText(`${rule} Standard commission v7`).waitFor();
      expect(await page.getByRole('link', { name: /Standard commission/ }).count()).toBe(0);
      await page.getByText(whyMine).click();
      await page.getByText('for a click of', { exact: false }).waitFor();
    }));

  it('the partner’s page: what the tier rule said last', () =>
    look('/partners/par_0', { me: admin }, language, async (page) => {
      const card = page.getByRole('region', { name: tierReview });
      await card.getByText('because revenue in 90 days', { exact: false }).waitFor();
      await card.getByRole('link', { name: `${rule} Tier by performance v2` }).waitFor();
    }));
});
