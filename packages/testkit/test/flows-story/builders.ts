import type { Json, JsonObject } from '@sluice/domain';
import type { FlowDocument, FlowNode, Parameter } from '@sluice/flows';
import type { FormField } from '@sluice/nodes/form-types';
import { forms } from '@sluice/nodes/forms';
import { catalogue } from '@sluice/nodes/catalogue';
import type { Locator, Page } from 'playwright-core';
import type { Hands } from '../story/hands.js';

/** How steps are put, joined and opened: on the canvas with a mouse, or in the outline with keys. */
export interface Drawing {
  add(from: string, port: string, type: string): Promise<void>;
  join(from: string, port: string, to: string): Promise<void>;
  open(id: string): Promise<void>;
}

/** Makes a flow from empty as the document says: its start, parameters and exits, then step after step along the paths. */
export async function buildFlow(page: Page, hands: Hands, drawing: Drawing, flow: FlowDocument): Promise<void> {
  await drawing.open('trigger');
  await fillTrigger(page, hands, flow);
  const there = new Set(['trigger']);
  for (const { from, port, to } of flow.edges) {
    if (there.has(to)) {
      await drawing.join(from, port, to);
      continue;
    }
    const node = flow.nodes.find(({ id }) => id === to)!;
    // A new flow has an end from the beginning: what is put before it leads on to it.
    if (to !== 'end') await drawing.add(from, port, node.type);
    await drawing.open(to);
    there.add(to);
    await fillStep(page, hands, node);
  }
}

const TYPES: Readonly<Record<Parameter['type'], RegExp>> = {
  duration: /^Duration$/,
  money: /^Amount$/,
  decimal: /^Decimal number$/,
  integer: /^Whole number$/,
  string: /^Text$/,
  role: /^Role$/,
  template: /^Mail$/,
};

async function fillTrigger(page: Page, hands: Hands, flow: FlowDocument): Promise<void> {
  const panel = page.getByRole('complementary', { name: 'The flow' });
  const { trigger } = flow;
  if (trigger.type === 'segment') {
    await hands.press(panel.getByRole('button', { name: 'by a segment' }));
    await hands.choose(panel.getByRole('combobox', { name: 'Segment' }), /^Quiet for 30 days$/);
    await hands.choose(panel.getByRole('combobox', { name: 'A run begins' }), /^anew, unless one is running$/);
  } else if (trigger.type === 'event') {
    await hands.press(panel.getByRole('button', { name: 'by an event' }));
    await hands.choose(panel.getByRole('combobox', { name: 'A run begins' }), /^anew with every event$/);
    const box = panel.getByRole('combobox', { name: 'Events' });
    for (const event of trigger.events) await tag(page, hands, box, event);
  }
  if (flow.parameters.length > 0) await hands.press(panel.getByRole('tab', { name: /^Parameters/ }));
  for (const [index, { title, type, default: value }] of flow.parameters.entries()) {
    await hands.press(panel.getByRole('button', { name: 'Add a parameter' }));
    const item = panel.getByRole('group').nth(index);
    await hands.fill(item.getByRole('textbox', { name: 'What it is' }), title);
    if (type !== 'duration') await hands.choose(item.getByRole('combobox', { name: 'Type' }), TYPES[type]);
    const standard = `Default of ${title}`;
    if (type === 'role') await hands.choose(item.getByRole('combobox', { name: standard }), exactly(String(value)));
    else await hands.fill(item.getByRole('textbox', { name: standard }), typed(value));
  }
  if (flow.exits.length > 0) await hands.press(panel.getByRole('tab', { name: /^Exits/ }));
  for (const [index, { events, outcome }] of flow.exits.entries()) {
    await hands.press(panel.getByRole('button', { name: 'Add an exit' }));
    const item = panel.getByRole('group').nth(index);
    // The first event stands there from the beginning.
    for (const event of events.slice(1)) await tag(page, hands, item.getByRole('combobox', { name: 'Events' }), event);
    await hands.fill(item.getByRole('textbox', { name: 'Outcome' }), outcome);
  }
}

