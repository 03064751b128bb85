import type { Me } from '@sluice/contracts/me';
import { chromiumPath } from '@sluice/devstack/chromium';
import { chromium, type Browser, type Page } from 'playwright-core';
import { answers } from '../fixtures/answers.js';

/** The Chromium that devstack finds or fetches, with a new empty profile. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await chromiumPath(() => undefined);
  return chromium.launch({
    executablePath,
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
}

export interface View {
  me: Me | null;
  scheme?: 'light' | 'dark';
  size?: { width: number; height: number };
  language?: 'en' | 'de';
}

export interface Sent {
  method: string;
  path: string;
  body: unknown;
  key: string | undefined;
}

export interface OpenPage {
  page: Page;
  /** What the page posted. */
  sent: Sent[];
  /** Errors of the page itself: uncaught ones and refusals of the policy. */
  broken: string[];
  /** Answers the next POST to a path so instead of 200. */
  refuse: (path: RegExp, status: number, body: unknown) => void;
}

/** A fresh profile whose API is the fixtures. */
export async function openPage(
  browser: Browser,
  base: string,
  { me, scheme = 'light', size, language = 'en' }: View,
): Promise<OpenPage> {
  const context = await browser.newContext({
    baseURL: base,
    viewport: size ?? { width: 1440, height: 900 },
    colorScheme: scheme,
    locale: language === 'de' ? 'de-DE' : 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const sent: Sent[] = [];
  const broken: string[] = [];
  const refusals: { path: RegExp; status: number; body: unknown }[] = [];
  const known = me ? answers(me) : [];
  page.on('pageerror', (error) => broken.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    // The sandboxed mail's script is refused on purpose.
    if (message.type() === 'error' && !/sandboxed|status of 4\d\d/.test(text)) broken.push(text);
  });
  await context.route(/\/(v1|api)\//, async (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    const method = request.method();
    if (path === '/v1/stream') {
      await route.fulfill({ status: 200, contentType: 'text/event-stream', body: ': open\n\n' });
      return;
    }
    if (method !== 'GET') {
      sent.push({
        method,
        path,
        body: request.postDataJSON() as unknown,
        key: request.headers()['idempotency-key'],
      });
      const refusal = refusals.find((each) => each.path.test(path));
      if (refusal) {
        refusals.splice(refusals.indexOf(refusal), 1);
        await route.fulfill({
          status: refusal.status,
          contentType: 'application/problem+json',
          body: JSON.stringify(refusal.body),
        });
        return;
      }
      await route.fulfill({ status: 200, json: postAnswer(path) });
      return;
    }
    const answer = known.find(([pattern]) => pattern.test(path));
    if (answer) await route.fulfill({ status: 200, json: answer[2] });
    else
      await route.fulfill({
        status: me ? 404 : 401,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'There is no such thing here.',
          status: me ? 404 : 401,
          code: 'not_found',
        }),
      });
  });
  return { page, sent, broken, refuse: (path, status, body) => refusals.push({ path, status, body }) };
}

function postAnswer(path: string): unknown {
  if (path.endsWith('/decision')) return { approval: path.split('/')[3], state: 'approved', given: 1, needed: 1 };
  if (path.startsWith('/v1/runs/')) return { run: path.split('/')[3], outcome: 'done' };
  if (path === '/v1/payout-batches') return { run: 'run_3' };
  if (path === '/v1/rules/evaluate') return { result: { percent: '20' }, trace: [] };
  return {};
}
