import { run } from '../../../rules/bench/rules.bench.js';
import { judged, type Row } from './row.js';

/** Rules as closures beside other engines and code by hand, on the same rules and facts. */
export async function ruleRows(): Promise<Row[]> {
  const measured = await run();
  return measured.map(({ name, ratio, peer, bar }) =>
    judged({ name: `Rules, ${name}`, peer, ratio, ...(bar !== undefined && { bar }) }),
  );
}
