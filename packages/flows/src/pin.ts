import type { Json, JsonObject } from '@sluice/domain';
import type { FlowDocument } from './document.js';
import { flowHash } from './hash.js';
import type { LockedFlow, LockedTemplate, PinnedFlow } from './pinned.js';
import { resolveConfig } from './resolve.js';
import { MAX_DEPTH } from './subflow.js';
import { TRIGGER, type NodeCatalogue } from './catalogue.js';

export const MAX_PINNED_BYTES = 64 * 1024;

/** What is locked: published rules and templates by key. `logic` is needed for rules that the workflow evaluates. */
export interface Locks {
  catalogue: NodeCatalogue;
  rules: Readonly<Record<string, { key: string; version: number; hash: string; logic: Json }>>;
  templates: Readonly<Record<string, LockedTemplate>>;
  /** Published flows by key (`lockFlow`); needed for flows that run others. */
  flows?: Readonly<Record<string, Omit<LockedFlow, 'uses' | 'depth'> & Partial<LockedFlow>>>;
  /** Who edited or published this version. */
  makers?: string[];
}

/** A flow that cannot be pinned: `code` says why. */
export class PinError extends Error {
  override readonly name = 'PinError';
  constructor(
    readonly code:
      | 'missing_rule'
      | 'missing_template'
      | 'missing_flow'
      | 'flow_cycle'
      | 'too_deep'
      | 'bad_config'
      | 'too_large'
      | 'no_entry',
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
  const flows: Record<string, LockedFlow> = {};
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
    for (const key of uses.flows ?? []) flows[key] = lockedFlow(flow.key, key, locks);
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
    ...(Object.keys(flows).length > 0 && { flows }),
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

/** A flow that comes back to itself by others would never end. */
function lockedFlow(flow: string, key: string, locks: Locks): LockedFlow {
  const locked = locks.flows && Object.hasOwn(locks.flows, key) ? locks.flows[key] : undefined;
  if (key === flow || locked?.uses?.includes(flow))
    throw new PinError('flow_cycle', `The flow would run itself by way of “${key}”.`);
  if (!locked) throw new PinError('missing_flow', `The flow “${key}” is not published.`);
  const { version, hash, uses = [], depth = 1 } = locked;
  if (depth >= MAX_DEPTH)
    throw new PinError('too_deep', `At most ${MAX_DEPTH} flows run inside each other; with “${key}” it is more.`);
  return { key, version, hash, uses, depth };
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
