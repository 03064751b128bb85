import { asJson, canonicalJson, sha256Hex } from '@sluice/domain';
import type { FlowDocument } from './document.js';

/**
 * SHA-256 of the canonical JSON (RFC 8785) of what a flow means: not its title, positions, notes or version, nor the order of
 * its nodes and edges.
 */
export function flowHash(flow: FlowDocument): string {
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const meaning = {
    key: flow.key,
    subject: flow.subject,
    trigger: flow.trigger,
    parameters: flow.parameters.map(({ key, type, default: value }) => ({ key, type, default: value })),
    nodes: flow.nodes.map(({ id, type, config }) => ({ id, type, config })).sort((a, b) => byText(a.id, b.id)),
    edges: flow.edges
      .map(({ from, port, to }) => ({ from, port, to }))
      .sort((a, b) => byText(`${a.from} ${a.port} ${a.to}`, `${b.from} ${b.port} ${b.to}`)),
    exits: flow.exits,
  };
  return sha256Hex(canonicalJson(asJson(meaning)));
}
