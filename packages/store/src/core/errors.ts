/** What the store refuses, with a code in snake_case and a sentence. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly code: 'not_found' | 'stale' | 'duplicate' | 'contention' | 'bad_cursor' | 'refused' | 'newer_schema',
    message: string,
    readonly details: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** True for a server's answer that a unique key is taken (code 11000). */
export function isDuplicateKey(error: unknown): error is { code: 11000; message: string } {
  return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === 11000;
}

/** True where the taken key is the document's own id: the thing itself is stored already. */
export function isDuplicateId(error: { message: string }): boolean {
  return /index: _id_\b/.test(error.message) || /index: _id\b/.test(error.message);
}
