import { verify as prove, type RailRecord } from '@sluice/store';
import { withStore } from '../command.js';

/** `sluice verify`: proves the books; prints each problem and ends with 1 where there is one. */
export async function verify(): Promise<void> {
  await withStore(async ({ store, config, log }) => {
    const railRecords = config.railUrl ? await recordsOf(config.railUrl) : undefined;
    const problems = await prove(store, { ...(railRecords && { railRecords }) });
    for (const { programme, code, subject, message } of problems) log(`${programme} ${code} ${subject.id}: ${message}`);
    log(
      problems.length === 0
        ? `The books are right${railRecords ? `, and the rail's ${railRecords.length} records agree` : ''}.`
        : `${problems.length} problems.`,
    );
    if (problems.length > 0) process.exitCode = 1;
  });
}

/** The sandbox rail's own record of every payment. */
async function recordsOf(url: string): Promise<RailRecord[]> {
  const response = await fetch(`${url}/payouts`, { signal: AbortSignal.timeout(10_000) });
  const body = (await response.json()) as { data?: RailRecord[] } | RailRecord[];
  return Array.isArray(body) ? body : (body.data ?? []);
}
