import type { NodeCore } from '@sluice/flows/core';
import { objects, shown } from '../read.js';

/** Sends a stable share of subjects each way. */
export const core: NodeCore = {
  type: 'split',
  category: 'logic',
  title: 'Split',
  icon: 'chart-pie',
  sentence: (config) => [
    'Split ',
    {
      token:
        objects(config['shares'])
          .map((share) => `${shown(share, 'percent')} % ${shown(share, 'title', shown(share, 'port'))}`)
          .join(', ') || '…',
      field: 'shares',
    },
  ],
  ports: (config) => {
    const drawn = objects(config['shares']).map((share) => ({
      key: shown(share, 'port'),
      title: `${shown(share, 'title', shown(share, 'port'))}, ${shown(share, 'percent')} %`,
    }));
    return drawn.length > 0 ? drawn : [{ key: 'a', title: 'a' }];
  },
  run(ctx) {
    const shares = objects(ctx.config['shares']);
    const place = percentile(`${ctx.node}/${ctx.subject.kind}/${ctx.subject.id}`);
    let upTo = 0;
    const taken = shares.find((share) => {
      upTo += Number(share['percent']);
      return place < upTo;
    });
    const port = taken ? shown(taken, 'port') : shown(shares.at(-1) ?? {}, 'port');
    return { do: 'goto', port, label: { code: 'port', params: { port } } };
  },
  historyCost: 0,
  money: false,
  editable: [],
  skippable: true,
};

/** 0 to 99, evenly and always the same for a text: FNV-1a with a final mix (MurmurHash3's), modulo 100. */
export function percentile(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 100;
}
