import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { searchAttributes as namesOfRuntime } from '@sluice/runtime/names';
import { Connection } from '@temporalio/client';
import { startTimeSkipping } from '@sluice/testkit/harness/time-skipping';
import { silent, startTemporal, timeSkippingServerPath, type RunningTemporal } from '../src/index.js';
import { searchAttributes } from '../src/temporal/index.js';

describe('the Temporal server', () => {
  let server: RunningTemporal;

  beforeAll(async () => {
    server = await startTemporal({ dataDir: undefined, log: silent, port: 'free' });
  });
  afterAll(() => server.stop());

  it('answers, and knows the search attributes of a run', async () => {
    const connection = await Connection.connect({ address: server.address });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.values(namesOfRuntime)));
    expect(Object.keys(searchAttributes).sort()).toEqual(Object.values(namesOfRuntime).sort());
    await connection.close();
  });
});

describe('the time-skipping server', () => {
  it('lets ninety days pass at once', async () => {
    const path = await timeSkippingServerPath(silent);
    const environment = await startTimeSkipping(path);
    const before = await environment.currentTimeMs();
    const started = Date.now();
    await environment.sleep('90 days');
    expect(Date.now() - started).toBeLessThan(100_000);
    expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(90 * 24 * 3_600_000);
    await environment.teardown();
  }, 240_000);
});
