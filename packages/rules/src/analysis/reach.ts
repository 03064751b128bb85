import type { Box } from './space/box.js';
import type { RuleList } from './lists.js';
import type { Study } from './study.js';

/** The sets of one list: which facts get there, hold each condition, take each branch, and are left for `otherwise`. */
export interface ListSets {
  readonly list: RuleList;
  /** Facts that get to the list at all. */
  readonly context: readonly Box[];
  /** By branch: facts for which its condition holds, whoever comes before. */
  readonly holds: readonly (readonly Box[])[];
  /** By branch: facts of the context that take it. */
  readonly takes: readonly (readonly Box[])[];
  /** Facts of the context that no branch takes. */
  readonly rest: readonly Box[];
  /** The same of all facts, context or not: what the list by itself leaves open. */
  readonly open: readonly Box[];
}

/** Works the sets of all lists out, outer ones first. Throws TooLarge. */
export function reachOf(study: Study): readonly ListSets[] {
  const done = new Map<RuleList, ListSets>();
  for (const list of study.lists) {
    const outer = list.inside && done.get(list.inside.list);
    const context = !list.inside ? [study.space.boxes.full] : outer ? entering(outer, list.inside.branch) : [];
    done.set(list, setsOf(study, list, context));
  }
  return [...done.values()];
}

const entering = (outer: ListSets, branch: number): readonly Box[] => outer.takes[branch] ?? outer.rest;

function setsOf(study: Study, list: RuleList, context: readonly Box[]): ListSets {
  const { space } = study;
  const { boxes } = space;
  const holds = list.branches.map(({ when }) => space.set(when));
  if (list.policy === 'collect') {
    const takes = holds.map((set) => boxes.product(context, set));
    return { list, context, holds, takes, rest: context, open: [] };
  }
  const takes: (readonly Box[])[] = [];
  let rest = context;
  for (const set of holds) {
    takes.push(boxes.product(rest, set));
    rest = boxes.without(rest, set);
  }
  const open = list.inside
    ? holds.reduce((left, set) => boxes.without(left, set), [boxes.full] as readonly Box[])
    : rest;
  return { list, context, holds, takes, rest, open };
}
