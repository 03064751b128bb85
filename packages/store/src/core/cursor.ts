import { StoreError } from './errors.js';

/** Where a list goes on: the sort value and the id of the last document shown. */
export interface Cursor {
  value: Date | string | number;
  id: string;
}

/** Opaque text of a cursor: base64url of `[kind, value, id]` as JSON. */
export function printCursor(cursor: Cursor): string {
  const kind = cursor.value instanceof Date ? 'd' : typeof cursor.value === 'number' ? 'n' : 's';
  const value = cursor.value instanceof Date ? cursor.value.getTime() : cursor.value;
  return Buffer.from(JSON.stringify([kind, value, cursor.id]), 'utf8').toString('base64url');
}

/** The cursor of a text. Throws `StoreError` `bad_cursor` for anything we did not print. */
export function parseCursor(text: string): Cursor {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    parsed = null;
  }
  if (Array.isArray(parsed) && parsed.length === 3 && typeof parsed[2] === 'string') {
    const [kind, value, id] = parsed as [unknown, unknown, string];
    if (kind === 'd' && typeof value === 'number' && Math.abs(value) <= 8.64e15) return { value: new Date(value), id };
    if (kind === 'n' && typeof value === 'number') return { value, id };
    if (kind === 's' && typeof value === 'string') return { value, id };
  }
  throw new StoreError('bad_cursor', 'This cursor is not one that a list of this kind has given out.');
}
