import type { Json, JsonObject } from '@sluice/domain';
import type { FlowDocument } from './document.js';
import { flowHash } from './hash.js';
import type { LockedTemplate, PinnedFlow } from './pinned.js';
import { resolveConfig } from './resolve.js';
import { TRIGGER, type NodeCatalogue } from './catalogue.js';

export const MAX_PINNED_BYTES = 64 * 1024;

/** What is locked: published rules and templates by key. `logic` is needed for rules that the workflow evaluates. */
export interface Locks {
  catalogue: NodeCatalogue;
  rules: Readonly<Record<string, { key: string; version: number; hash: string; logic: Json }>>;
  templates: Readonly<Record<string, LockedTemplate>>;
  /** Who edited or published this version. */
  makers?: string[];
}

/** A flow that cannot be pinned: `code` is `missing_rule`, `missing_template`, `bad_config` or `too_large`. */
export class PinError extends Error {
  override readonly name = 'PinError';
  constructor(
    readonly code: 'missing_rule' | 'missing_template' | 'bad_config' | 'too_large' | 'no_entry',
    message: string,
  ) {
    super(message);
  }
}

/** The executable form of a valid flow; throws `PinError`. */
export function pinFlow(flow: FlowDocument, locks: Locks): PinnedFlow {
  const params: JsonObject = Object.fromEntries(flow.parameters.map((parameter) => [parameter.key, parameter.default]));
  const rules: PinnedFlow['rules'] = {};
  const templates: PinnedFlow['templates'] = {};
  const nodes: PinnedFlow['nodes'] = {};
  for (const node of flow.nodes) {
    const entry = locks.catalogue[node.type];
    const parsed = entry?.schema.safeParse(node.config);
    if (!entry || !parsed?.success) {
      throw new PinError('bad_config', `The settings of “${node.id}” are not right for ${node.type}.`);
    }
    const config = parsed.data as JsonObject;
    nodes[node.id] = { type: node.type, ...(node.title !== undefined && { title: node.title }), config };
    const uses = entry.core.uses?.(withParams(config, params)) ?? {};
    for (const key of [...(uses.rules ?? []), ...(uses.inline ?? [])]) {
      const rule = locks.rules[key];
      if (!rule) throw new PinError('missing_rule', `The rule “${key}” is not published.`);
      const inline = uses.inline?.includes(key) === true || rules[key]?.logic !== undefined;
      rules[key] = { key: rule.key, version: rule.version, hash: rule.hash, ...(inline && { logic: rule.logic }) };
    }
    for (const key of uses.templates ?? []) {
      const template = locks.templates[key];
      if (!template) throw new PinError('missing_template', `The mail “${key}” is missing.`);
      templates[key] = { key: template.key, hash: template.hash };
    }
  }
  const next: PinnedFlow['next'] = {};
  for (const edge of flow.edges)
    if (edge.from !== TRIGGER) next[edge.from] = { ...next[edge.from], [edge.port]: edge.to };
  const entry = flow.edges.find((edge) => edge.from === TRIGGER)?.to;
  if (entry === undefined) throw new PinError('no_entry', 'Nothing follows the trigger.');
  const pinned: PinnedFlow = {
    semantics: 1,
    key: flow.key,
    title: flow.title,
    version: flow.version,
    hash: flowHash(flow),
    subject: flow.subject,
    params,
    entry,
    nodes,
    next,
    exits: flow.exits,
    rules,
    templates,
    makers: locks.makers ?? [],
  };
  const bytes = new TextEncoder().encode(JSON.stringify(pinned)).length;
  if (bytes > MAX_PINNED_BYTES) {
    throw new PinError(
      'too_large',
      `The flow takes ${bytes} bytes with its rules; at most ${MAX_PINNED_BYTES} are allowed.`,
    );
  }
  return pinned;
}

/** Only parameters are known at publish: a rule or template may be named by one. */
function withParams(config: JsonObject, params: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) =>
      value !== null && typeof value === 'object' && !Array.isArray(value) && typeof value['$param'] === 'string'
        ? [key, resolveConfig({ value }, { params })['value'] ?? null]
        : [key, value],
    ),
  );
}
