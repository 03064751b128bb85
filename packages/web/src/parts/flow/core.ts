import type { NodeCore } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';

/** The pure part of a step's kind; undefined for a kind that is not known here. */
export function coreOf(type: string | undefined): NodeCore | undefined {
  return type === undefined ? undefined : catalogue[type]?.core;
}
