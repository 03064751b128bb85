import { join, resolve } from 'node:path';

/** What a person may set for `npm start`, from the environment. */
export interface Settings {
  readonly root: string;
  readonly dataDir: string;
  readonly port: number;
  readonly baseUrl: string;
}

/** Reads the settings; throws one sentence for a port that is none. */
export function readSettings(root: string, env: NodeJS.ProcessEnv): Settings {
  const port = Number(env['PORT'] ?? '3000');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`PORT must be a number from 1 to 65535, not "${env['PORT'] ?? ''}".`);
  }
  return {
    root,
    dataDir: resolve(root, env['SLUICE_DATA_DIR'] ?? join(root, '.sluice')),
    port,
    baseUrl: env['SLUICE_BASE_URL'] ?? `http://localhost:${String(port)}`,
  };
}
