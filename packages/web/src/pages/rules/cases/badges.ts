import type { RuleEditor } from '../editor/context.js';

type Badge = { readonly count: number; readonly bad?: boolean };

/** How much there is to mend; suggestions do not count. */
export function problemBadge({ analysis }: RuleEditor): Badge {
  const findings = (analysis?.findings ?? []).filter(({ severity }) => severity !== 'info');
  return { count: findings.length, bad: findings.some(({ severity }) => severity === 'error') };
}

export function caseBadge({ cases, caseRuns }: RuleEditor): Badge {
  return { count: cases.length, bad: [...caseRuns.values()].some(({ ok }) => !ok) };
}

/** What the bar says as well. */
export function changeBadge({ changes }: RuleEditor): Badge {
  return { count: changes };
}