/** The settings of the step that is open, each by its own control. */
async function fillStep(page: Page, hands: Hands, { type, config }: FlowNode): Promise<void> {
  const panel = page.getByRole('complementary', { name: 'The step' });
  await panel
    .getByText(catalogue[type]?.core.title ?? type, { exact: true })
    .first()
    .waitFor();
  // Which rules there are to choose from depends on what the rule decides.
  const settings = Object.entries(config).sort(([a], [b]) => Number(b === 'decides') - Number(a === 'decides'));
  for (const [key, value] of settings) {
    const field = forms[type]?.fields.find((each) => each.key === key);
    if (!field) throw new Error(`A step of the kind ${type} has no field for ${key}.`);
    await fillField(page, hands, panel.locator(`[data-setting="${key}"]`), field, value);
  }
}

async function fillField(page: Page, hands: Hands, box: Locator, field: FormField, value: Json): Promise<void> {
  const combobox = box.getByRole('combobox').first();
  const own = ['reference', 'recipient', 'values'].includes(field.input);
  const path = pathOf(value);
  if (path !== undefined && !own)
    return hands.take(box.getByRole('button', { name: `Take ${field.label} from elsewhere` }), endsWith(path));
  switch (field.input) {
    case 'reference':
      return hands.choose(combobox, endsWith(path ?? ''), path);
    case 'recipient': {
      const { partner } = value as { partner: Json };
      await hands.choose(combobox, /^a partner$/);
      return hands.choose(box.getByRole('combobox').nth(1), endsWith(pathOf(partner) ?? ''), pathOf(partner));
    }
    case 'values':
      for (const [name, each] of Object.entries(value as JsonObject)) {
        await hands.fill(box.getByRole('textbox', { name: 'Name of a new value' }), name);
        await hands.press(box.getByRole('button', { name: 'Add' }));
        const picker = box.getByRole('combobox', { name: `Value of ${name}` });
        await hands.choose(picker, endsWith(pathOf(each) ?? ''), pathOf(each));
      }
      return;
    case 'event_types':
      for (const event of value as string[]) await tag(page, hands, combobox, event);
      return;
    case 'choices':
      for (const each of value as string[])
        await hands.choose(combobox, exactly(field.options?.find((option) => option.value === each)?.label ?? ''));
      await page.keyboard.press('Escape');
      return;
    case 'choice': {
      const words = field.options?.find((option) => option.value === value)?.label ?? '';
      if (await combobox.count()) return hands.choose(combobox, exactly(words));
      return hands.press(box.getByRole('button', { name: words, exact: true }));
    }
    case 'rule':
      return hands.choose(combobox, /^One tier down$/);
    case 'template':
      return hands.choose(combobox, new RegExp(`^${value as string}\\b`), value as string);
    case 'role':
      return hands.choose(combobox, exactly(String(value)));
    default:
      return hands.fill(box.getByRole('textbox').first(), typed(value));
  }
}

/** One more word in a field of several. */
async function tag(page: Page, hands: Hands, box: Locator, word: string): Promise<void> {
  await hands.fill(box, word);
  await page.keyboard.press('Enter');
}

/** A value as a person types it into its field: days as a number, an amount with its decimals. */
function typed(value: Json): string {
  if (typeof value === 'string') return /^P(\d+)D$/.exec(value)?.[1] ?? value;
  if (value !== null && typeof value === 'object' && 'amount' in value)
    return (Number(value['amount']) / 100).toFixed(2);
  return String(value);
}

/** Name of the parameter or variable that a value stands for. */
function pathOf(value: Json | undefined): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const path = value['$param'] ?? value['$var'];
  return typeof path === 'string' ? path : undefined;
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text}$`);
}

function endsWith(path: string): RegExp {
  return new RegExp(`(^|\\s)${path.replaceAll('.', '\\.')}$`);
}
