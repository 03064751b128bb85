import { shippedFlows } from '@sluice/runtime/shipped';
import type { Context } from '../../context.js';
import type { Handlers } from '../../http/wire.js';

/** The flows that ship: what a new flow may begin as. */
export function galleryRoutes({ store }: Context): Pick<Handlers, 'listFlowTemplates'> {
  return {
    async listFlowTemplates({ caller }) {
      const published = new Set((await store.flows.all(caller.programme)).map(({ key }) => key));
      const data = shippedFlows().map(({ flow, cases, description = '' }) => ({
        key: flow.key,
        title: flow.title,
        description,
        subject: flow.subject,
        steps: flow.nodes.length,
        cases: cases.length,
        published: published.has(flow.key),
        document: flow,
      }));
      return { data, nextCursor: null };
    },
  };
}
