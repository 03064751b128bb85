import { MAX_PINNED_BYTES } from '../pin.js';
import type { Lint } from './context.js';

/** A flow has to fit into a run's history: an error above the limit, a warning from nine tenths of it. */
export const size: Lint = {
  code: 'too_large',
  check({ flow }) {
    const executable = {
      nodes: flow.nodes.map(({ id, type, title, config }) => ({ id, type, title, config })),
      edges: flow.edges,
      parameters: flow.parameters.map(({ key, default: value }) => ({ key, value })),
      exits: flow.exits,
    };
    const bytes = new TextEncoder().encode(JSON.stringify(executable)).length;
    if (bytes < MAX_PINNED_BYTES * 0.9) return [];
    const params = { kib: Math.ceil(bytes / 1024), most: MAX_PINNED_BYTES / 1024 };
    return [
      {
        severity: bytes > MAX_PINNED_BYTES ? 'error' : 'warning',
        pointer: '/nodes',
        code: 'too_large',
        message: `The flow takes ${params.kib} KiB; ${params.most} are allowed. Move a part into a flow of its own.`,
        params,
        fixes: [],
      },
    ];
  },
};
