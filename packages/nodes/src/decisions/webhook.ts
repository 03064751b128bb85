import type { JsonObject } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { isObject } from '../read.js';

/** What a call tells: what the step says, or else what the run is about. */
export function dataOf({ config, subject, vars, run }: EffectContext): JsonObject {
  const body = config['body'];
  if (isObject(body)) return body;
  return { run, subject: { kind: subject.kind, id: subject.id }, event: vars['event'] ?? null };
}
