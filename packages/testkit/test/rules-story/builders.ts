import type { Locator, Page } from 'playwright-core';

/** A condition as a person says it: fact, comparison, value, each by the name that the editor shows. */
export type Condition = readonly [fact: string, operator: string, value: string];

export interface BranchPlan {
  readonly when: readonly Condition[];
  readonly rate: string;
}

const tier = (value: string): Condition => ['Tier', 'is', value];
const large: Condition = ['Order, net', 'at least', '500.00'];
const small: Condition = ['Order, net', 'less than', '500.00'];
const american: Condition = ["Customer's country", 'is', 'United States (US)'];

/** The rule of eight branches: tier × amount × country. */
export const EIGHT: readonly BranchPlan[] = [
  { when: [tier('Gold'), large, american], rate: '25' },
  { when: [tier('Gold'), large], rate: '22' },
  { when: [tier('Gold'), small, american], rate: '21' },
  { when: [tier('Gold')], rate: '20' },
  { when: [tier('Silver'), large, american], rate: '18' },
  { when: [tier('Silver'), large], rate: '17' },
  { when: [tier('Silver'), small], rate: '15' },
  { when: [tier('Bronze')], rate: '10' },
];

/** The same as cells copied from a spreadsheet. */
export const EIGHT_AS_CELLS = [
  ['Tier', 'Order, net', "Customer's country", 'Pay'],
  ['Gold', '≥ 500.00', 'US', '25 %'],
  ['Gold', '≥ 500.00', 'any', '22 %'],
  ['Gold', '< 500.00', 'US', '21 %'],
  ['Gold', 'any', 'any', '20 %'],
  ['Silver', '≥ 500.00', 'US', '18 %'],
  ['Silver', '≥ 500.00', 'any', '17 %'],
  ['Silver', '< 500.00', 'any', '15 %'],
  ['Bronze', 'any', 'any', '10 %'],
]
  .map((row) => row.join('\t'))
  .join('\n');

/** A new commission rule by the dialog of the list; answers its key. */
export async function newRule(page: Page, title: string): Promise<string> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rules' }).click();
  await page.getByRole('button', { name: 'New rule…' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.getByRole('button', { name: 'Create the rule' }).click();
  await page.getByRole('button', { name: 'Add the first branch' }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Waits until what was typed is in the store. */
export async function saved(page: Page): Promise<void> {
  await page.getByText(/saved \d/).waitFor();
}

/** Branch by branch on the canvas and in its panel, with the mouse. */
export async function buildByMouse(page: Page, branches: readonly BranchPlan[]): Promise<void> {
  const panel = page.getByRole('complementary', { name: 'Branch' });
  for (const [index, branch] of branches.entries()) {
    if (index === 0) await page.getByRole('button', { name: 'Add the first branch' }).click();
    else {
      await panel.getByRole('button', { name: 'More for this branch' }).click();
      await page.getByRole('menuitem', { name: 'Insert a branch below' }).click();
    }
    await panel.getByText(`Branch ${index + 1} of ${index + 1}`).waitFor();
    for (const [at, [fact, operator, value]] of branch.when.entries()) {
      if (at > 0) await panel.getByRole('button', { name: 'Condition', exact: true }).click();
      const row = panel.locator('.cond').nth(at);
      await choose(page, row.getByRole('combobox', { name: 'Fact' }), fact);
      await choose(page, row.getByRole('combobox', { name: /is compared$/ }), operator);
      const picker = row.getByRole('combobox', { name: /^Value of/ });
      if (await picker.count()) await choose(page, picker, value);
      else await row.getByRole('textbox', { name: /^Value of/ }).fill(value);
    }
    await choose(page, panel.getByRole('combobox', { name: 'Pay' }), 'a percentage');
    await panel.getByRole('textbox', { name: 'Rate' }).fill(branch.rate);
  }
}

/** The same without a mouse: Tab, arrows, Enter and what is typed. */
export async function buildByKeyboard(page: Page, branches: readonly BranchPlan[]): Promise<void> {
  for (const [index, branch] of branches.entries()) {
    if (index === 0) {
      await tabTo(page, 'Add the first branch');
      await page.keyboard.press('Enter');
    } else {
      await tabTo(page, 'More for this branch');
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Insert a branch below' }).waitFor();
      await arrowTo(page, 'Insert a branch below');
      await page.keyboard.press('Enter');
    }
    await page.getByText(`Branch ${index + 1} of ${index + 1}`).waitFor();
    for (const [at, [fact, operator, value]] of branch.when.entries()) {
      if (at > 0) {
        await tabTo(page, 'Condition');
        await page.keyboard.press('Enter');
        await page.locator('.cond').nth(at).waitFor();
      }
      await tabTo(page, 'Fact', at);
      await pick(page, fact);
      await tabTo(page, /is compared$/, at);
      await pick(page, operator);
      await tabTo(page, /^Value of/, at);
      if ((await page.locator(':focus').getAttribute('role')) === 'combobox') await pick(page, value);
      else {
        await page.keyboard.press('Control+A');
        await page.keyboard.type(value);
      }
    }
    await tabTo(page, 'Pay');
    await pick(page, 'a percentage');
    await tabTo(page, 'Rate');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(branch.rate);
  }
}

/** Run in the page: the name of what has the focus, and the number of the condition it is in. */
const WHAT_HAS_FOCUS = `({
  label:
    document.activeElement.getAttribute('aria-label') ??
    document.activeElement.labels?.[0]?.textContent ??
    document.activeElement.textContent ??
    '',
  condition: [...document.querySelectorAll('.cond')].findIndex((each) => each.contains(document.activeElement)),
})`;

/** Run in the page: the text of the option that the list box with the focus would take at Enter. */
const ACTIVE_OPTION = `document.getElementById(
  document.activeElement.getAttribute('aria-activedescendant') ?? '',
)?.textContent ?? null`;

async function choose(page: Page, select: Locator, option: string): Promise<void> {
  await select.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Presses Tab until what has the focus bears the name; `at`: in the condition of that number. */
async function tabTo(page: Page, name: string | RegExp, at?: number): Promise<void> {
  for (let presses = 0; presses < 250; presses += 1) {
    const { label, condition } = (await page.evaluate(WHAT_HAS_FOCUS)) as { label: string; condition: number };
    const named = typeof name === 'string' ? label.trim() === name : name.test(label.trim());
    if (named && (at === undefined || condition === at)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to "${String(name)}".`);
}

/** In an open menu: arrows until the item has the focus. */
async function arrowTo(page: Page, item: string): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    if ((await page.locator(':focus').innerText()).trim() === item) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The arrows do not come to "${item}".`);
}

/** In a list box that has the focus: opens it, and arrows until the option is active; as a person would, looks what came of it. */
async function pick(page: Page, option: string): Promise<void> {
  const box = page.locator(':focus');
  for (let tries = 0; tries < 4; tries += 1) {
    if ((await box.inputValue()) === option) return;
    await page.keyboard.press('ArrowDown');
    for (let presses = 0; presses < 300; presses += 1) {
      const active = (await page.evaluate(ACTIVE_OPTION)) as string | null;
      if (active?.trim() === option) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    for (let looks = 0; looks < 20 && (await box.inputValue()) !== option; looks += 1) await page.waitForTimeout(50);
  }
  if ((await box.inputValue()) !== option) throw new Error(`The list box does not take "${option}".`);
}
