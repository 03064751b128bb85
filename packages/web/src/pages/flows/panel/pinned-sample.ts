import type { JsonObject } from '@sluice/domain';

/** Sample values of a step, pinned in this browser. */
export function readPinned(flow: string, node: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(keyOf(flow, node)) ?? 'null');
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

export function pin(flow: string, node: string, sample: JsonObject | undefined): void {
  try {
    if (sample === undefined) localStorage.removeItem(keyOf(flow, node));
    else localStorage.setItem(keyOf(flow, node), JSON.stringify(sample));
  } catch {
    // A browser without storage keeps the values as long as the panel is open.
  }
}

function keyOf(flow: string, node: string): string {
  return `sluice.flow.sample.${flow}.${node}`;
}
