import type { FlowDocument } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import type { Locator, Page } from 'playwright-core';
import { tabTo } from '../story/hands.js';
import type { Drawing } from './builders.js';

/** On the canvas: kinds of steps dragged and pressed, ports dragged to cards, `+` pressed. */
export function byMouse(page: Page): Drawing {
  const card = (id: string) => page.locator(`[data-step="${id}"]`);
  const kind = (type: string) =>
    page
      .getByRole('complementary', { name: 'Steps' })
      .getByRole('button', { name: catalogue[type]!.core.title, exact: true });
  const whole = () => page.getByRole('button', { name: 'Fit the whole flow' }).click();
  const select = async (id: string) => {
    await whole();
    await card(id).click();
    await page.locator(`[data-step="${id}"][aria-pressed="true"]`).waitFor();
    await still(page);
  };
  return {
    open: select,
    add: async (from, port, type) => {
      // The first by dragging, those after the main way out of what is chosen by the palette, others by the `+` of the port.
      if (from === 'trigger') return kind(type).dragTo(card(from));
      await select(from);
      const box = page.getByRole('combobox', { name: 'Find a step to add' });
      // A box does not stay open over what moves: one presses again.
      for (let presses = 0; presses < 5; presses += 1) {
        await page.locator(`[data-plus="${from}|${port}"]`).click();
        if (await opens(box)) break;
      }
      await box.fill(catalogue[type]!.core.title);
      await page.locator(`#kind-${type}`).click();
      await box.waitFor({ state: 'detached' });
    },
    join: async (from, port, to) => {
      await select(from);
      const port_ = page.locator(`.react-flow__handle.source[data-nodeid="${from}"][data-handleid="${port}"]`);
      const [start, end] = await Promise.all([port_.boundingBox(), card(to).boundingBox()]);
      if (!start || !end) throw new Error(`${from} or ${to} is not to be seen.`);
      await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
      await page.mouse.down();
      await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 8 });
      await page.mouse.up();
    },
  };
}

/** Waits until the drawing has made room for the panel and moves no more. */
async function still(page: Page): Promise<void> {
  const place = () => page.locator('.react-flow__viewport').getAttribute('style');
  for (let last = await place(), same = 0; same < 2;) {
    await page.waitForTimeout(120);
    const now = await place();
    same = now === last ? same + 1 : 0;
    last = now;
  }
}

/** Whether a box is open, and stays so. */
async function opens(box: Locator): Promise<boolean> {
  const isOpen = await box.waitFor({ timeout: 1_000 }).then(
    () => true,
    () => false,
  );
  if (!isOpen) return false;
  await box.page().waitForTimeout(300);
  return box.isVisible();
}

/** In the outline: what is sought is found by its name, ways out come by Tab, and what is typed says what stands there. */
export function byKeyboard(page: Page, flow: FlowDocument): Drawing {
  const { keyboard } = page;
  const row = (id: string) => page.locator(`[data-row="${id}"]`);
  const focused = (id: string) => page.locator(`[data-row="${id}"]:focus`).waitFor();
  const go = async (id: string) => {
    if (id === 'trigger') {
      await tabTo(page, page.locator('.fe-outline [data-row][tabindex="0"]'));
      await keyboard.press('Home');
      return focused(id);
    }
    await keyboard.press('Control+F');
    await page.getByRole('textbox', { name: 'Find in this flow' }).waitFor();
    await keyboard.type(id.replace(/_\d+$/, ''));
    for (let presses = 0; presses < 30; presses += 1) {
      await keyboard.press('Enter');
      if ((await row(id).getAttribute('aria-current')) === 'true') break;
    }
    await keyboard.press('Escape');
    return focused(id);
  };
  const offer = async (from: string, port: string) => {
    await go(from);
    const node = flow.nodes.find(({ id }) => id === from);
    const ports = node ? catalogue[node.type]!.core.ports(node.config) : [];
    const name = ports.length > 1 ? ports.find(({ key }) => key === port)?.title : 'then';
    const line = row(from).locator('xpath=../..').locator('> .fo-outs > .fo-out > .fo-line');
    await tabTo(page, line.getByRole('button', { name: `Add or connect a step at “${name}”`, exact: true }));
    await keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Find a step to add' }).waitFor();
  };
  const takeChoice = async (id: string) => {
    const box = page.getByRole('combobox', { name: 'Find a step to add' });
    for (let presses = 0; presses < 40 && (await box.getAttribute('aria-activedescendant')) !== id; presses += 1)
      await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await box.waitFor({ state: 'detached' });
  };
  return {
    open: async (id) => {
      await go(id);
      await keyboard.press('Enter');
      await page.locator('[data-panel-start]:focus').waitFor();
    },
    add: async (from, port, type) => {
      await offer(from, port);
      await keyboard.type(catalogue[type]!.core.title);
      await takeChoice(`kind-${type}`);
    },
    join: async (from, port, to) => {
      await offer(from, port);
      await keyboard.type(to.replace(/_\d+$/, ''));
      await takeChoice(`step-${to}`);
    },
  };
}
