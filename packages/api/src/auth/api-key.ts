import { randomBytes } from 'node:crypto';

/** Keys are told apart from other secrets by this; a scanner finds them in a repository. */
export const keyPrefix = 'slk_';

/** A new API key with 256 bits of chance; `start` is what lists show of it. Only its hash is stored (`apiKeyHash`). */
export function newApiKey(): { key: string; start: string } {
  const key = keyPrefix + randomBytes(32).toString('base64url');
  return { key, start: key.slice(0, keyPrefix.length + 4) };
}
