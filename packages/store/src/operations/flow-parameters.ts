import type { JsonObject } from '@sluice/domain';
import { parameterProblem, type FlowDocument } from '@sluice/flows';
import type { StoredFlow } from '../collections/documents.js';
import type { FlowParameters } from '../collections/flow-parameters.js';

type Settings = Pick<FlowParameters, 'values' | 'templates' | 'makers'>;

/** The values that a version of the flow still takes: one that it has no parameter for, or of another type, is left out. */
export function parametersOf(document: FlowDocument, settings: Pick<Settings, 'values'> | null): JsonObject {
  return Object.fromEntries(
    document.parameters.flatMap(({ key, type }) => {
      const value = settings && Object.hasOwn(settings.values, key) ? settings.values[key] : undefined;
      return value === undefined || parameterProblem(type, value) !== undefined ? [] : [[key, value]];
    }),
  );
}

/**
 * The flow as new runs get it: with what is set for its parameters, the mails that those name, and with whoever set them
 * among its makers.
 */
export function withParameters(flow: StoredFlow, settings: Settings | null): StoredFlow {
  const values = parametersOf(flow.document, settings);
  if (!settings || Object.keys(values).length === 0) return flow;
  const { pinned } = flow;
  return {
    ...flow,
    pinned: {
      ...pinned,
      params: { ...pinned.params, ...values },
      templates: { ...settings.templates, ...pinned.templates },
      makers: [...new Set([...pinned.makers, ...settings.makers])],
    },
  };
}
