import { run } from '../../../rules/bench/rules.bench.js';
import { judged, type Row } from './row.js';

/** Rules as closures and as generated code beside other engines and code by hand, on the same rules and facts. */
export async function ruleRows(): Promise<Row[]> {
  const measured = await run();
  return measured.map(({ name, bar, ...figures }) =>
    judged({ name: `Rules, ${name}`, ...figures, ...(bar !== undefined && { bar }) }),
  );
}
