import { z } from 'zod';
import { instant, json, jsonObject } from './common.js';

/** A flow as it is drawn: what the canvas and the run view need. */
export const flowDocument = z
  .object({
    key: z.string(),
    title: z.string(),
    subject: z.string(),
    trigger: jsonObject,
    parameters: z.array(z.object({ key: z.string(), title: z.string(), type: z.string(), default: json })),
    nodes: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        title: z.string().optional(),
        config: jsonObject,
        x: z.number().optional(),
        y: z.number().optional(),
      }),
    ),
    edges: z.array(z.object({ from: z.string(), port: z.string(), to: z.string() })),
    exits: z.array(z.object({ events: z.array(z.string()), filter: json.optional(), outcome: z.string() })),
    notes: z.array(z.object({ id: z.string(), text: z.string(), x: z.number(), y: z.number() })),
    version: z.number().int(),
    hash: z.string(),
  })
  .meta({ id: 'FlowDocument' });
export type FlowDocumentDto = z.infer<typeof flowDocument>;

export const flowRow = z
  .object({
    key: z.string(),
    title: z.string(),
    subject: z.string(),
    version: z.number().int(),
    hash: z.string(),
    publishedAt: instant.optional(),
    runs: z.object({ running: z.number().int(), waiting: z.number().int(), parked: z.number().int() }),
  })
  .meta({ id: 'Flow' });
export type FlowRow = z.infer<typeof flowRow>;

export const flowDetail = flowRow.extend({ document: flowDocument }).meta({ id: 'FlowDetail' });
export type FlowDetail = z.infer<typeof flowDetail>;
