import { z } from 'zod';
import type { Json, JsonObject } from '@sluice/domain';

/** An instant as ISO 8601 in UTC, e.g. `2026-11-20T13:05:00.000Z`; shown in the viewer's zone. */
export const instant = z.iso.datetime({ offset: true }).meta({ example: '2026-11-20T13:05:00.000Z' });

/** Any JSON value. It has come out of a JSON parser, so nothing is left to check. */
export const json = z.unknown() as unknown as z.ZodType<Json>;

/** Any JSON object. */
export const jsonObject = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>;

/** An id with its prefix, e.g. `par_01H…`. */
export function id(prefix: string) {
  return z.string().regex(new RegExp(`^${prefix}_[0-9A-Za-z]{1,64}$`), `an id that begins with ${prefix}_`);
}

/** What something is about: a kind of thing and its id, with the name people know it by. */
export const subject = z.object({ kind: z.string(), id: z.string(), title: z.string().optional() });
export type Subject = z.infer<typeof subject>;

/** A statement as a code with parameters; `text` is its sentence in the caller's language. */
export const explanationPart = z.object({ code: z.string(), params: jsonObject });

/** A partner as other things name it. */
export const partnerRef = z.object({ id: z.string(), name: z.string(), tier: z.string().optional() });
export type PartnerRef = z.infer<typeof partnerRef>;

/** A rule version that decided something. */
export const ruleRef = z.object({ key: z.string(), version: z.number().int(), hash: z.string() });

/** The same with all that says what it read: its title then, its facts schema, the rules that it asked in turn. */
export const decidingRule = ruleRef.extend({
  title: z.string().optional(),
  facts: z.object({ id: z.string(), version: z.number().int() }).optional(),
  uses: z.array(ruleRef).optional(),
});
