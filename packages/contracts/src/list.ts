import { z } from 'zod';

/** Every list is answered as `{ data, nextCursor }`; `nextCursor` is null at the end. */
export function list<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}
export interface List<T> {
  data: T[];
  nextCursor: string | null;
}

/** The query of every list, with its own filters added. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(512).optional(),
});
