import type { Json } from '@sluice/domain';
import type { FlowDocument, FlowNode } from '@sluice/flows';

export type Params = Readonly<Record<string, unknown>>;

/** The parameters a run was started with, over the flow's defaults. */
export function paramsOf(document: Pick<FlowDocument, 'parameters'>, vars: Readonly<Record<string, unknown>>): Params {
  const given = vars['params'];
  const own = typeof given === 'object' && given !== null ? given : {};
  return { ...Object.fromEntries(document.parameters.map(({ key, default: value }) => [key, value])), ...own };
}

/** The step with its parameters' values in their place, so that its sentence says what it did in this run. */
export function givenValues(node: FlowNode, params: Params): FlowNode {
  const config = Object.fromEntries(Object.entries(node.config).map(([name, value]) => [name, given(value, params)]));
  return { ...node, config };
}

function given(value: Json, params: Params): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const name = value['$param'];
  if (typeof name !== 'string') return value;
  const own = params[name];
  return typeof own === 'string' || typeof own === 'number' || typeof own === 'boolean' ? own : value;
}
