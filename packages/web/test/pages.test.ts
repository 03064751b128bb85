import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { admin, finance, nora } from './fixtures/people.js';
import { openBrowser, openPage, type OpenPage } from './support/browser.js';
import { build, serve, type Chunk } from './support/site.js';

let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;
let chunks: Chunk[];
let folder: string;

beforeAll(async () => {
  [{ chunks, folder }, browser] = await Promise.all([build(), openBrowser()]);
  site = await serve(folder);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

describe('what the browser is sent', () => {
  /** The entry and everything it needs before the first paint. */
  const first = (): Chunk[] => {
    const entry = chunks.find(({ isEntry }) => isEntry);
    const seen = new Map<string, Chunk>();
    const visit = (chunk: Chunk | undefined): void => {
      if (!chunk || seen.has(chunk.fileName)) return;
      seen.set(chunk.fileName, chunk);
      for (const name of chunk.imports) visit(chunks.find(({ fileName }) => fileName === name));
    };
    visit(entry);
    return [...seen.values()];
  };

  it('begins with less than 250 KB gzip', () => {
    const size = first().reduce((sum, { fileName }) => sum + gzipSync(readFileSync(join(folder, fileName))).length, 0);
    expect(size).toBeGreaterThan(50_000);
    expect(size).toBeLessThan(250_000);
  });

  it('fetches React Flow and dagre only with a run', () => {
    const inFirst = first().flatMap(({ modules }) => modules);
    expect(inFirst.filter((id) => /@xyflow|dagre/.test(id))).toEqual([]);
    expect(chunks.some(({ modules }) => modules.some((id) => id.includes('@xyflow')))).toBe(true);
  });

  it('holds nothing of the store, the runtime or the server', () => {
    // Of the connectors only what makes text of mails, which a preview shows as the worker does.
    const forbidden =
      /packages\/(?:(?:store|runtime|api|worker|dispatcher)\/|connectors\/(?!src\/mail\/(?:render|text|check|filters|layout|locale)\.))|node_modules\/(express|mongoose|mongodb|@temporalio|better-auth)\//;
    expect(chunks.flatMap(({ modules }) => modules).filter((id) => forbidden.test(id))).toEqual([]);
  });
});

describe('every page, in both themes', () => {
  const pages = [
    ['/', finance],
    ['/approvals/apr_kestrel', finance],
    ['/approvals/apr_batch', finance],
    ['/partners', finance],
    ['/partners/par_0', finance],
    ['/partners/par_0?tab=notes', finance],
    ['/partners/par_0?tab=documents', admin],
    ['/referrals', admin],
    ['/referrals/ref_1', admin],
    ['/lists', admin],
    ['/lists/nurture', admin],
    ['/commissions', finance],
    ['/commissions?open=com_0', finance],
    ['/payouts', finance],
    ['/payouts/bat_1', finance],
    ['/statements/sta_3', finance],
    ['/payouts/ledger', finance],
    ['/payouts/ledger?open=jrn_7', finance],
    ['/payouts/trial-balance', finance],
    ['/payouts/accruals', finance],
    ['/payouts/adjustments', finance],
    ['/payouts/files', finance],
    ['/payouts/files?open=fil_1', finance],
    ['/payouts/bank', finance],
    ['/payouts/bank?open=ben_2', finance],
    ['/flows', admin],
    ['/flows/new', admin],
    ['/runs', admin],
    ['/runs/run_1', admin],
    ['/runs/run_2', admin],
    ['/coupons', admin],
    ['/coupons?tab=codes', admin],
    ['/assets', admin],
    ['/messages', admin],
    ['/events', admin],
    ['/audit', admin],
    ['/rules', admin],
    ['/rules/standard', admin],
    ['/settings', admin],
    ['/nowhere', admin],
    ['/sign-in', null],
    ['/confirm-payout-method#abc', null],
    ['/portal', nora],
    ['/portal/commissions', nora],
    ['/portal/statements/sta_3', nora],
    ['/portal/links', nora],
    ['/portal/assets', nora],
    ['/portal/notices', nora],
    ['/portal/account', nora],
  ] as const;

  // One profile a person for all pages: the scripts come from its cache, as they do for people.
  const opened = new Map<string, Promise<OpenPage>>();
  const pageOf = (me: (typeof pages)[number][1]): Promise<OpenPage> => {
    const name = me?.name ?? 'nobody';
    const known = opened.get(name);
    if (known) return known;
    const size = me === nora ? { width: 390, height: 844 } : { width: 1440, height: 900 };
    const fresh = openPage(browser, site.url, { me, size });
    opened.set(name, fresh);
    return fresh;
  };
  const serious = (violations: { id: string; impact?: string | null; nodes: { html: string }[] }[]) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`);

  it.each(pages)('%s has no serious fault and breaks nothing', async (path, me) => {
    const { page, broken } = await pageOf(me);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(path);
    await page.waitForSelector(path.startsWith('/runs/') ? '.react-flow__node' : 'main :is(section, form, .card)');
    await page.waitForFunction(() => document.querySelector('.skeleton') === null);
    // A mail's own frame runs no script, so axe cannot look into it; what is ours is the same beside its text.
    if (path === '/messages') await page.getByRole('button', { name: 'Plain text' }).click();
    const light = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    expect(serious(light.violations)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.waitForSelector('html[data-mantine-color-scheme="dark"]');
    const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
    expect(serious(dark.violations)).toEqual([]);
    expect(broken.splice(0)).toEqual([]);
  });
});

describe('deciding an approval without a mouse', () => {
  it('moves, refuses a rejection without a reason, and approves exactly what was looked at', async () => {
    const { page, sent } = await openPage(browser, site.url, { me: finance });
    await page.goto('/approvals');
    await page.locator('.item[aria-current]', { hasText: 'B-2026-11' }).waitFor();
    await page.keyboard.press('j');
    await page.waitForURL('**/approvals/apr_kestrel');
    const approve = page.getByRole('button', { name: 'Approve $412.00' });
    await approve.waitFor();

    await page.keyboard.press('r');
    await page.getByText('Say why you reject it.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('placeholder'))).toContain('Comment');
    expect(sent).toEqual([]);

    await page.keyboard.type('ask again');
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await page.getByText('Approved: Commission for Kestrel Reviews').waitFor();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      path: '/v1/approvals/apr_kestrel/decision',
      body: { outcome: 'approve', comment: 'ask again', subjectHash: 'hash-of-what-was-seen' },
    });
    expect(sent[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
    await page.waitForURL('**/approvals/apr_hafen');
    await page.context().close();
  });

  it('locks what the person made', async () => {
    const { page, sent } = await openPage(browser, site.url, { me: finance });
    await page.goto('/approvals/apr_mine');
    await page.getByText('You are the maker, so somebody else decides').waitFor();
    expect(await page.getByRole('button', { name: /^Approve/ }).isDisabled()).toBe(true);
    await page.keyboard.press('a');
    await page.waitForTimeout(200);
    expect(sent).toEqual([]);
    await page.context().close();
  });

  it('does not count an answer to something that changed, and says so', async () => {
    const { page, sent, refuse } = await openPage(browser, site.url, { me: finance });
    refuse(/decision$/, 409, {
      type: 'about:blank',
      title: 'What you looked at has changed; look at it again.',
      status: 409,
      code: 'subject_changed',
    });
    await page.goto('/approvals/apr_kestrel');
    await page.getByRole('button', { name: 'Approve $412.00' }).waitFor();
    await page.keyboard.press('a');
    await page.getByRole('alert').getByText('What you looked at has changed').waitFor();
    await page.keyboard.press('a');
    await page.waitForTimeout(150);
    expect(sent).toHaveLength(1);
    await page.getByRole('button', { name: 'Show it as it is now' }).click();
    await page.getByRole('alert').getByText('What you looked at has changed').waitFor({ state: 'detached' });
    await page.keyboard.press('a');
    await page.getByText('Approved: Commission for Kestrel Reviews').waitFor();
    expect(sent).toHaveLength(2);
    await page.context().close();
  });

  it('repeats an act under the same key when the answer was lost', async () => {
    const { page, sent, refuse } = await openPage(browser, site.url, { me: finance });
    refuse(/decision$/, 503, {
      type: 'about:blank',
      title: 'This cannot be done just now. It is safe to repeat.',
      status: 503,
      code: 'unavailable',
    });
    await page.goto('/approvals/apr_kestrel');
    await page.getByRole('button', { name: 'Approve $412.00' }).waitFor();
    await page.keyboard.press('a');
    await page.getByText('This cannot be done just now').waitFor();
    await page.keyboard.press('a');
    await page.getByText('Approved: Commission for Kestrel Reviews').waitFor();
    expect(sent.map(({ key }) => key)).toEqual([sent[0]?.key, sent[0]?.key]);
    await page.context().close();
  });
});

describe('a run', () => {
  it('counts down to the end of its hold', async () => {
    const { page } = await openPage(browser, site.url, { me: admin });
    await page.goto('/runs/run_1');
    const timer = page.locator('.react-flow').getByRole('timer');
    const before = (await timer.textContent()) ?? '';
    expect(before).toMatch(/^2 d 18:5\d:\d\d$/);
    let after = before;
    while (after === before) after = (await timer.textContent()) ?? '';
    expect(after < before).toBe(true);
    await page.context().close();
  });

  it('retries a parked step with edited input and a reason', async () => {
    const { page, sent } = await openPage(browser, site.url, { me: admin });
    await page.goto('/runs/run_2');
    await page.getByLabel('template').fill('commission-held-2');
    await page.getByRole('button', { name: 'Edit and retry' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Edit and retry' }).click();
    await dialog.getByText('Say why, so that others can follow it.').waitFor();
    expect(sent).toEqual([]);
    await dialog.getByLabel('Reason').fill('The address was mistyped');
    await dialog.getByRole('button', { name: 'Edit and retry' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(sent[0]).toMatchObject({
      path: '/v1/runs/run_2/retry',
      body: {
        reason: 'The address was mistyped',
        input: { template: 'commission-held-2', to: { kind: 'commission' } },
      },
    });
    await page.context().close();
  });
});

describe('around the pages', () => {
  it('goes by keys, finds partners in the palette, and comes back where it was wanted after signing in', async () => {
    const { page } = await openPage(browser, site.url, { me: finance });
    await page.goto('/partners');
    await page.getByRole('link', { name: 'Kestrel Reviews' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL('**/commissions');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Hafen');
    await page.getByRole('option', { name: /Studio Hafen/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/partners\/par_/);
    await page.context().close();

    const stranger = await openPage(browser, site.url, { me: null });
    await stranger.page.goto('/payouts?state=sent');
    await stranger.page.waitForURL(/\/sign-in\?then=/);
    expect(new URL(stranger.page.url()).searchParams.get('then')).toContain('/payouts');
    await stranger.page.context().close();
  });

  it('sends partners to the portal and keeps the console from them', async () => {
    const { page } = await openPage(browser, site.url, { me: nora, size: { width: 390, height: 844 } });
    await page.goto('/commissions');
    await page.waitForURL('**/portal');
    await page.getByText('$284.20').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.context().close();
  });

  it('speaks German, money included', async () => {
    const { page } = await openPage(browser, site.url, { me: nora, language: 'de', size: { width: 390, height: 844 } });
    await page.goto('/portal');
    await page.getByText('$284,20').waitFor();
    await page.getByText('Bereit zur Auszahlung').waitFor();
    await page.context().close();
  });

  it('lets nothing of a mail run', async () => {
    const { page } = await openPage(browser, site.url, { me: admin });
    await page.goto('/messages');
    const frame = page.locator('iframe');
    await frame.waitFor();
    expect(await frame.getAttribute('sandbox')).toBe('');
    expect(await page.title()).not.toBe('broken out');
    await page.context().close();
  });
});
