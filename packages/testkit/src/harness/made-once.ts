import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentKey } from '@sluice/devstack/cache/cache';

/** The repository. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url));

const DAY_MS = 86_400_000;

/**
 * A folder that `make` makes from `sources` (files and folders of the repository), made anew only when they have changed, for
 * all test files that ask. It appears whole or not at all, because another file may make the same at the same time. Inside
 * node_modules, so that code in it finds the libraries.
 */
export async function madeOnce(
  name: string,
  sources: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const all = join(root, 'node_modules/.cache', name);
  const target = join(all, contentKey(...sources.map((source) => join(root, source))));
  if (existsSync(target)) {
    // Whoever cleans up sees that it is in use.
    utimesSync(target, new Date(), new Date());
    return target;
  }
  const draft = join(all, randomUUID());
  await make(draft);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  for (const other of readdirSync(all)) {
    const found = statSync(join(all, other), { throwIfNoEntry: false });
    if (found && Date.now() - found.mtimeMs > DAY_MS) rmSync(join(all, other), { recursive: true, force: true });
  }
  return target;
}
