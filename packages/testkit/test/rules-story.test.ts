import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommissionDetail, CommissionRow, Explanation } from '@sluice/contracts/commission';
import type { List } from '@sluice/contracts/list';
import type { PartnerRow } from '@sluice/contracts/partner';
import type { RuleDetail, RuleDraft } from '@sluice/contracts/rule';
import { startSystem, type System } from '../src/harness/system.js';
import { until } from '../src/harness/until.js';
import { build } from '../../web/test/support/site.js';
import { buildByKeyboard, buildByMouse, EIGHT, EIGHT_AS_CELLS, newRule, saved } from './rules-story/builders.js';
import { openBrowser, type Browser, type Visitor } from './story/browser.js';
import { storyAt } from './story/chapters.js';

/**
 * An ops user makes a commission rule three ways, sees where it has a gap, tries it on past orders and asks for it; a
 * manager approves; the next order is paid by it and says so. Real servers, a real browser.
 */
const people = { ops: 'ops@halden.example', manager: 'manager@halden.example' };

/** Past orders: tier of the partner, country, net in minor units. */
const history = [
  ['gold', 'US', 60_000],
  ['gold', 'DE', 60_000],
  ['gold', 'US', 40_000],
  ['gold', 'DE', 40_000],
  ['silver', 'US', 80_000],
  ['silver', 'DE', 80_000],
  ['silver', 'DE', 10_000],
  ['bronze', 'US', 10_000],
] as const;

let system: System;
let browser: Browser;
let ops: Visitor;
let manager: Visitor;
let byMouse: string;
const partners = new Map<string, string>();
const { chapter, arrive: signIn, read } = storyAt(() => ({ system, browser }));

beforeAll(async () => {
  const { folder: web } = await build();
  system = await startSystem({ name: 'rules', hold: 'PT3S', env: { SLUICE_WEB_ROOT: web } });
  browser = await openBrowser(system.api.baseUrl);
  const list = await read<List<PartnerRow>>('/v1/partners?limit=100');
  for (const { id, tier, status } of list.data) if (status !== 'terminated' && tier) partners.set(tier, id);
  for (const [index, [tier, country, net]] of history.entries()) await pays(`past${index}`, tier, country, net);
  await until('the past orders to have commissions', async () => {
    const { data } = await read<List<CommissionRow>>('/v1/commissions?limit=100');
    return data.length >= history.length;
  });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

describe('a commission rule from empty to the next order that is paid by it', () => {
  chapter('ops build eight branches on the canvas', async () => {
    ops = await arrive(people.ops);
    const { page } = ops;
    const key = await newRule(page, 'By mouse');
    await buildByMouse(page, EIGHT);
    await saved(page);
    byMouse = (await draftOf(key)).logic;
    expect(JSON.parse(byMouse)).toMatchObject({ if: expect.any(Array) });
    expect((JSON.parse(byMouse) as { if: unknown[] }).if).toHaveLength(17);
    await ops.stop('rule-canvas');
  });

  chapter('again as a table, by pasting cells: the same text', async () => {
    const { page } = ops;
    const key = await newRule(page, 'By table');
    await page.keyboard.press('Alt+2');
    await pasteTable(EIGHT_AS_CELLS);
    await saved(page);
    expect((await draftOf(key)).logic).toBe(byMouse);
    await ops.stop('rule-table');
  });

  chapter('again by keyboard alone: the same text', async () => {
    const { page } = ops;
    const key = await newRule(page, 'By keyboard');
    await buildByKeyboard(page, EIGHT);
    await saved(page);
    expect((await draftOf(key)).logic).toBe(byMouse);
    await ops.stop('rule-keyboard');
  });

  chapter('the rule in force gets the eight branches; its cases are told anew', async () => {
    const { page } = ops;
    await page.goto('/rules/standard');
    await page.getByRole('group', { name: /^Branch 1/ }).waitFor();
    await page.keyboard.press('Alt+2');
    await pasteTable(EIGHT_AS_CELLS, 'In their place');
    await page.getByRole('tab', { name: /^Cases/ }).click();
    const red = page.getByRole('row').filter({ hasText: 'red' });
    await red.first().waitFor();
    for (let left = await red.count(); left > 0; left = await red.count()) {
      await red
        .first()
        .getByRole('button', { name: /^Actions on/ })
        .click();
      await page.getByRole('menuitem', { name: 'Expect what the draft answers' }).click();
      await until('a case less to be red', async () => (await red.count()) < left);
    }
    await saved(page);
  });

  chapter('a gap shows with facts that fall into it, becomes a case, and is mended by one press', async () => {
    const { page } = ops;
    const cell = page.getByRole('gridcell', { name: '≥ $500.00' }).nth(3);
    await cell.dblclick();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('> 500.00');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: /^Problems/ }).click();
    const gap = page.getByRole('listitem').filter({ hasText: /Silver.*\$500\.00/ });
    await gap.first().waitFor();
    await ops.stop('rule-gap');
    const draft = await settled('standard');
    await page.keyboard.press('Alt+1');
    await page.getByRole('group', { name: /^Branch 6/ }).click();
    await page.getByRole('complementary').getByRole('button', { name: 'Save as case' }).click();
    await page
      .getByRole('complementary')
      .getByRole('button', { name: /at least/ })
      .click();
    await page.getByRole('tab', { name: /^Cases/ }).click();
    const red = page.getByRole('row').filter({ hasText: 'red' });
    await red.getByRole('button', { name: /^Actions on/ }).click();
    await page.getByRole('menuitem', { name: 'Expect what the draft answers' }).click();
    await until('no case to be red', async () => (await red.count()) === 0);
    await saved(page);
    const mended = await settled('standard');
    expect(mended.cases.length).toBe(draft.cases.length + 1);
    expect(mended.cases.at(-1)).toMatchObject({
      facts: { partner: { tier: 'silver' }, order: { net: 50_000 } },
      expected: { type: 'percent', rate: '17' },
    });
    await ops.stop('rule-mended');
  });

  chapter('it is tried on the past orders, to the cent', async () => {
    const { page } = ops;
    await page.getByRole('button', { name: 'Backtest' }).click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('button', { name: 'Period' }).click();
    await page.getByRole('menuitem', { name: 'last 12 months' }).click();
    await panel.getByRole('button', { name: 'Run the backtest' }).click();
    await panel.getByText('5 of 8 change').waitFor();
    await panel.getByText('$665.00').waitFor();
    await panel.getByText('$751.00').waitFor();
    await panel.getByText('+$86.00').first().waitFor();
    await ops.stop('rule-backtest');
  });

  chapter('ops ask for it, and cannot approve it themselves', async () => {
    const { page } = ops;
    await page.getByRole('button', { name: /^Publish v2/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('+$86.00').first().waitFor();
    await ops.stop('rule-publish');
    await dialog.getByRole('button', { name: 'Ask for publishing' }).click();
    await dialog.getByText('It waits for somebody who did not make it', { exact: false }).waitFor();
    const approval = (await draftOf('standard')).approval!;
    const item = await read<{ subjectHash: string }>(`/v1/approvals/${approval.id}`);
    const body = { outcome: 'approve', subjectHash: item.subjectHash };
    const own = await system.api.once('POST', `/v1/approvals/${approval.id}/decision`, { as: people.ops, body });
    expect(own.status).toBe(403);
    expect((await read<RuleDetail>('/v1/rules/standard')).version).toBe(1);
  });

  chapter('a manager sees what changes and approves', async () => {
    manager = await arrive(people.manager);
    const { page } = manager;
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^Approvals/ })
      .click();
    await page.getByText('+$86.00').first().waitFor();
    await manager.stop('rule-approval');
    await page.keyboard.press('a');
    await page.getByText('Nothing waits for you.', { exact: false }).waitFor();
    await until('version 2 to be in force', async () => (await read<RuleDetail>('/v1/rules/standard')).version === 2);
  });

  chapter('the next order is paid by the new version, and says so', async () => {
    await pays('next', 'gold', 'US', 60_000);
    const commission = await until('the commission', async () => commissionOf('next'));
    expect(commission.amount).toEqual({ amount: '15000', currency: 'USD' });
    const why = await read<Explanation>(`/v1/commissions/${commission.id}/explanation`);
    expect(why.rule).toMatchObject({ key: 'standard', version: 2 });
    const { page } = manager;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Commissions' }).click();
    await page.getByRole('row').filter({ hasText: 'next' }).getByRole('button').click();
    const drawer = page.getByRole('dialog', { name: 'Why this amount' });
    await drawer.getByText('the order is at least', { exact: false }).waitFor();
    await drawer.getByText('v2', { exact: false }).first().waitFor();
    await manager.stop('rule-paid');
  });

  chapter('the editor has no barriers in the dark either', async () => {
    const { page } = ops;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/rules/standard');
    await page.getByRole('group', { name: /^Branch 1/ }).click();
    await ops.stop('rule-canvas-dark');
    await page.keyboard.press('Alt+2');
    await page.getByRole('grid').waitFor();
    await ops.stop('rule-table-dark');
    await page.keyboard.press('Alt+3');
    await page.locator('.cm-content').waitFor();
    await ops.stop('rule-json-dark');
  });

  it('no page has reported an error or has barriers for some people', () => {
    expect(browser.errors).toEqual([]);
    expect(browser.barriers).toEqual([]);
  });
});

