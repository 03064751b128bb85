import type { Json } from '@sluice/domain';
import { lockFlow, pinFlow, type FlowDocument, type PinnedFlow } from '@sluice/flows';
import { parse, toJson } from '@sluice/rules';
import { catalogue } from '../catalogue.js';
import type { FlowLibrary } from './library.js';

/** A flow in its executable form, locked to what the library holds. Throws `PinError`. */
export function pinnedBy(flow: FlowDocument | PinnedFlow, { rules, templates, flows }: FlowLibrary): PinnedFlow {
  if ('semantics' in flow) return flow;
  return pinFlow(flow, {
    catalogue,
    rules: Object.fromEntries(
      Object.entries(rules).map(([key, { version, hash, logic }]) => [
        key,
        { key, version, hash, logic: toJson(parse(logic).root) as Json },
      ]),
    ),
    templates: Object.fromEntries(Object.entries(templates).map(([key, { hash }]) => [key, { key, hash }])),
    flows: Object.fromEntries(Object.entries(flows).map(([key, { pinned }]) => [key, lockFlow(pinned)])),
  });
}
