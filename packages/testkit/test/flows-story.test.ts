import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowDetail, FlowDraft } from '@sluice/contracts/flow';
import type { List } from '@sluice/contracts/list';
import type { PartnerRow } from '@sluice/contracts/partner';
import type { RunDetail, RunRow } from '@sluice/contracts/run';
import { flowHash, type FlowDocument } from '@sluice/flows';
import type { Page } from 'playwright-core';
import { startSystem, type System } from '../src/harness/system.js';
import { until } from '../src/harness/until.js';
import { startHookServer, type HookServer } from '../src/hook-server/server.js';
import { build } from '../../web/test/support/site.js';
import { buildFlow } from './flows-story/builders.js';
import { byKeyboard, byMouse } from './flows-story/drawings.js';
import { shippedAsDrawn } from './flows-story/recipe.js';
import { openBrowser, type Browser, type Visitor } from './story/browser.js';
import { storyAt } from './story/chapters.js';
import { keyboardOf, mouseOf } from './story/hands.js';

/**
 * A recipe is drawn from nothing by mouse and by keyboard, undone and redone; two people work on one flow at once; a flow is
 * published by two people, parks at a webhook that refuses, and ends after its address was put right. Real servers, a real browser.
 */
const people = { ops: 'ops@halden.example', manager: 'manager@halden.example' };
const recipe = shippedAsDrawn('re-engagement');

let system: System;
let browser: Browser;
let hook: HookServer;
let ops: Visitor;
let manager: Visitor;
const { chapter, arrive, read } = storyAt(() => ({ system, browser }), 400_000);

beforeAll(async () => {
  const { folder: web } = await build();
  system = await startSystem({ name: 'flows', env: { SLUICE_WEB_ROOT: web, SLUICE_CALL_LOOPBACK: 'true' } });
  browser = await openBrowser(system.api.baseUrl);
  const { body } = await system.api.call<{ secret: string }>('PUT', '/v1/connections/webhook', {
    as: 'admin@halden.example',
    body: {},
  });
  hook = await startHookServer(body.secret);
}, 400_000);

afterAll(async () => {
  await browser?.close();
  await hook?.close();
  await system?.stop();
}, 60_000);

