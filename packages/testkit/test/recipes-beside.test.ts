import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { timeSkippingServerPath } from '@sluice/devstack';
import type { SimulationCase } from '@sluice/flows';
import { shippedFlows } from '@sluice/runtime/shipped';
import { startTimeSkipping } from '../src/harness/time-skipping.js';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { besideReal } from '../src/simulated/beside.js';

const { flow, cases } = shippedFlows().find((file) => file.flow.key === 'onboarding')!;
let env: TestWorkflowEnvironment;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const path = await timeSkippingServerPath((line) => process.stderr.write(`  ${line}\n`));
  env = await startTimeSkipping(path);
}, 300_000);

afterAll(() => env?.teardown());

/** The story with every instant as far from the server's time as it was from its own start. */
async function fromNow(id: string): Promise<SimulationCase> {
  const told = cases.find((one) => one.id === id)!;
  const shift = (await env.currentTimeMs()) - Date.parse(told.startsAt);
  const text = JSON.stringify(told.world).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) =>
    new Date(Date.parse(at) + shift).toISOString(),
  );
  return { ...told, world: JSON.parse(text) as SimulationCase['world'] };
}

describe('the mails of the onboarding recipe are the same, byte for byte, from the simulator and from a worker with the real store', () => {
  it.each([
    ['busy', ['welcome', 'landing-pages', 'webinar', 'case-studies', 'check-in']],
    ['quiet', ['welcome', 'landing-pages', 'webinar', 'case-studies', 'nudge']],
    ['overdue', ['welcome', 'landing-pages', 'webinar', 'case-studies', 'nudge']],
  ])(
    'for the story “%s”',
    async (id, templates) => {
      const { mails, path, simulated } = await besideReal({
        env,
        mongo: process.env['SLUICE_TEST_MONGODB_URI'] ?? '',
        programme: demoProgramme,
        flow,
        oneCase: await fromNow(id),
      });
      expect(path.real).toEqual(path.simulated);
      expect(simulated.mails.map(({ template }) => template)).toEqual(templates);
      expect(mails.real).toEqual(mails.simulated);
      expect(mails.real.find(({ template }) => template === 'landing-pages')?.html).toMatch(/pricing[\s\S]*\/t\/nora/);
    },
    240_000,
  );
});
