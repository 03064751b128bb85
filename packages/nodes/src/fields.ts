import { isCurrency } from '@sluice/domain';
import { z } from 'zod';

/** The pieces that config schemas are made of. Wherever a value may stand, a reference may. */
export const reference = z.union([
  z.strictObject({ $param: z.string().min(1) }),
  z.strictObject({ $var: z.string().min(1) }),
  z.strictObject({ $logic: z.json() }),
]);

export const orReference = <T extends z.ZodType>(value: T) => z.union([value, reference]);

const durationText = z
  .string()
  .regex(
    /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/,
    'an ISO 8601 duration such as P30D or PT3S',
  );

/** ISO 8601 duration in whole units. */
export const duration = orReference(durationText);

/** A local time of day. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');

/** Local hours in which nothing is to happen; to the next day where they end before they begin. */
export const quietHours = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    /** ISO weekdays on which they begin; every day when absent. */
    weekdays: z.array(z.int().min(1).max(7)).min(1).optional(),
  })
  .refine(({ from, to, weekdays }) => from !== to || new Set(weekdays ?? [1, 2, 3, 4, 5, 6, 7]).size < 7, {
    message: 'quiet hours that never end',
  });

/** Whose calendar counts. */
export const zone = z.enum(['programme', 'partner']);

export const words = z.string().min(1).max(2_000);
export const key = z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'a key: small letters, digits, dot, dash, underscore');
export const variable = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,63}$/, 'a name: letters, digits, underscore, beginning with a small letter');
export const id = orReference(z.string().min(1));
export const ids = orReference(z.array(z.string().min(1)).min(1));
export const logic = z.json();
export const role = orReference(z.enum(['admin', 'ops', 'manager', 'finance']));

/** Money above zero, minor units as a string: `{"amount":"5000","currency":"USD"}`. */
export const moneyValue = orReference(
  z.strictObject({
    amount: z.string().regex(/^[1-9]\d{0,17}$/, 'whole minor units above zero, e.g. "5000"'),
    currency: z.string().refine(isCurrency, 'an ISO 4217 code, e.g. "USD"'),
  }),
);
export const tags = orReference(z.array(z.string().trim().min(1).max(64)).min(1).max(50));
export const fieldName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,63}$/, 'a field name: letters, digits, underscore, beginning with a small letter');
