import { z } from 'zod';
import { sentenceSegment } from './commission.js';
import { decidingRule, explanationPart, instant, json, jsonObject, partnerRef, subject } from './common.js';

export const decisionKind = z.enum(['routing', 'fraud', 'tier', 'segment', 'attribution', 'eligibility', 'guard']);

/** What a published rule decided about something, in the caller's language. */
export const decisionRow = z
  .object({
    id: z.string(),
    kind: decisionKind,
    subject,
    partner: partnerRef.optional(),
    rule: decidingRule,
    outcome: json,
    sentence: z.string(),
    segments: z.array(sentenceSegment),
    run: z.string().optional(),
    event: z.string().optional(),
    /** The instant that the facts are as of, which chose the version. */
    asOf: instant,
    createdAt: instant,
  })
  .meta({ id: 'Decision' });
export type DecisionRow = z.infer<typeof decisionRow>;

/** The same with the facts it saw and the path it took. */
export const decisionDetail = decisionRow
  .extend({
    facts: jsonObject,
    trace: z.array(json),
    /** Entries of the trace that were left out because there were too many. */
    traceLeftOut: z.number().int().optional(),
    parts: z.array(explanationPart),
  })
  .meta({ id: 'DecisionDetail' });
export type DecisionDetail = z.infer<typeof decisionDetail>;
