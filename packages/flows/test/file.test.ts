import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  flowHash,
  parameterProblem,
  parseDraftFlow,
  parseFlowFile,
  printFlowFile,
  type Parameter,
} from '../src/index.js';

const folder = new URL('../../../workflows/templates/', import.meta.url);
const templates = readdirSync(folder).filter((name) => name.endsWith('.json'));
const jsonOf = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, unknown>;

const aCase = {
  expect: [{ kind: 'outcome', outcome: 'done' }],
  faults: [],
  answers: [],
  events: [],
  world: { partners: { par_1: { tier: 'gold' } } },
  subject: { kind: 'partner', id: 'par_1' },
  startsAt: '2026-11-02T09:00:00.000Z',
  title: 'Settles',
  id: 'settles',
};

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

const read = (json: unknown) => {
  const file = parseFlowFile(json);
  if (!file.ok) throw new Error(JSON.stringify(file.problems));
  return file;
};

describe('a flow file', () => {
  it.each(templates)('%s is read, printed and read again to the same', (name) => {
    const json = { ...jsonOf(name), cases: [aCase], description: 'What it is for.' };
    const file = read(json);
    const text = printFlowFile(file);
    expect(read(JSON.parse(text))).toEqual(file);
    expect(printFlowFile(read(JSON.parse(text)))).toBe(text);
    expect(flowHash(file.flow)).toBe(flowHash(read(jsonOf(name)).flow));
  });

  it('is printed the same in whatever order its keys came', () => {
    const json = { ...jsonOf('order-to-payable.json'), cases: [aCase] };
    const { nodes, ...others } = reversed(json) as { nodes: { config: unknown }[] };
    // A config's own keys keep their order: they are the node type's.
    const turned = nodes.map((node, index) => ({
      ...node,
      config: (json as unknown as { nodes: { config: unknown }[] }).nodes[index]?.config,
    }));
    const strip = (text: string) => text.replace(/\s+/g, '');
    const [one, two] = [json, { ...others, nodes: turned }].map(
      (each) => JSON.parse(printFlowFile(read(each))) as object,
    );
    expect(Object.keys(two!)).toEqual(Object.keys(one!));
    expect(
      strip(JSON.stringify(Object.entries(two!).map(([, value]) => Object.keys((value as object[])[0] ?? {})))),
    ).toBe(strip(JSON.stringify(Object.entries(one!).map(([, value]) => Object.keys((value as object[])[0] ?? {})))));
    expect(two).toEqual(one);
  });

  it('says neither number nor hash, and takes one that does', () => {
    const { flow, cases } = read({ ...jsonOf('clawback.json'), cases: [], version: 7, hash: 'abc' });
    expect([flow.version, flow.hash, cases]).toEqual([0, '', []]);
    expect(Object.keys(JSON.parse(printFlowFile({ flow, cases })) as object)).not.toContain('version');
  });

  it.each([
    ['a list', [], ''],
    ['nothing', null, ''],
    ['a number for cases', { ...jsonOf('clawback.json'), cases: 3 }, '/cases'],
    [
      'a case that starts at no time',
      { ...jsonOf('clawback.json'), cases: [{ ...aCase, startsAt: 'now' }] },
      '/cases/0/startsAt',
    ],
    [
      'a case that waits for words',
      { ...jsonOf('clawback.json'), cases: [{ ...aCase, until: 'a year' }] },
      '/cases/0/until',
    ],
    ['two cases of one id', { ...jsonOf('clawback.json'), cases: [aCase, aCase] }, '/cases/1/id'],
    ['a description that is a list', { ...jsonOf('clawback.json'), description: [] }, '/description'],
    ['a field that no flow has', { ...jsonOf('clawback.json'), code: 'x' }, ''],
  ])('is none with its place: %s', (_name, json, pointer) => {
    const file = parseFlowFile(json);
    expect(file.ok ? [] : file.problems.map((problem) => problem.pointer)).toContain(pointer);
  });
});

describe('a half-drawn flow', () => {
  const { cases: _cases, description: _description, ...drawn } = jsonOf('clawback.json');
  const whole = { ...drawn, version: 0, hash: '' };
  it.each([
    ['no title', { ...whole, title: '' }, '/title'],
    ['no steps', { ...whole, nodes: [] }, '/nodes'],
    [
      'a trigger without events',
      { ...whole, trigger: { type: 'event', events: [], reentry: 'once' } },
      '/trigger/events',
    ],
    ['an event that is being typed', { ...whole, exits: [{ events: ['order.'], outcome: 'x' }] }, '/exits/0/events/0'],
    ['a step with an odd name', { ...whole, nodes: [{ id: 'My Step', type: 'end', config: {} }] }, '/nodes/0/id'],
  ])('is kept, and told what is missing: %s', (_name, json, pointer) => {
    const parsed = parseDraftFlow(json);
    expect([parsed.ok, parsed.problems.map((problem) => problem.pointer)]).toEqual([true, [pointer]]);
  });

  it.each([
    ['a number for a title', { ...whole, title: 7 }],
    ['an event that is a number', { ...whole, exits: [{ events: [7], outcome: 'x' }] }],
    ['a subject that does not exist', { ...whole, subject: 'dog' }],
    ['a parameter of no type', { ...whole, parameters: [{ key: 'a', title: '', type: 'thing', default: 1 }] }],
    ['an unknown field', { ...whole, extra: 1 }],
    ['nothing', undefined],
  ])('is refused where it is not of the shape: %s', (_name, json) => {
    expect(parseDraftFlow(json).ok).toBe(false);
  });
});

describe('a parameter’s value', () => {
  it.each<[Parameter['type'], unknown, boolean]>([
    ['duration', 'P30D', true],
    ['duration', '-P1D', false],
    ['duration', '30', false],
    ['money', { amount: '2500', currency: 'USD' }, true],
    ['money', { amount: '25.00', currency: 'USD' }, false],
    ['money', { amount: 2500, currency: 'USD' }, false],
    ['decimal', '12.5', true],
    ['decimal', 12.5, false],
    ['decimal', '1e5', false],
    ['integer', 3, true],
    ['integer', 3.5, false],
    ['integer', 2 ** 60, false],
    ['string', '', true],
    ['string', 'x'.repeat(2_001), false],
    ['role', 'manager', true],
    ['role', 'The Manager', false],
    ['template', 'welcome-mail', true],
    ['template', '../etc/passwd', false],
    ['money', null, true],
  ])('%s %j fits: %s', (type, value, fits) => {
    expect(parameterProblem(type, value as never) === undefined).toBe(fits);
  });
});
