import { readFileSync } from 'node:fs';
import {
  FACTS,
  fieldAt,
  OUTCOMES,
  RULE_KIND_INFO,
  RULE_KINDS,
  semanticHash,
  specialise,
  tierDecision,
  TIER_DECISION,
  type FactsSchema,
  type OutcomeShape,
  type RuleCase,
  type RuleKind,
  type RuleSource,
} from '@sluice/rules';
import { ruleFile } from '@sluice/contracts/rule';
import type { FactsSchemaDetail } from '@sluice/contracts/facts';
import { Trouble } from './tool.js';
import { Server, type ServerOptions } from './server.js';

/** What a programme makes of the shipped facts, where no server says it. */
export interface FactsOptions extends ServerOptions {
  kind: string;
  currency: string;
  tiers?: string;
}

/** A rule as it stands in a file, with the facts that it reads and the shape of its answer. */
export interface FileRule {
  file: string;
  key: string | undefined;
  title: string;
  kind: RuleKind;
  logic: string;
  cases: readonly RuleCase[];
  schema: FactsSchema;
  shape: OutcomeShape;
}

/** What a rule file must have; the rest of it is left alone. */
const read = ruleFile
  .pick({ key: true, title: true, facts: true, logic: true, outcome: true, cases: true })
  .partial({ key: true, title: true, facts: true, outcome: true, cases: true });

/** Reads a rule file, or bare JSON-logic. Throws `Trouble` where there is none to read. */
export async function readRule(file: string, options: FactsOptions): Promise<FileRule> {
  const text = textOf(file);
  const value = jsonOf(text);
  if (typeof value !== 'object' || value === null || !('logic' in value) || !('kind' in value)) {
    const kind = kindOf(options.kind);
    const schema = await schemaOf(RULE_KIND_INFO[kind].schema.id, undefined, options);
    return { file, key: undefined, title: file, kind, logic: text, cases: [], schema, shape: shapeOf(kind, options) };
  }
  const parsed = read.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Trouble(`${file} is not a rule file: /${issue?.path.join('/') ?? ''} ${issue?.message ?? ''}`);
  }
  const kind = kindOf(value.kind);
  const { key, title, logic, facts, outcome, cases } = parsed.data;
  const schema = await schemaOf(facts?.id ?? RULE_KIND_INFO[kind].schema.id, facts?.version, options);
  const shape = shapeOf(kind, options, outcome);
  return { file, key, title: title ?? key ?? file, kind, logic, cases: cases ?? [], schema, shape };
}

/** The rules that the ones of the same call may use, by their keys. */
export function sourceOf(rules: readonly FileRule[]): RuleSource {
  const byKey = new Map(rules.map((rule) => [rule.key, rule]));
  return (key) => {
    const rule = byKey.get(key);
    if (!rule) return undefined;
    const { logic: text, schema, shape } = rule;
    try {
      return { text, schema, shape, hash: semanticHash(text) };
    } catch {
      return undefined;
    }
  };
}

/** The text of a file; `-` is the standard input. */
export function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Trouble(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function kindOf(kind: unknown): RuleKind {
  const known = RULE_KINDS.find((one) => one === kind);
  if (known) return known;
  throw new Trouble(`There is no kind of rule "${String(kind)}"; there are ${RULE_KINDS.join(', ')}.`);
}

/** As the server has it where one is named, otherwise as it ships, with the currency and the tiers that were given. */
export async function schemaOf(id: string, version: number | undefined, options: FactsOptions): Promise<FactsSchema> {
  const server = Server.of(options);
  if (server) {
    const query = version === undefined ? '' : `?version=${version}`;
    return (await server.get<FactsSchemaDetail>(`/v1/facts-schemas/${encodeURIComponent(id)}${query}`)).schema;
  }
  const shipped =
    version === undefined ? [...FACTS.values()].find((one) => one.id === id) : FACTS.get(`${id}@${version}`);
  if (!shipped)
    throw new Trouble(
      `The facts "${id}"${version === undefined ? '' : ` version ${version}`} do not ship with this release. Where they are a programme's own, name its server with --url and --key.`,
    );
  const tiers = options.tiers?.split(',').map((key) => ({ value: key.trim() }));
  const hasTier = tiers && fieldAt(shipped, 'partner.tier') !== undefined;
  return specialise(shipped, {
    currency: options.currency,
    ...(hasTier && { fields: { 'partner.tier': { type: 'enum', values: tiers } } }),
  });
}

export function shapeOf(kind: RuleKind, { tiers }: FactsOptions, outcome?: string): OutcomeShape {
  const id = outcome ?? RULE_KIND_INFO[kind].shape.id;
  if (id === TIER_DECISION.id && tiers) return tierDecision(tiers.split(',').map((key) => key.trim()));
  const shape = OUTCOMES.get(id);
  if (!shape) throw new Trouble(`The outcome "${id}" does not ship with this release.`);
  return shape;
}
