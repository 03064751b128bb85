import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { flowHash, parseFlow, pinFlow, validateFlow, type FlowDocument } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import { parse, semanticHash, toJson, type RuleDocument } from '@sluice/rules';
import { canonicalJson, sha256Hex, type Json } from '@sluice/domain';
import type { Store, TemplateContent } from '@sluice/store';

const root = fileURLToPath(new URL('../../../../workflows/templates/', import.meta.url));

/** Who made and who published what ships: two people, as for every other version. */
export interface Publishers {
  maker: string;
  checker: string;
}

/**
 * Publishes the rules, mails and flows that ship, in the order in which they need one another. Content that is published
 * already makes no new version, so that this may be done at every start.
 */
export async function publishTemplates(store: Store, programme: string, by: Publishers): Promise<void> {
  for (const rule of files<RuleDocument>('rules')) await publishRule(store, programme, rule, by);
  for (const mail of files<TemplateContent & { key: string }>('mail')) {
    const { key, ...content } = mail;
    const hash = sha256Hex(canonicalJson(content as unknown as Json));
    await store.templates.publish(programme, key, { title: key, hash, ...content, ...madeBy(by) }, out('template', by));
  }
  for (const flow of files<unknown>('.')) await publishFlow(store, programme, readFlow(flow), by);
}

/** Publishes a rule's text; throws where it cannot be read as JSON-logic. */
export async function publishRule(store: Store, programme: string, rule: RuleDocument, by: Publishers): Promise<void> {
  const { key, version: _version, hash: _hash, ...content } = rule;
  const hash = semanticHash(toJson(parse(rule.logic).root) as Json);
  await store.rules.publish(programme, key, { ...content, hash, ...madeBy(by) }, out('rule', by));
}

/** Validates a flow against what is published, pins it and publishes both; throws the first problem as a sentence. */
export async function publishFlow(store: Store, programme: string, flow: FlowDocument, by: Publishers): Promise<void> {
  const problems = validateFlow(flow, catalogue).filter(({ severity }) => severity === 'error');
  if (problems[0]) throw new Error(`The flow "${flow.key}" is not valid: ${problems[0].message}`);
  const latest = await store.flows.latest(programme, flow.key);
  const hash = flowHash(flow);
  if (latest?.hash === hash) return;
  const document: FlowDocument = { ...flow, version: (latest?.version ?? 0) + 1, hash };
  const rules = Object.fromEntries(
    (await store.rules.all(programme)).map((rule) => [
      rule.key,
      { key: rule.key, version: rule.version, hash: rule.hash, logic: toJson(parse(rule.logic).root) as Json },
    ]),
  );
  const templates = Object.fromEntries(
    (await store.templates.all(programme)).map(({ key, hash: content }) => [key, { key, hash: content }]),
  );
  const pinned = pinFlow(document, { catalogue, rules, templates, makers: [by.maker] });
  await store.flows.publish(
    programme,
    flow.key,
    { title: flow.title, hash, document, pinned, ...madeBy(by) },
    out('flow', by),
  );
}

function readFlow(json: unknown): FlowDocument {
  const parsed = parseFlow(json);
  if (!parsed.ok) throw new Error(`A flow that ships is not valid: ${parsed.problems[0]?.message ?? ''}`);
  return parsed.flow;
}

function files<T>(folder: string): T[] {
  return readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(`${root}${folder}/${name}`, 'utf8')) as T);
}

/** What ships counts from the beginning: orders of the past are paid by it too. */
function madeBy(by: Publishers) {
  return { makers: [by.maker], publishedBy: by.checker, effectiveFrom: new Date(0) };
}

function out(kind: string, by: Publishers) {
  return {
    out: (version: { key: string; version: number; hash: string }) => ({
      audit: {
        action: `${kind}.published`,
        actor: { id: by.checker },
        detail: { key: version.key, version: version.version, hash: version.hash, maker: by.maker },
      },
    }),
  };
}