async function arrive(email: string): Promise<Visitor> {
  const visitor = await signIn(email);
  await visitor.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: system.api.baseUrl });
  return visitor;
}

async function pasteTable(cells: string, place?: string): Promise<void> {
  const { page } = ops;
  await page.getByRole('grid').waitFor();
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(cells)})`);
  await page.getByRole('gridcell').first().click();
  await page.keyboard.press('Control+V');
  const dialog = page.getByRole('dialog', { name: 'Rows from a spreadsheet' });
  await dialog.waitFor();
  if (place) await dialog.getByRole('button', { name: place }).click();
  await dialog.getByRole('button', { name: /8 rows/ }).click();
  await page.getByRole('gridcell', { name: 'Bronze' }).waitFor();
}

async function pays(id: string, tier: string, country: string, net: number): Promise<void> {
  const order = `${system.tag}-${id}`;
  const { status, body } = await system.api.call('POST', '/v1/events', {
    body: {
      id: `evt-${order}`,
      type: 'order.paid',
      occurredAt: new Date().toISOString(),
      data: {
        order: { id: order, amount: { amount: String(net), currency: 'USD' } },
        customer: { id: `cus-${order}`, email: `${order}@example.com`, country },
        attribution: { partnerId: partners.get(tier) },
      },
    },
  });
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
}

async function commissionOf(id: string): Promise<CommissionDetail | undefined> {
  const { data } = await read<List<CommissionRow>>(`/v1/commissions?search=${system.tag}-${id}`);
  return data[0] && read<CommissionDetail>(`/v1/commissions/${data[0].id}`);
}

function draftOf(key: string): Promise<RuleDraft> {
  return read<RuleDraft>(`/v1/rules/${key}/draft`);
}

/** The draft once nothing is on its way any more. */
async function settled(key: string): Promise<RuleDraft> {
  await saved(ops.page);
  return draftOf(key);
}
