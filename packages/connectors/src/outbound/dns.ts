import { lookup } from 'node:dns/promises';

/** All addresses of a name as this machine would connect to it; for `guardUrl`. Rejects where the name is unknown. */
export async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}
