import type { CaseRun } from '@sluice/flows';

/** What becomes different for a run when another version of its flow is told the same story. */
export type RunDifference =
  | { code: 'outcome'; before: string; after: string }
  | { code: 'path'; left: string[]; reached: string[] }
  | { code: 'mails'; missing: string[]; added: string[] }
  | { code: 'effects'; missing: string[]; added: string[] }
  | { code: 'duration'; before: string; after: string };

/** Differences that people care about, the gravest first; none where both did the same at the same time. */
export function compareRuns(before: CaseRun, after: CaseRun): RunDifference[] {
  const differences: RunDifference[] = [];
  const [was, is] = [endOf(before), endOf(after)];
  if (was !== is) differences.push({ code: 'outcome', before: was, after: is });
  const effects = apart(effectsOf(before), effectsOf(after));
  if (effects) differences.push({ code: 'effects', ...effects });
  const mails = apart(mailsOf(before), mailsOf(after));
  if (mails) differences.push({ code: 'mails', ...mails });
  const path = apart(nodesOf(before), nodesOf(after));
  if (path) differences.push({ code: 'path', left: path.missing, reached: path.added });
  if (before.endedAt !== after.endedAt)
    differences.push({ code: 'duration', before: before.endedAt, after: after.endedAt });
  return differences;
}

function endOf({ state }: CaseRun): string {
  return state.status === 'closed' ? (state.outcome ?? 'ended') : state.status;
}

const nodesOf = ({ steps }: CaseRun): string[] => [...new Set(steps.map(({ node }) => node))];
const mailsOf = ({ mails }: CaseRun): string[] => mails.map(({ template, to }) => `${template} → ${to}`);
/** By what they say, not by the step: a step that was renamed does the same. */
const effectsOf = ({ effects }: CaseRun): string[] =>
  effects.map(({ effect, params }) => `${effect} ${JSON.stringify(params)}`);

/** What one list has more often than the other. */
function apart(
  before: readonly string[],
  after: readonly string[],
): { missing: string[]; added: string[] } | undefined {
  const rest = [...after];
  const missing = before.filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return missing.length + rest.length === 0 ? undefined : { missing, added: rest };
}
