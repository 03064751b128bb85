import type { Json, JsonObject } from '@sluice/domain';
import type { FlowDocument } from '@sluice/flows';
import { freeId } from '@sluice/flows/edit/index';
import { shippedFlows } from '@sluice/runtime/shipped';

/** A flow that ships, with the names that the editor gives to steps and parameters when they are drawn in its order. */
export function shippedAsDrawn(key: string): FlowDocument {
  const shipped = shippedFlows().find(({ flow }) => flow.key === key)!.flow;
  const flow = { ...shipped, nodes: shipped.nodes.map(withoutAbout) };
  const ids = new Map([['trigger', 'trigger']]);
  for (const { to } of flow.edges) {
    const node = flow.nodes.find(({ id }) => id === to)!;
    if (!ids.has(to)) ids.set(to, freeId(node.type, new Set(ids.values())));
  }
  const parameters = new Map(flow.parameters.map(({ key }, index) => [key, `parameter${index + 1}`]));
  return {
    ...flow,
    notes: [],
    parameters: flow.parameters.map((each) => ({ ...each, key: parameters.get(each.key)! })),
    nodes: [...ids].slice(1).map(([was, id]) => {
      const { type, config } = flow.nodes.find((node) => node.id === was)!;
      return { id, type, config: renamed(config, ids, parameters) as JsonObject };
    }),
    edges: flow.edges.map(({ from, port, to }) => ({ from: ids.get(from)!, port, to: ids.get(to)! })),
  };
}

/** What a task is about can only be told by a file: its form has no field for it. */
function withoutAbout(node: FlowDocument['nodes'][number]): FlowDocument['nodes'][number] {
  const { about: _, ...config } = node.config;
  return node.type === 'task' ? { ...node, config } : node;
}

type Names = ReadonlyMap<string, string>;

function renamed(value: Json, ids: Names, parameters: Names): Json {
  if (Array.isArray(value)) return value.map((each) => renamed(each, ids, parameters));
  if (value === null || typeof value !== 'object') return value;
  const { $param, $var } = value;
  if (typeof $param === 'string') return { $param: parameters.get($param) ?? $param };
  if (typeof $var === 'string') {
    const [first = '', ...rest] = $var.split('.');
    return { $var: [ids.get(first) ?? first, ...rest].join('.') };
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each, ids, parameters)]));
}
