import { failpoint, loadConfig, loadSecrets, type Config, type Secrets } from '@sluice/runtime';
import { openStore, type Store } from '@sluice/store';

/** What a command works with. */
export interface CommandContext {
  config: Config;
  secrets(): Secrets;
  store: Store;
  log(line: string): void;
}

/** Opens the store for one command and closes it after it, whatever happens. */
export async function withStore<T>(work: (context: CommandContext) => Promise<T>): Promise<T> {
  const config = loadConfig({ TEMPORAL_ADDRESS: '127.0.0.1:7233', ...process.env });
  const store = await openStore({ uri: config.mongodbUri, database: config.database, failpoint });
  try {
    return await work({
      config,
      secrets: () => loadSecrets(config.secretsFile),
      store,
      log: (line) => console.log(line),
    });
  } finally {
    await store.close();
  }
}
