import { flowHash, pinFlow, validateFlow, type FlowDocument, type FlowFile, type SimulationCase } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import { parse, semanticHash, toJson, type RuleDocument } from '@sluice/rules';
import { canonicalJson, sha256Hex, type Json } from '@sluice/domain';
import { shippedFiles, shippedFlows } from '@sluice/runtime/shipped';
import { flowContentHash, type Store, type TemplateContent } from '@sluice/store';
import { flowLocks, flowVersion } from '@sluice/store/operations/index';

/** Who made and who published what ships: two people, as for every other version. */
export interface Publishers {
  maker: string;
  checker: string;
}

/**
 * Publishes the rules, mails and flows that ship (of the flows `only` those named), in the order in which they need one another.
 * Content that is published already makes no new version, so that this may be done at every start.
 */
export async function publishTemplates(
  store: Store,
  programme: string,
  by: Publishers,
  only?: readonly string[],
): Promise<void> {
  for (const rule of shippedFiles('rules') as RuleDocument[]) await publishRule(store, programme, rule, by);
  for (const mail of shippedFiles('mail') as (TemplateContent & { key: string })[]) {
    const { key, ...content } = mail;
    const hash = sha256Hex(canonicalJson(content as unknown as Json));
    await store.templates.publish(programme, key, { title: key, hash, ...content, ...madeBy(by) }, out('template', by));
  }
  const flows = shippedFlows().filter(({ flow }) => only?.includes(flow.key) ?? true);
  for (const { flow, cases } of runLast(flows)) await publishFlow(store, programme, flow, by, cases);
}

/** Flows that run others come after those. */
function runLast(files: readonly FlowFile[]): FlowFile[] {
  const runs = ({ flow }: FlowFile): boolean => flow.nodes.some(({ type }) => type === 'subflow');
  return [...files.filter((file) => !runs(file)), ...files.filter(runs)];
}

/** Publishes a rule's text; throws where it cannot be read as JSON-logic. */
export async function publishRule(store: Store, programme: string, rule: RuleDocument, by: Publishers): Promise<void> {
  const { key, version: _version, hash: _hash, ...content } = rule;
  const hash = semanticHash(toJson(parse(rule.logic).root) as Json);
  await store.rules.publish(programme, key, { ...content, hash, ...madeBy(by) }, out('rule', by));
}

/** Checks a flow against what is published, pins it and publishes both; throws the first problem as a sentence. */
export async function publishFlow(
  store: Store,
  programme: string,
  flow: FlowDocument,
  by: Publishers,
  cases: SimulationCase[] = [],
): Promise<void> {
  const problem = validateFlow(flow, catalogue).find(({ severity }) => severity === 'error');
  if (problem) throw new Error(`The flow "${flow.key}" is not valid: ${problem.message}`);
  const latest = await store.flows.latest(programme, flow.key);
  const hash = flowHash(flow);
  if (latest && flowContentHash(latest) === flowContentHash({ document: flow, cases })) return;
  const { makers, ...told } = madeBy(by);
  const pinned = pinFlow(flow, { catalogue, ...(await flowLocks(store, programme, new Date())), makers });
  await store.flows.publish(
    programme,
    flow.key,
    (number) => ({ ...flowVersion(flow, { pinned, cases }, { number, hash, makers }), makers, ...told }),
    out('flow', by),
  );
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
