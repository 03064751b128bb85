import { ensureSecrets } from '@sluice/devstack/start/secrets';

/** Makes the secrets file where there is none; one that is there is kept, and gets what a new release needs beside. */
export function makeSecrets(): void {
  const file = process.env['SLUICE_SECRETS_FILE'];
  if (!file) throw new Error('SLUICE_SECRETS_FILE is needed: where the secrets are to be kept.');
  ensureSecrets(file);
  console.log(`The secrets are in ${file}. Keep a copy: without it nothing that is stored can be read.`);
}
