import type { Json, JsonObject } from '@sluice/domain';
import type { FlowDocument, FlowNode } from '../document.js';
import { sameJson } from '../same-json.js';

/** One change of meaning between two versions of a flow; places, notes and the order of things are none. */
export type FlowChange =
  | { code: 'step_added' | 'step_removed'; node: string; params: { title: string; type: string } }
  | { code: 'step_renamed'; node: string; params: { from: string; to: string } }
  | { code: 'step_replaced'; node: string; params: { title: string; from: string; to: string } }
  | { code: 'setting'; node: string; params: { title: string; key: string; from: Json | null; to: Json | null } }
  | { code: 'path'; node: string; params: { title: string; port: string; from: string | null; to: string | null } }
  | { code: 'parameter'; params: { key: string; from: Json | null; to: Json | null } }
  | { code: 'trigger'; params: { from: Json; to: Json } }
  | { code: 'exit_added' | 'exit_removed'; params: { events: string; outcome: string } }
  | { code: 'flow'; params: { field: 'title' | 'subject'; from: string; to: string } };

/** What is different, in the order in which a reader meets it: the flow, its parameters, steps, paths, exits. */
export function diffFlows(before: FlowDocument, after: FlowDocument): FlowChange[] {
  return [
    ...wholes(before, after),
    ...parameters(before, after),
    ...steps(before, after),
    ...paths(before, after),
    ...exits(before, after),
  ];
}

function wholes(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const fields = (['title', 'subject'] as const)
    .filter((field) => before[field] !== after[field])
    .map((field): FlowChange => ({ code: 'flow', params: { field, from: before[field], to: after[field] } }));
  if (sameJson(before.trigger, after.trigger)) return fields;
  const plain = (trigger: FlowDocument['trigger']): Json => ({ ...trigger });
  return [...fields, { code: 'trigger', params: { from: plain(before.trigger), to: plain(after.trigger) } }];
}

function parameters(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const [was, is] = [before, after].map(
    (flow) => new Map(flow.parameters.map((parameter) => [parameter.key, parameter.default])),
  );
  return [...new Set([...was!.keys(), ...is!.keys()])].flatMap((key): FlowChange[] => {
    const [from, to] = [was!.get(key) ?? null, is!.get(key) ?? null];
    return sameJson(from, to) ? [] : [{ code: 'parameter', params: { key, from, to } }];
  });
}

function steps(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const was = new Map(before.nodes.map((node) => [node.id, node]));
  const is = new Map(after.nodes.map((node) => [node.id, node]));
  const step = (code: 'step_added' | 'step_removed', node: FlowNode): FlowChange => ({
    code,
    node: node.id,
    params: { title: titleOf(node), type: node.type },
  });
  return [
    ...before.nodes.filter(({ id }) => !is.has(id)).map((node) => step('step_removed', node)),
    ...after.nodes.flatMap((node) => {
      const old = was.get(node.id);
      return old ? changesOf(old, node) : [step('step_added', node), ...settings({ ...node, config: {} }, node)];
    }),
  ];
}

function changesOf(old: FlowNode, node: FlowNode): FlowChange[] {
  const changes: FlowChange[] = [];
  if (old.type !== node.type)
    changes.push({
      code: 'step_replaced',
      node: node.id,
      params: { title: titleOf(node), from: old.type, to: node.type },
    });
  if (titleOf(old) !== titleOf(node))
    changes.push({ code: 'step_renamed', node: node.id, params: { from: titleOf(old), to: titleOf(node) } });
  return [...changes, ...settings(old, node)];
}

function settings(old: FlowNode, node: FlowNode): FlowChange[] {
  const get = (config: JsonObject, key: string): Json | null => config[key] ?? null;
  return [...new Set([...Object.keys(old.config), ...Object.keys(node.config)])].flatMap((key): FlowChange[] => {
    const [from, to] = [get(old.config, key), get(node.config, key)];
    return sameJson(from, to)
      ? []
      : [{ code: 'setting', node: node.id, params: { title: titleOf(node), key, from, to } }];
  });
}

function paths(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const named = (flow: FlowDocument): Map<string, { node: string; port: string; to: string }> =>
    new Map(flow.edges.map(({ from, port, to }) => [JSON.stringify([from, port]), { node: from, port, to }]));
  const titles = new Map([...before.nodes, ...after.nodes].map((node) => [node.id, titleOf(node)]));
  const titled = (id: string | undefined): string | null => (id === undefined ? null : (titles.get(id) ?? id));
  const gone = new Set(
    before.nodes.filter(({ id }) => !after.nodes.some((node) => node.id === id)).map(({ id }) => id),
  );
  const [was, is] = [named(before), named(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key): FlowChange[] => {
    const path = is.get(key) ?? was.get(key);
    const [from, to] = [was.get(key)?.to, is.get(key)?.to];
    // The paths of a step that is gone go without saying.
    if (!path || from === to || gone.has(path.node)) return [];
    const title = titles.get(path.node) ?? path.node;
    return [{ code: 'path', node: path.node, params: { title, port: path.port, from: titled(from), to: titled(to) } }];
  });
}

function exits(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const exit = (
    code: 'exit_added' | 'exit_removed',
    { events, outcome }: FlowDocument['exits'][number],
  ): FlowChange => ({
    code,
    params: { events: events.join(', '), outcome },
  });
  return [
    ...before.exits
      .filter((old) => !after.exits.some((each) => sameJson(each, old)))
      .map((old) => exit('exit_removed', old)),
    ...after.exits
      .filter((each) => !before.exits.some((old) => sameJson(old, each)))
      .map((each) => exit('exit_added', each)),
  ];
}

function titleOf(node: FlowNode): string {
  return node.title ?? node.id;
}
