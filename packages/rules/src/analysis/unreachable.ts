import { clausesOf } from './clauses.js';
import { findFacts } from './finder.js';
import { moveFix, removeFix } from './fixes.js';
import type { ListSets } from './reach.js';
import type { Box } from './space/box.js';
import type { Study } from './study.js';
import type { Finding } from './types.js';

/** Whether facts get to each branch; for `otherwise` the last entry. */
export type Reach = 'some' | 'never' | 'always' | 'undecided';

/**
 * How far each branch is reached. Sets hold too much where a condition could not be taken apart: an empty one is proof that
 * nothing gets there, any other only together with facts that do.
 */
export function reachesOf(study: Study, { list, context, takes, rest }: ListSets): readonly Reach[] {
  const { space } = study;
  const all = [...takes, ...(list.otherwise ? [rest] : [])];
  return all.map((set, branch): Reach => {
    if (set.length === 0) return 'never';
    const others = all.every((other, i) => i === branch || other.length === 0);
    if (others && list.policy === 'first' && context.length > 0) return 'always';
    if (set.some((box) => space.isExact(box))) return 'some';
    const accept = (facts: Parameters<Study['reaches']>[1]): boolean =>
      study.reaches(list, facts) &&
      (list.policy === 'collect'
        ? study.holds(list.branches[branch]!.when, facts) === true
        : study.branchOf(list, facts) === branch);
    return findFacts(space, set, accept) ? 'some' : 'undecided';
  });
}

/** A finding for each branch that no facts get to, with the branches that take its facts, or why there are none. */
export function unreachableOf(study: Study, sets: ListSets): Finding[] {
  const { list, takes } = sets;
  return list.branches.flatMap((_, branch) => (takes[branch]!.length === 0 ? [unreachable(study, sets, branch)] : []));
}

function unreachable(study: Study, sets: ListSets, branch: number): Finding {
  const { list, context, holds, takes } = sets;
  const { boxes } = study.space;
  const { when } = list.branches[branch]!;
  const wanted = boxes.product(context, holds[branch]!);
  const takers = takersOf(study, sets, branch, wanted);
  const why = holds[branch]!.length === 0 ? 'contradiction' : wanted.length === 0 ? 'context' : 'taken';
  const [taker] = takers;
  const shared = taker === undefined ? [] : boxes.product(takes[taker]!, wanted);
  const facts = findFacts(
    study.space,
    shared,
    (each) => study.branchOf(list, each) === taker && study.holds(when, each) === true && study.reaches(list, each),
  );
  const proven = facts && taker !== undefined && study.confirms(list, taker, facts).confirmed;
  // Above a branch that lies within this one it would only take that one's place.
  const moves = why === 'taken' && taker !== undefined && !boxes.within(holds[taker]!, holds[branch]!);
  const said = boxes.merged(wanted);
  return {
    code: 'unreachable',
    severity: 'warning',
    blocks: false,
    pointer: when.pointer,
    list: list.pointer,
    branch,
    params: {
      why,
      takers,
      ...(said.length === 1
        ? {
            where: clausesOf(
              study.space,
              said[0]!,
              study.space.dimensions.map((__, at) => at),
            ),
          }
        : {}),
    },
    ...(proven ? { facts } : {}),
    fixes: [...(moves ? moveFix(study, list, branch, taker) : []), ...removeFix(study, list, branch)],
  };
}

/**
 * The fewest earlier branches that hold for all facts of a set: one where one does, else those left after the ones that are
 * not needed, the first first.
 */
function takersOf(
  { space }: Study,
  { holds, takes }: ListSets,
  branch: number,
  wanted: readonly Box[],
): readonly number[] {
  const { boxes } = space;
  let takers = takes.flatMap((set, by) => (by < branch && boxes.product(set, wanted).length > 0 ? [by] : []));
  const alone = takers.find((by) => boxes.within(wanted, holds[by]!));
  if (alone !== undefined) return [alone];
  for (const by of takers) {
    const others = takers.filter((each) => each !== by);
    if (
      boxes.within(
        wanted,
        others.flatMap((each) => holds[each]!),
      )
    )
      takers = others;
  }
  return takers;
}
