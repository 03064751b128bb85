import { startStack } from '../stack.js';

/**
 * One ephemeral stack for a whole Jest run, told to the tests through `SLUICE_TEST_MONGODB_URI`,
 * `SLUICE_TEST_MONGODB_KIND` and `SLUICE_TEST_TEMPORAL_ADDRESS`. Does nothing when these are set already.
 */
export async function startSharedStack(): Promise<{ stop(): Promise<void> }> {
  if (process.env['SLUICE_TEST_MONGODB_URI'] && process.env['SLUICE_TEST_TEMPORAL_ADDRESS']) {
    return { stop: () => Promise.resolve() };
  }
  const stack = await startStack({
    dataDir: '',
    ephemeral: true,
    ports: 'free',
    log: (line) => process.stderr.write(`  ${line}\n`),
  });
  process.env['SLUICE_TEST_MONGODB_URI'] = stack.mongodbUri;
  process.env['SLUICE_TEST_MONGODB_KIND'] = stack.mongodb.kind;
  process.env['SLUICE_TEST_TEMPORAL_ADDRESS'] = stack.temporalAddress;
  return { stop: () => stack.stop() };
}
