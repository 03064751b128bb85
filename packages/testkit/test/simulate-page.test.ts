import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { List } from '@sluice/contracts/list';
import type { PartnerRow } from '@sluice/contracts/partner';
import type { RunRow } from '@sluice/contracts/run';
import { startSystem, type System } from '../src/harness/system.js';
import { until } from '../src/harness/until.js';
import { build } from '../../web/test/support/site.js';
import { openBrowser, type Browser, type Visitor } from './story/browser.js';
import { storyAt } from './story/chapters.js';

/** The simulator in a real browser: months in less than a second, what is shown of them, a real run told again. */
let system: System;
let browser: Browser;
let ops: Visitor;
const { chapter, arrive, read } = storyAt(() => ({ system, browser }));

/** Three ways in which partners behave after they were approved. */
const behaviours = ['busy', 'quiet', 'overdue'];

beforeAll(async () => {
  const { folder: web } = await build();
  system = await startSystem({
    name: 'simulate',
    flows: ['order-to-payable', 'onboarding'],
    env: { SLUICE_WEB_ROOT: web },
  });
  browser = await openBrowser(system.api.baseUrl);
}, 400_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

describe('a flow on a virtual clock in the browser', () => {
  chapter('90 days of onboarding for three behaviours take less than a second', async () => {
    ops = await arrive('ops@halden.example');
    const { page } = ops;
    const seconds: Record<string, number> = {};
    for (const behaviour of behaviours) {
      await page.goto(`/flows/onboarding/simulate?case=${behaviour}`);
      const told = await tookOf(ops);
      expect(told).toMatch(/^\d+ days in /);
      // The case lasts until day 90; the page names the day of the last step. The worker is warm the second time, as it is for whoever edits a flow.
      await page.getByRole('button', { name: 'Run again' }).click();
      await page.locator('.sim-again:not([aria-busy])').waitFor();
      seconds[behaviour] = secondsIn(await tookOf(ops));
      await page.getByRole('region', { name: 'The flow' }).waitFor();
      await ops.stop(`simulate-${behaviour}`);
    }
    process.stdout.write(`90 days each, in seconds: ${JSON.stringify(seconds)}\n`);
    expect(Object.values(seconds).reduce((sum, took) => sum + took, 0)).toBeLessThan(1);
  });

  chapter('the first telling, compiling included, takes less than a second too', async () => {
    const { page } = ops;
    await page.goto('/flows/onboarding/simulate?case=quiet');
    expect(secondsIn(await tookOf(ops))).toBeLessThan(1);
  });

  chapter('steps are gone through by keyboard, and a mail is seen as it would be sent', async () => {
    const { page } = ops;
    // From the end back to the last mail.
    const mail = page.getByTitle('The mail as it looks');
    for (let step = 0; step < 13 && !(await mail.isVisible()); step += 1) {
      await page.keyboard.press('ArrowLeft');
      await page.waitForTimeout(100);
    }
    await mail.contentFrame().getByText('Nora').first().waitFor();
    await ops.stop('simulate-mail');
  });

  chapter('a real run is told again to the draft', async () => {
    const { page } = ops;
    const { data: partners } = await read<List<PartnerRow>>('/v1/partners?limit=1');
    const partner = partners[0]!;
    await system.api.call('POST', '/v1/events', {
      body: {
        id: 'approved-for-simulation',
        type: 'partner.approved',
        occurredAt: new Date().toISOString(),
        data: { partnerId: partner.id },
      },
    });
    const run = await until('a run of the event', async () => {
      const { data } = await read<List<RunRow>>('/v1/runs?flow=onboarding');
      return data.find(({ status }) => status === 'waiting');
    });
    await page.getByRole('button', { name: /A quiet newcomer/ }).click();
    await page.getByRole('menuitem', { name: 'From a real run…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Tell a real run again' });
    await dialog
      .getByText(run.subject.title ?? run.subject.id)
      .first()
      .waitFor();
    await ops.stop('simulate-import');
    await dialog.locator('.sim-runs button').first().click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(partner.name).first().waitFor();
    expect(secondsIn(await tookOf(ops))).toBeLessThan(1);
    await ops.stop('simulate-real');
  });

  chapter('and on a phone', async () => {
    const phone = await arrive('ops@halden.example', { width: 390, height: 844 });
    await phone.page.goto('/flows/onboarding/simulate?case=quiet');
    await tookOf(phone);
    await phone.stop('simulate-phone');
  });

  it('no page met an error, and nothing serious stands in the way of anybody', () => {
    expect(browser.errors).toEqual([]);
    expect(browser.barriers).toEqual([]);
  });
});

async function tookOf({ page }: Visitor): Promise<string> {
  const took = page.locator('.sim-took');
  await took.waitFor({ state: 'attached' });
  return (await took.textContent()) ?? '';
}

function secondsIn(told: string): number {
  const [, seconds] = /in ([\d.,]+) s/.exec(told) ?? [];
  if (seconds === undefined) throw new Error(`"${told}" names no seconds.`);
  return Number(seconds);
}
