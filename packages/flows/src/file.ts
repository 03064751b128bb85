import { asJson, type Json } from '@sluice/domain';
import type { SimulationCase } from './cases/case.js';
import { parseCases } from './cases/parse.js';
import type { FlowDocument } from './document.js';
import { parseFlow } from './parse.js';
import type { FlowProblem } from './problem.js';

/** A flow as it ships, is exported and imported: the document with its cases beside, and a sentence for the gallery. */
export interface FlowFile {
  flow: FlowDocument;
  cases: SimulationCase[];
  description?: string;
}

/** Reads a flow file, or says with JSON pointers what it is not. Number and hash are whoever publishes it's to give. */
export function parseFlowFile(json: unknown): ({ ok: true } & FlowFile) | { ok: false; problems: FlowProblem[] } {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { ok: false, problems: [problem('', 'invalid_type', 'A flow file is a JSON object.')] };
  const { cases: given = [], description, ...document } = json as Record<string, unknown>;
  const parsed = parseFlow({ exits: [], notes: [], parameters: [], ...document, version: 0, hash: '' });
  const cases = parseCases(given);
  const problems = [
    ...(parsed.ok ? [] : parsed.problems),
    ...(cases.ok ? [] : cases.problems.map((one) => ({ ...one, pointer: `/cases${one.pointer}` }))),
    ...(description === undefined || (typeof description === 'string' && description.length <= 500)
      ? []
      : [problem('/description', 'invalid_type', 'A description is a text of at most 500 characters.')]),
  ];
  if (!parsed.ok || !cases.ok || problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    flow: parsed.flow,
    cases: cases.cases,
    ...(typeof description === 'string' && { description }),
  };
}

/** The file's text: keys in a fixed order and two spaces deep, so that files can be compared line by line. */
export function printFlowFile({ flow, cases, description }: FlowFile): string {
  return `${JSON.stringify(flowFileJson({ flow, cases, ...(description !== undefined && { description }) }), null, 2)}\n`;
}

/** The same as a value whose keys are in that order. Neither number nor hash: those belong to where it is published. */
export function flowFileJson({ flow, cases, description }: FlowFile): Record<string, Json> {
  const { key, title, subject, trigger, parameters, nodes, edges, exits, notes } = flow;
  const file = {
    key,
    title,
    ...(description !== undefined && { description }),
    subject,
    trigger: ordered(trigger, TRIGGER),
    parameters: parameters.map((each) => ordered(each, PARAMETER)),
    nodes: nodes.map((each) => ordered(each, NODE)),
    edges: edges.map((each) => ordered(each, EDGE)),
    exits: exits.map((each) => ordered(each, EXIT)),
    notes: notes.map((each) => ordered(each, NOTE)),
    cases: cases.map((each) => ordered(each, CASE)),
  };
  return asJson(file);
}

const TRIGGER = ['type', 'events', 'filter', 'reentry', 'cron', 'timeZone', 'segment', 'on'];
const PARAMETER = ['key', 'title', 'type', 'default'];
const NODE = ['id', 'type', 'title', 'note', 'config', 'x', 'y'];
const EDGE = ['from', 'port', 'to'];
const EXIT = ['events', 'filter', 'outcome'];
const NOTE = ['id', 'kind', 'text', 'x', 'y', 'width', 'height'];
const CASE = [
  'id',
  'title',
  'startsAt',
  'until',
  'subject',
  'world',
  'event',
  'params',
  'events',
  'answers',
  'faults',
  'expect',
  'from',
];

/** The same with `first` in front, in that order; what those do not name follows by its name. */
function ordered(value: object, first: readonly string[]): Record<string, unknown> {
  const rank = (key: string): number => (first.includes(key) ? first.indexOf(key) : first.length);
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)),
  );
}

function problem(pointer: string, code: string, message: string): FlowProblem {
  return { severity: 'error', pointer, code, message };
}
