import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseFlowFile, validateFlow, type FlowDocument } from '@sluice/flows';
import { applyEdit, connect, removeNodes, setConfig } from '@sluice/flows/edit/index';
import { diffFlows } from '@sluice/flows/diff/index';
import { lintFlow } from '@sluice/flows/lint/index';
import { catalogue } from '@sluice/nodes/catalogue';
import { forms } from '@sluice/nodes/forms';
import type { TFunction } from 'i18next';
import { de } from '../src/i18n/de.js';
import { changeWords, editWords } from '../src/pages/flows/conflict/words.js';
import { readDuration, UNITS, writeDuration } from '../src/pages/flows/panel/fields/duration.js';
import { hasControl } from '../src/pages/flows/panel/fields/registry.js';
import { choiceOf, lintContext, referenceOf, variableChoices } from '../src/pages/flows/panel/fields/variables.js';
import { alone, inventedCase } from '../src/pages/flows/panel/try-step.js';
import { fixWords, problemWords } from '../src/pages/flows/problems/words.js';

const t = ((key: string, values: Record<string, unknown> = {}) =>
  key.replace(/{{(\w+)}}/g, (_, name: string) => String(values[name]))) as never as TFunction;

const folder = new URL('../../../workflows/templates/', import.meta.url);
const flows = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file): FlowDocument => {
    const parsed = parseFlowFile(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.flow;
  });
const batch = flows.find(({ key }) => key === 'payout-batch')!;

describe('the form of a step', () => {
  it.each(Object.keys(catalogue))('%s has one, and each of its fields has a control', (type) => {
    const fields = forms[type]?.fields;
    expect(fields).toBeDefined();
    expect(fields!.filter(({ input }) => !hasControl(input)).map(({ key, input }) => `${key}: ${input}`)).toEqual([]);
  });

  it('says every label and help in German', () => {
    const said = Object.values(forms).flatMap(({ fields }) =>
      fields.flatMap(({ label, help, options }) => [label, help ?? '', ...(options ?? []).map((each) => each.label)]),
    );
    const same = new Set(['', '1', '2', '3', 'POST', 'URL']);
    expect([...new Set(said)].filter((text) => !same.has(text) && de[text] === undefined)).toEqual([]);
  });
});

describe('durations as a number and a unit', () => {
  it.each(UNITS.flatMap((unit) => [1, 30, 999_999].map((count) => [count, unit] as const)))('%d %s', (count, unit) =>
    expect(readDuration(writeDuration(count, unit))).toEqual({ count, unit }),
  );
  it.each(['P1DT2H', 'P', '', 'P1Y2M', 'soon', 'PT5S'])('%j stays as its text', (iso) =>
    expect(readDuration(iso)).toBeUndefined(),
  );
});

describe('the values that a setting may stand for', () => {
  const choices = (node: string, wanted: 'batch' | 'approval') =>
    variableChoices(lintContext(batch, undefined), node, wanted, undefined, 'en', (text) => text);

  it('puts what fits first', () => {
    expect(choices('send', 'batch')[0]).toEqual({ value: 'var:open.batch', label: 'Batch', group: 'What fits' });
    expect(choices('send', 'approval')[0]?.value).toBe('var:approve.approval');
  });

  it('offers nothing that comes later only', () => {
    expect(choices('open', 'batch').some(({ value }) => value.startsWith('var:send.'))).toBe(false);
  });

  it.each([
    ['re-engagement', 'lower', 'var:step.tier'],
    ['tier-review', 'ask', 'var:verdict'],
  ])('offers what a rule has answered: %s %s %s', (key, node, value) => {
    const context = lintContext(
      flows.find((flow) => flow.key === key)!,
      undefined,
    );
    const offered = variableChoices(context, node, undefined, undefined, 'en', (text) => text);
    expect(offered.map((choice) => choice.value)).toContain(value);
  });

  it.each(['param:hold', 'var:open.total.amount'])('%s is a reference and back', (choice) =>
    expect(choiceOf(referenceOf(choice))).toBe(choice),
  );
});

describe('a step tried alone', () => {
  it.each(flows.flatMap((flow) => flow.nodes.map((node) => [`${flow.key} ${node.id}`, flow, node] as const)))(
    '%s stands in a flow that holds together',
    (_name, flow, node) => {
      const small = alone(flow, node, { anything: 1 });
      const loose = ['unbound_variable', 'never_ends', 'unapproved_payout', 'never_joined', 'join_alone', 'no_end'];
      const broken = validateFlow(small, catalogue).filter(
        ({ code, severity }) => severity === 'error' && !loose.includes(code),
      );
      expect(broken.filter(({ code }) => !['unreachable', 'bad_config'].includes(code))).toEqual([]);
    },
  );

  it('begins with the event that the flow listens to', () => {
    const order = flows.find(({ key }) => key === 'order-to-payable')!;
    expect(inventedCase(order, 'USD', 'approve')).toMatchObject({
      subject: { kind: 'order', id: 'ord_demo' },
      event: { type: 'order.paid', data: { order: { amount: { currency: 'USD' } } } },
    });
  });
});

describe('words', () => {
  it('calls steps by their sentences in what changed', () => {
    const after = applyEdit(batch, connect(batch, { from: 'approve', port: 'rejected', to: 'end_empty' }));
    const [change] = diffFlows(batch, after);
    expect(changeWords(change!, [after, batch], t, 'en')).toContain('Stop: nothing_to_pay');
  });

  it.each([
    [setConfig(batch, 'approve', 'needed', 2), 'Changed needed of “Ask approver to approve the payout batch”'],
    [removeNodes(batch, ['end_empty']), 'Removed “Stop: nothing_to_pay”'],
  ])('tells an edit as a line', (edit, words) => expect(editWords(edit, applyEdit(batch, edit), t)).toBe(words));

  it('says problems and cures in both languages', () => {
    const broken = {
      ...batch,
      edges: batch.edges.filter(({ from, port }) => from !== 'approve' || port !== 'rejected'),
    };
    const problem = lintFlow(broken, catalogue).find(({ code }) => code === 'dead_end')!;
    const text = (language: string) =>
      problemWords(problem, language, t)
        .map((part) => part.text)
        .join('');
    expect([text('en'), text('de')]).toEqual(['rejected leads nowhere', 'rejected führt nirgends hin']);
    expect(fixWords(problem.fixes[0]!, broken, 'de', t)).toMatch(/^Mit „.*“ verbinden$/);
  });
});