describe('flows from nothing to a run that is put right', () => {
  chapter('the list and the ready flows to begin with', async () => {
    ops = await arrive(people.ops);
    await ops.page.goto('/flows');
    await ops.page.getByRole('row').nth(1).waitFor();
    await ops.stop('flows');
    await ops.page.getByRole('link', { name: 'New flow…' }).click();
    await ops.page.getByRole('heading', { name: recipe.title }).waitFor();
    await ops.stop('flow-gallery');
  });

  chapter('the re-engagement recipe is drawn by mouse', async () => {
    const { page } = ops;
    await page.getByRole('button', { name: 'Begin empty…' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('By mouse');
    await page.getByRole('button', { name: 'Create the draft' }).click();
    await page.locator('[data-step="trigger"]').waitFor();
    await buildFlow(page, mouseOf(page), byMouse(page), recipe);
    const { document } = await settled(page, 'by-mouse');
    expect(meaning(document)).toBe(flowHash(recipe));
    await page.getByRole('button', { name: 'Fit the whole flow' }).click();
    await ops.stop('flow-canvas');
  });

  chapter('everything is undone to nothing and done again to the same text', async () => {
    const { page } = ops;
    const before = await settled(page, 'by-mouse');
    await untilDisabled(page, 'Undo', 'Control+z');
    const empty = await settled(page, 'by-mouse');
    expect(empty.document.nodes.map(({ type }) => type)).toEqual(['end']);
    expect(empty.document).toMatchObject({ parameters: [], exits: [], trigger: { type: 'manual' } });
    await untilDisabled(page, 'Redo', 'Control+Shift+z');
    const again = await settled(page, 'by-mouse');
    expect(JSON.stringify(again.document)).toBe(JSON.stringify(before.document));
  });

  chapter('the same recipe is drawn by keyboard alone', async () => {
    const { page } = ops;
    await page.goto('/flows/new');
    const hands = keyboardOf(page);
    await hands.press(page.getByRole('button', { name: 'Begin empty…' }));
    await hands.fill(page.getByRole('textbox', { name: 'Title' }), 'By keyboard');
    await page.keyboard.press('Enter');
    await page.locator('[data-step="trigger"]').waitFor();
    await page.keyboard.press('o');
    await page.getByRole('list', { name: 'Steps of the flow' }).waitFor();
    await buildFlow(page, hands, byKeyboard(page, recipe), recipe);
    const { document } = await settled(page, 'by-keyboard');
    expect(meaning(document)).toBe(flowHash(recipe));
    await ops.stop('flow-outline');
  });

  chapter('two people change different steps at once: both are kept', async () => {
    manager = await arrive(people.manager);
    await apart('by-mouse', async () => {
      await rename(manager.page, 'email', 'Snapshot of the month');
      await rename(ops.page, 'task', 'Call them');
    });
    const dialog = ops.page.getByRole('dialog');
    await dialog.getByText('fits', { exact: true }).waitFor();
    await ops.stop('flow-conflict');
    await dialog.getByRole('button', { name: 'Merge what is ticked into theirs' }).click();
    await dialog.waitFor({ state: 'detached' });
    await until('both names to be stored', async () => {
      const titles = await titlesOf('by-mouse');
      return titles['email'] === 'Snapshot of the month' && titles['task'] === 'Call them';
    });
  });

  chapter('two people change the same at once: one chooses, and nothing else is lost', async () => {
    await apart('by-mouse', async () => {
      await rename(manager.page, 'email', 'Their words');
      await rename(manager.page, 'hold', 'Their hold');
      await rename(ops.page, 'release', 'My release');
      await rename(ops.page, 'email', 'My words');
    });
    const dialog = ops.page.getByRole('dialog');
    await dialog.getByText('touches what they changed').waitFor();
    await dialog.getByRole('button', { name: 'Merge what is ticked into theirs' }).click();
    await until('their words, and the rest of both', async () => {
      const { email, hold, release } = await titlesOf('by-mouse');
      return email === 'Their words' && hold === 'Their hold' && release === 'My release';
    });
    await apart('by-mouse', async () => {
      await rename(manager.page, 'email', 'Their last words');
      await rename(ops.page, 'email', 'My last words');
    });
    await dialog.getByRole('button', { name: 'Keep mine, overwrite theirs' }).click();
    await until('my words', async () => (await titlesOf('by-mouse'))['email'] === 'My last words');
    expect(await titlesOf('by-mouse')).toMatchObject({ hold: 'Their hold', release: 'My release', task: 'Call them' });
  });

  chapter('a flow that calls a webhook is drawn and asked for', async () => {
    const { page } = ops;
    await page.goto('/flows/new');
    await page.getByRole('button', { name: 'Begin empty…' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Tell the shop');
    await page.getByRole('button', { name: 'Create the draft' }).click();
    await page.locator('[data-step="trigger"]').waitFor();
    const call: FlowDocument = {
      ...recipe,
      trigger: { type: 'event', events: ['partner.activity'], reentry: 'every_event' },
      parameters: [],
      exits: [],
      nodes: [
        { id: 'webhook', type: 'webhook', config: { url: `${hook.url}/wrong` } },
        { id: 'end', type: 'end', config: { outcome: 'told' } },
      ],
      edges: [
        { from: 'trigger', port: 'next', to: 'webhook' },
        { from: 'webhook', port: 'next', to: 'end' },
      ],
    };
    await buildFlow(page, mouseOf(page), byMouse(page), call);
    await settled(page, 'tell-the-shop');
    await ops.stop('flow-panel');
    await page.getByRole('button', { name: 'Publish v1…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Ask for publishing' }).click();
    await dialog.getByText('It waits for somebody who did not make it', { exact: false }).waitFor();
    await ops.stop('flow-publish');
  });

  chapter('somebody else sees what is asked and approves', async () => {
    const { page } = manager;
    await page.goto('/approvals');
    await page.getByText('Tell the shop', { exact: false }).first().waitFor();
    await page.getByText('A new flow').first().waitFor();
    await manager.stop('flow-approval');
    await page.keyboard.press('a');
    await page.getByText('Nothing waits for you.', { exact: false }).waitFor();
    await until('it to be in force', async () => (await read<FlowDetail>('/v1/flows/tell-the-shop')).version === 1);
  });

  chapter('the webhook refuses, the run parks; its address is put right, and it ends', async () => {
    hook.fail(404);
    const [partner] = (await read<List<PartnerRow>>('/v1/partners?limit=10&status=active')).data;
    const { status } = await system.api.call('POST', '/v1/events', {
      body: {
        id: `evt-${system.tag}-told`,
        type: 'partner.activity',
        occurredAt: new Date().toISOString(),
        data: { partnerId: partner!.id, what: 'webinar' },
      },
    });
    expect(status).toBe(202);
    const run = await until('the run to park', async () => {
      const { data } = await read<List<RunRow>>('/v1/runs?flow=tell-the-shop');
      return data.find((row) => row.status === 'parked');
    });
    expect(hook.received).toEqual([]);
    const { page } = ops;
    await page.goto(`/runs/${run.id}`);
    const panel = page.getByRole('complementary', { name: 'The run in words' });
    await panel.getByText('404', { exact: false }).first().waitFor();
    await ops.stop('flow-run-parked');
    await panel.getByRole('textbox', { name: 'url' }).fill(`${hook.url}/right`);
    await panel.getByRole('button', { name: 'Edit and retry' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('The shop has moved.');
    await dialog.getByRole('button', { name: 'Edit and retry' }).click();
    const done = await until('the run to end', async () => {
      const detail = await read<RunDetail>(`/v1/runs/${run.id}`);
      return detail.status === 'completed' && detail;
    });
    expect(done.outcome).toBe('told');
    expect(hook.received.map(({ path, verified }) => [path, verified])).toEqual([['/right', true]]);
    await page.reload();
    await page.getByText('completed').first().waitFor();
    await ops.stop('flow-run-done');
  });

  chapter('in the dark and on a phone there are no barriers either', async () => {
    const { page } = ops;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/flows');
    await page.getByRole('row').nth(1).waitFor();
    await ops.stop('flows-dark');
    await page.goto('/flows/new');
    await page.getByRole('heading', { name: recipe.title }).waitFor();
    await ops.stop('flow-gallery-dark');
    await page.goto('/flows/by-mouse');
    await page.locator('[data-step="trigger"]').waitFor();
    await page.getByRole('button', { name: 'Fit the whole flow' }).click();
    await page.locator('[data-step="goal_bonus"]').click();
    await ops.stop('flow-canvas-dark');
    await page.getByRole('button', { name: /^Publish v/ }).click();
    await page.getByRole('dialog').waitFor();
    await ops.stop('flow-publish-dark');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Outline' }).click();
    await page.getByRole('list', { name: 'Steps of the flow' }).waitFor();
    await ops.stop('flow-outline-dark');
    const phone = await arrive(people.ops, { width: 390, height: 844 });
    for (const [name, path] of Object.entries({ list: '/flows', gallery: '/flows/new', editor: '/flows/by-mouse' })) {
      await phone.page.goto(path);
      await phone.page.getByText(recipe.title).or(phone.page.getByText('By mouse')).first().waitFor();
      await phone.stop(`flow-phone-${name}`);
    }
  });

  it('no page has reported an error or has barriers for some people', () => {
    expect(browser.errors).toEqual([]);
    expect(browser.barriers).toEqual([]);
  });
});

/** What a flow does, whatever it is called. */
function meaning(document: FlowDocument): string {
  return flowHash({ ...document, key: recipe.key });
}

/** The draft once nothing is on its way any more. */
async function settled(page: Page, key: string): Promise<FlowDraft> {
  await page.getByText(/saved \d/).waitFor();
  return read<FlowDraft>(`/v1/flows/${key}/draft`);
}

async function titlesOf(key: string): Promise<Record<string, string | undefined>> {
  const { document } = await read<FlowDraft>(`/v1/flows/${key}/draft`);
  return Object.fromEntries(document.nodes.map(({ id, title }) => [id, title]));
}

/** Presses keys until the button that does the same has nothing left to do. */
async function untilDisabled(page: Page, name: string, keys: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  for (let presses = 0; presses < 400; presses += 1) {
    if (await button.isDisabled()) return;
    await page.keyboard.press(keys);
  }
  throw new Error(`${name} does not come to an end.`);
}

/** Both open the flow; then ops are without a connection while both work, and come back. */
async function apart(key: string, work: () => Promise<void>): Promise<void> {
  for (const { page } of [ops, manager]) {
    await page.goto(`/flows/${key}`);
    await page.locator('[data-step="trigger"]').waitFor();
    await page.getByRole('button', { name: 'Fit the whole flow' }).click();
  }
  await ops.page.context().setOffline(true);
  await work();
  await settled(manager.page, key);
  await ops.page.context().setOffline(false);
}

async function rename(page: Page, id: string, title: string): Promise<void> {
  await page.locator(`[data-step="${id}"]`).click();
  await page.getByRole('complementary', { name: 'The step' }).getByLabel('Name on the card').fill(title);
}
