import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject, Programme } from '@sluice/domain';
import { parseFlowFile, type FlowDocument, type SimulationCase } from '@sluice/flows';
import {
  FACTS,
  fieldAt,
  OUTCOMES,
  semanticHash,
  specialise,
  tierDecision,
  TIER_DECISION,
  type FactsSchema,
  type RuleDocument,
} from '@sluice/rules';
import type { FlowLibrary, LibraryTemplate } from '../../src/simulation/library.js';

const folder = new URL('../../../../workflows/templates/', import.meta.url);
const files = <T>(sub: string): T[] =>
  readdirSync(new URL(sub, folder))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(new URL(`${sub}${file}`, folder), 'utf8')) as T);

export const programme: Programme = {
  key: 'halden',
  name: 'Halden Cloud',
  currency: 'USD',
  timeZone: 'Europe/Berlin',
  tiers: [
    { key: 'bronze', name: 'Bronze', rank: 1, perks: [] },
    { key: 'silver', name: 'Silver', rank: 2, perks: [] },
    { key: 'gold', name: 'Gold', rank: 3, perks: [] },
  ],
  settings: {
    refundWindow: 'P30D',
    minimumHold: 'P1D',
    base: 'net',
    rounding: 'half_even',
    attribution: { model: 'last', windowDays: 60 },
    ruleVersionBy: 'occurredAt',
    allowedLateness: 'P90D',
    allowedFuture: 'PT5M',
    minimumPayout: { USD: '5000' },
    secondApproverFrom: { USD: '500000' },
    singleOperator: false,
    feesBorneBy: 'programme',
    recurringMonths: 12,
    retention: { rawEventDays: 365, rawContextDays: 30, messageDays: 365, runRecordDays: 365 },
    locale: 'en',
  },
};

/** What ships, as a programme that has published it all would have it. */
export const library: FlowLibrary = {
  programme,
  rules: Object.fromEntries(
    files<RuleDocument>('rules/').map(({ key, kind, title, logic, facts, outcome }) => [
      key,
      {
        version: 1,
        hash: semanticHash(logic),
        kind,
        title,
        logic,
        schema: ownSchema(FACTS.get(`${facts.id}@${facts.version}`)!),
        shape:
          outcome === TIER_DECISION.id ? tierDecision(programme.tiers.map((tier) => tier.key)) : OUTCOMES.get(outcome)!,
      },
    ]),
  ),
  templates: Object.fromEntries(
    files<LibraryTemplate & { key: string }>('mail/').map(({ key, ...content }) => [key, { hash: key, content }]),
  ),
  flows: {},
  demo: {},
  mailFrom: 'Halden Cloud <partners@halden.example>',
  baseUrl: 'https://partners.halden.example',
};

function ownSchema(schema: FactsSchema): FactsSchema {
  const values = programme.tiers.map(({ key, name }) => ({ value: key, label: name }));
  const fields = fieldAt(schema, 'partner.tier') ? { 'partner.tier': { type: 'enum' as const, values } } : {};
  return specialise(schema, { currency: programme.currency, fields });
}

/** A flow that ships. */
export function shipped(key: string): FlowDocument {
  const parsed = parseFlowFile(JSON.parse(readFileSync(new URL(`${key}.json`, folder), 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.flow;
}

type Nodes = Record<string, [type: string, ports: Record<string, string>, config?: JsonObject]>;

/** A small flow of real steps; the first is the entry. */
export function draw(nodes: Nodes, subject: FlowDocument['subject'] = 'partner'): FlowDocument {
  return {
    key: 'drawn',
    title: 'Drawn',
    subject,
    trigger: { type: 'manual' },
    parameters: [],
    nodes: Object.entries(nodes).map(([id, [type, , config]]) => ({ id, type, config: config ?? {} })),
    edges: [
      { from: 'trigger', port: 'next', to: Object.keys(nodes)[0]! },
      ...Object.entries(nodes).flatMap(([from, [, ports]]) =>
        Object.entries(ports).map(([port, to]) => ({ from, port, to })),
      ),
    ],
    exits: [],
    notes: [],
    version: 1,
    hash: '',
  };
}

/** A case of which only what matters is said. */
export function told(more: Partial<SimulationCase> = {}): SimulationCase {
  return {
    id: 'case_1',
    title: 'A case',
    startsAt: '2026-11-20T09:00:00.000Z',
    subject: { kind: 'partner', id: 'par_nora' },
    world: {},
    events: [],
    answers: [],
    faults: [],
    expect: [],
    ...more,
  };
}
