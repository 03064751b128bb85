import type { Locator, Page } from 'playwright-core';

/** How a person works with the parts of a page: with a mouse, or with the keyboard alone. */
export interface Hands {
  /** Presses a button, or chooses a tab. */
  press(target: Locator): Promise<void>;
  /** Puts a text in place of what stands in a field. */
  fill(field: Locator, text: string): Promise<void>;
  /** Takes an option of a list box; `search` is typed where one can type. */
  choose(box: Locator, option: RegExp, search?: string): Promise<void>;
  /** Takes an item of the menu that a button opens. */
  take(button: Locator, item: RegExp): Promise<void>;
}

export function mouseOf(page: Page): Hands {
  return {
    press: (target) => target.click(),
    fill: (field, text) => field.fill(text),
    choose: async (box, option, search) => {
      // The list of a field for several stays open; its text field is as small as what is typed in it.
      if ((await box.getAttribute('aria-expanded')) !== 'true') await box.click({ force: true });
      if (search !== undefined) await box.fill(search);
      await page.getByRole('option', { name: option }).first().click();
    },
    take: async (button, item) => {
      await button.click();
      await page.getByRole('menuitem', { name: item }).first().click();
    },
  };
}

/** Tab, arrows, Enter and what is typed. */
export function keyboardOf(page: Page): Hands {
  const { keyboard } = page;
  const fill = async (field: Locator, text: string): Promise<void> => {
    await tabTo(page, field);
    await keyboard.press('Control+A');
    await (text === '' ? keyboard.press('Delete') : keyboard.type(text));
  };
  return {
    fill,
    press: async (target) => {
      if ((await target.getAttribute('role')) === 'tab') {
        await tabTo(page, target.locator('xpath=..').locator('[aria-selected="true"]'));
        for (let presses = 0; presses < 10 && !(await hasFocus(target)); presses += 1)
          await keyboard.press('ArrowRight');
        return;
      }
      await tabTo(page, target);
      await keyboard.press('Enter');
    },
    choose: async (box, option, search) => {
      if (search === undefined) await tabTo(page, box);
      else await fill(box, search);
      await arrowTo(page, option, ACTIVE_OPTION);
      await keyboard.press('Enter');
    },
    take: async (button, item) => {
      await tabTo(page, button);
      await keyboard.press('Enter');
      await page.getByRole('menuitem', { name: item }).first().waitFor();
      await arrowTo(page, item, ACTIVE_ITEM);
      await keyboard.press('Enter');
    },
  };
}

/** Presses Tab, or Shift and Tab where it lies behind, until the element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 300; presses += 1) {
    const where = await target.evaluate(whereFocusIs);
    if (where === 'here') return;
    await page.keyboard.press(where === 'behind' ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab does not come to ${String(target)}.`);
}

/** Presses an arrow until what the keyboard would take bears the name. */
async function arrowTo(page: Page, name: RegExp, active: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    const text = (await page.evaluate(active)) as string | null;
    if (text !== null && name.test(text)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The arrows do not come to ${String(name)}.`);
}

async function hasFocus(target: Locator): Promise<boolean> {
  return (await target.evaluate(whereFocusIs)) === 'here';
}

/** As much of an element as is asked of it; the code here knows nothing of the page's own types. */
interface Placed {
  ownerDocument: { activeElement: Placed | null };
  compareDocumentPosition(other: Placed): number;
}

/** Run in the page: whether the focus is on an element, before or behind it. */
function whereFocusIs(target: unknown): 'here' | 'ahead' | 'behind' {
  const element = target as Placed;
  const active = element.ownerDocument.activeElement;
  if (active === element) return 'here';
  const FOLLOWING = 4;
  return active && element.compareDocumentPosition(active) & FOLLOWING ? 'behind' : 'ahead';
}

/** Run in the page: the text of the option that the list box with the focus would take at Enter. */
const ACTIVE_OPTION = `document.getElementById(
  document.activeElement.getAttribute('aria-activedescendant') ?? '',
)?.innerText.replace(/\\s+/g, ' ').trim() ?? null`;

/** Run in the page: the text of the item of a menu that has the focus. */
const ACTIVE_ITEM = `document.activeElement.getAttribute('role') === 'menuitem'
  ? document.activeElement.innerText.replace(/\\s+/g, ' ').trim() : null`;
