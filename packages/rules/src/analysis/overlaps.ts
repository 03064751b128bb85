import { canonicalJson } from '../same.js';
import { clausesOf } from './clauses.js';
import { findFacts } from './finder.js';
import { outcomeValue } from './neutral.js';
import type { ListSets } from './reach.js';
import type { Box } from './space/box.js';
import type { Study } from './study.js';
import type { Finding, Overlap } from './types.js';

/** Each pair of branches of which the later could take facts that the earlier takes, with such facts. */
export function overlapsOf(study: Study, { list, holds, takes }: ListSets): readonly Overlap[] {
  if (list.policy === 'collect') return [];
  const { boxes } = study.space;
  const overlaps: Overlap[] = [];
  for (let second = 1; second < list.branches.length; second++) {
    if (takes[second]!.length === 0) continue;
    for (let first = 0; first < second; first++) {
      const shared = meeting(boxes, takes[first]!, holds[second]!);
      if (shared.length === 0) continue;
      const { when } = list.branches[second]!;
      const facts = findFacts(
        study.space,
        shared,
        (each) => study.branchOf(list, each) === first && study.holds(when, each) === true && study.reaches(list, each),
      );
      if (!facts) continue;
      const kind = boxes.within(holds[first]!, holds[second]!) ? 'special' : 'partial';
      const sameOutcome = same(study, list.branches[first]!.outcome, list.branches[second]!.outcome);
      overlaps.push({ list: list.pointer, first, second, kind, sameOutcome, facts });
    }
  }
  return overlaps;
}

/** A few boxes of what two sets share; where some are exact those suffice. */
function meeting(boxes: Study['space']['boxes'], a: readonly Box[], b: readonly Box[]): readonly Box[] {
  const shared: Box[] = [];
  for (const x of a) {
    for (const y of b) {
      const both = boxes.intersect(x, y);
      if (both && shared.push(both) >= 8) return shared;
    }
  }
  return shared;
}

function same(study: Study, a: Parameters<typeof outcomeValue>[0], b: typeof a): boolean {
  const [left, right] = [outcomeValue(a), outcomeValue(b)];
  return left !== undefined && right !== undefined && canonicalJson(left) === canonicalJson(right);
}

/**
 * The pairs worth a word: an exception before its rule (told, not warned of), and two branches that ask for the same facts,
 * each reaching beyond the other: there the order decides, which is easily overlooked. A guard that asks for other facts, such
 * as "the partner is paused", meets everything and is no news; nor is a pair with one outcome. One finding a branch and kind.
 */
export function overlapFindings(study: Study, sets: ListSets, overlaps: readonly Overlap[]): Finding[] {
  const { list, holds, takes } = sets;
  const { space } = study;
  const asked = holds.map((set) => askedBy(study, set));
  const notable = overlaps.filter(
    ({ first, second, kind, sameOutcome }) =>
      !sameOutcome && (kind === 'special' || asked[first]!.join() === asked[second]!.join()),
  );
  const groups = new Map<string, Overlap[]>();
  for (const each of notable) {
    const key = `${String(each.first)} ${each.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group): Finding[] => {
    const [{ first, second, kind, facts }] = group as [Overlap, ...Overlap[]];
    if (!study.confirms(list, first, facts).confirmed) return [];
    const shared = space.boxes.merged(space.boxes.product(takes[first]!, holds[second]!));
    const where = shared.length > 0 ? { where: clausesOf(space, shared[0]!, asked[first]!) } : {};
    return [
      {
        code: 'overlap',
        severity: kind === 'special' ? 'info' : 'warning',
        blocks: false,
        pointer: list.branches[first]!.when.pointer,
        list: list.pointer,
        branch: first,
        params: { kind, with: second, all: group.map((each) => each.second), ...where },
        facts,
        fixes: [],
      },
    ];
  });
}

/** The dimensions that a condition says something of. */
function askedBy(study: Study, set: readonly Box[]): readonly number[] {
  return study.space.dimensions
    .map((_, at) => at)
    .filter((at) => set.some((box) => !study.space.boxes.isFull(box, at)));
}
