import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromiumPath, silent } from '@sluice/devstack';
import { chromium, type Page } from 'playwright-core';

/** Pictures of every stop, for people to look at; the folder is not kept in the repository. */
const pictures = fileURLToPath(new URL('../../../../.cache/story/', import.meta.url));

/** One person at a browser of their own. */
export interface Visitor {
  page: Page;
  /** Fills in the sign-in form and waits for what comes after it. */
  signIn(email: string, password: string): Promise<void>;
  /** Keeps a picture of the page as it is and looks for barriers. */
  stop(name: string): Promise<void>;
}

export interface Browser {
  visitor(viewport?: { width: number; height: number }): Promise<Visitor>;
  /** What pages reported as errors: exceptions, and answers from 500 on. */
  errors: string[];
  /** What axe finds serious or critical, by stop. */
  barriers: string[];
  /** Keeps a picture of every open page. */
  pictures(name: string): Promise<void>;
  close(): Promise<void>;
}

/** A real Chromium with an empty profile; every visitor has cookies of their own. */
export async function openBrowser(baseUrl: string): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await chromiumPath(silent),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  // Another story may be putting pictures there.
  rmSync(pictures, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(pictures, { recursive: true });
  const errors: string[] = [];
  const barriers: string[] = [];
  let stops = 0;
  return {
    errors,
    barriers,
    visitor: async (viewport = { width: 1440, height: 900 }) => {
      const context = await browser.newContext({ baseURL: baseUrl, viewport, reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
      page.on('response', (answer) => {
        if (answer.status() >= 500) errors.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
      });
      return {
        page,
        signIn: async (email, password) => {
          await page.goto('/');
          await page.getByLabel('E-mail').fill(email);
          await page.getByLabel('Password', { exact: true }).fill(password);
          await page.getByLabel('Password', { exact: true }).press('Enter');
          await page.getByRole('navigation', { name: 'Main' }).waitFor();
        },
        stop: async (name) => {
          stops += 1;
          const number = String(stops).padStart(2, '0');
          // Skeletons come after 200 ms.
          await page.waitForTimeout(400);
          await page.locator('.skeleton').waitFor({ state: 'detached' });
          await page.screenshot({ path: join(pictures, `${number}-${name}.png`) });
          const found = await new AxeBuilder({ page }).setLegacyMode().analyze();
          for (const { id, impact, nodes } of found.violations) {
            if (impact !== 'serious' && impact !== 'critical') continue;
            barriers.push(`${name}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
          }
        },
      };
    },
    pictures: async (name) => {
      const pages = browser.contexts().flatMap((context) => context.pages());
      for (const [index, page] of pages.entries())
        await page.screenshot({ path: join(pictures, `${name}-${index + 1}.png`) }).catch(() => undefined);
    },
    close: () => browser.close(),
  };
}
