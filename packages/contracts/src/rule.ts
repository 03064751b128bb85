import { z } from 'zod';
import { instant, json, jsonObject } from './common.js';

export const ruleRow = z
  .object({
    key: z.string(),
    kind: z.string(),
    title: z.string(),
    version: z.number().int(),
    hash: z.string(),
    publishedAt: instant.optional(),
  })
  .meta({ id: 'Rule' });
export type RuleRow = z.infer<typeof ruleRow>;

export const ruleDetail = ruleRow
  .extend({
    /** The JSON-logic as it was written. */
    source: z.string(),
    logic: json,
    facts: jsonObject.optional(),
    versions: z.array(z.object({ version: z.number().int(), hash: z.string(), publishedAt: instant.optional() })),
  })
  .meta({ id: 'RuleDetail' });
export type RuleDetail = z.infer<typeof ruleDetail>;

/** Types are inferred from the facts where no schema is named. */
export const evaluateRequest = z
  .strictObject({ logic: json, facts: jsonObject, schema: z.string().max(100).optional() })
  .meta({ id: 'EvaluateRequest' });
export type EvaluateRequest = z.infer<typeof evaluateRequest>;

export const evaluateResponse = z.object({ result: json, trace: z.array(json) }).meta({ id: 'EvaluateResponse' });
export type EvaluateResponse = z.infer<typeof evaluateResponse>;
