import { pointerOf } from './cases.js';
import type { CaseRun } from './cases.js';
import { clauseOf } from './clauses.js';
import type { RuleList } from './lists.js';
import type { ListSets } from './reach.js';
import type { Study } from './study.js';
import type { BranchCoverage, Clause, Finding } from './types.js';
import type { Reach } from './unreachable.js';

/** What is known of how a list's branches are reached; undefined where that was too large. */
interface Known {
  readonly sets: ListSets;
  readonly reaches: readonly Reach[];
}

/** Which saved cases take each branch of a list, and whether any facts do. */
export function coverageOf(
  study: Study,
  list: RuleList,
  known: Known | undefined,
  runs: readonly CaseRun[],
): readonly BranchCoverage[] {
  const count = list.branches.length + (list.otherwise ? 1 : 0);
  return Array.from({ length: count }, (_, branch): BranchCoverage => {
    const only = known && onlyLeft(study, known.sets, branch);
    return {
      list: list.pointer,
      branch,
      pointer: pointerOf(list, branch),
      otherwise: branch === list.branches.length,
      cases: runs.flatMap(({ result, taken }) => (taken.get(list.pointer)?.includes(branch) ? [result.id] : [])),
      reach: known?.reaches[branch] ?? 'undecided',
      ...(only ? { only } : {}),
    };
  });
}

/** What the exceptions standing before a branch leave of it: told where it is a part of one fact's values. */
function onlyLeft(study: Study, { list, holds }: ListSets, branch: number): Clause | undefined {
  const { boxes, dimensions, schema } = study.space;
  const [own, ...more] = holds[branch] ?? [];
  if (list.policy === 'collect' || !own || more.length > 0) return undefined;
  const exceptions = holds.slice(0, branch).filter((set) => set.length > 0 && boxes.within(set, [own]));
  const left = boxes.without([own], exceptions.flat());
  if (exceptions.length === 0 || left.length === 0) return undefined;
  let only: Clause | undefined;
  for (const [at, dimension] of dimensions.entries()) {
    const held = [...new Set(left.flatMap((box) => boxes.regions(box, at)))].sort((a, b) => a - b);
    if (held.length === boxes.regions(own, at).length) continue;
    if (only || study.space.opaque.has(at) || !boxes.within([boxes.slice(at, held, own)], left)) return undefined;
    only = clauseOf(dimension, held, schema);
  }
  return only;
}

/** A finding for each branch that facts could take and no case does; one for all where there are no cases yet. */
export function uncovered(coverage: readonly BranchCoverage[], hasCases: boolean): Finding[] {
  const bare = coverage.filter(({ cases, reach }) => cases.length === 0 && reach !== 'never');
  const [first] = bare;
  if (!first) return [];
  const finding = ({ list, branch, pointer }: BranchCoverage, params: Finding['params'], info: boolean): Finding => ({
    code: 'no_case',
    severity: info ? 'info' : 'warning',
    blocks: false,
    pointer,
    list,
    branch,
    params,
    fixes: [],
  });
  if (!hasCases) return [finding(first, { all: true, branches: bare.length }, true)];
  return bare.map((each) => finding(each, { all: false, otherwise: each.otherwise }, each.otherwise));
}
