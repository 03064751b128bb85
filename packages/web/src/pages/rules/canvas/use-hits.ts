import type { RuleHits } from '@sluice/contracts/rule';
import { useMemo } from 'react';
import { useGet } from '../../../lib/data.js';
import { day } from '../../../lib/time.js';
import { useEditor } from '../editor/context.js';

/** How many orders of the last 90 days took a branch of the version in force; undefined where it is in none, `unknown` where nobody counts. */
export function useHits(pointer: string | undefined): number | undefined | 'unknown' {
  const { rule } = useEditor();
  const period = useMemo(() => {
    const today = new Date(new Date().toISOString().slice(0, 10));
    return {
      from: new Date(today.getTime() - 90 * day).toISOString(),
      to: new Date(today.getTime() + day).toISOString(),
    };
  }, []);
  const wanted = rule.inForce && rule.kind === 'commission';
  const { data } = useGet<RuleHits>(wanted ? `/v1/rules/${rule.key}/hits` : undefined, period);
  if (rule.kind !== 'commission' || (wanted && !data)) return 'unknown';
  if (pointer === undefined || !data) return undefined;
  return data.branches.filter((each) => each.pointer === pointer).reduce((sum, { count }) => sum + count, 0);
}
