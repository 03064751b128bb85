import type { TypedNode } from '../check/typed.js';
import { answerWords, outcomeWords } from '../views/words-outcome.js';
import { plainText } from '../views/parts.js';
import type { Json } from '../cst/value.js';
import { clauseOf, clausesOf } from './clauses.js';
import { withFact } from './facts.js';
import { findFacts } from './finder.js';
import { boundFixes, branchForValue } from './fixes.js';
import type { GapBounds } from './fixes.js';
import { holesOf } from './holes.js';
import type { Hole } from './holes.js';
import type { RuleList } from './lists.js';
import { isNeutral, outcomeValue } from './neutral.js';
import type { ListSets } from './reach.js';
import type { Box } from './space/box.js';
import type { Study } from './study.js';
import type { ExampleFacts, Finding, FindingFix, Words } from './types.js';

/** What the search for gaps of one list gives; `unsure` when some could be neither proven nor ruled out. */
export interface Gaps {
  readonly findings: readonly Finding[];
  readonly unsure: boolean;
}

/**
 * The gaps of a list: holes beside its branches (see holes.ts) and names that no branch mentions. A range is a gap only where
 * `otherwise` decides nothing: one with terms of its own is what somebody meant for the rest.
 */
export function gapsOf(study: Study, sets: ListSets): Gaps {
  const { list } = sets;
  if (!list.otherwise || list.policy !== 'first') return { findings: [], unsure: false };
  const neutral = isNeutral(list.otherwise, study.shape);
  const holes = holesOf(study.space, sets).filter(({ kind }) => kind === 'point' || neutral);
  const proven: ProvenHole[] = [];
  let unsure = false;
  for (const hole of holes) {
    const boxes = study.space.boxes.product([hole.box], sets.context);
    if (boxes.length === 0) continue;
    const found = prove(study, sets, hole, boxes);
    if (found) proven.push(found);
    else unsure = true;
  }
  const findings = [...grouped(proven).map((group) => holeFinding(study, sets, group, neutral))];
  if (neutral) findings.push(...unnamedValues(study, sets));
  return { findings, unsure };
}

interface ProvenHole extends GapBounds {
  readonly hole: Hole;
  readonly boxes: readonly Box[];
  readonly facts: ExampleFacts;
  readonly throws: boolean;
}

/** Facts that fall to `otherwise` while their neighbours on the line are taken, as the compiled rule says. */
function prove(study: Study, { list }: ListSets, hole: Hole, boxes: readonly Box[]): ProvenHole | undefined {
  const { path, regions } = study.space.dimensions[hole.dimension]!;
  const taker = (facts: ExampleFacts, region: number): number | undefined => {
    const sample = regions[region]?.sample;
    if (sample === undefined) return undefined;
    const branch = study.branchOf(list, withFact(facts, path, sample));
    return branch === list.branches.length ? undefined : branch;
  };
  let lower: number | undefined;
  let upper: number | undefined;
  const facts = findFacts(study.space, boxes, (each) => {
    if (study.branchOf(list, each) !== list.branches.length || !study.reaches(list, each)) return false;
    if (hole.kind === 'absent') {
      const takers = regions.flatMap((region, at) => (region.kind === 'absent' ? [] : [taker(each, at)]));
      [lower] = takers;
      return !takers.includes(undefined);
    }
    lower = taker(each, hole.run[0]! - 1);
    upper = taker(each, hole.run.at(-1)! + 1);
    return lower !== undefined && upper !== undefined;
  });
  if (!facts) return undefined;
  const confirmation = study.confirms(list, list.branches.length, facts);
  if (!confirmation.confirmed && !confirmation.error) return undefined;
  const bounds = { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
  return { hole, boxes, facts, throws: !confirmation.confirmed, ...bounds };
}

/** Holes of the same values between the same branches are one gap. */
function grouped(holes: readonly ProvenHole[]): readonly (readonly ProvenHole[])[] {
  const groups = new Map<string, ProvenHole[]>();
  for (const each of holes) {
    const key = [each.hole.dimension, each.hole.run.join('-'), each.lower, each.upper].join();
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

function holeFinding(study: Study, { list }: ListSets, group: readonly ProvenHole[], neutral: boolean): Finding {
  const { space, schema } = study;
  const [first] = group as [ProvenHole, ...ProvenHole[]];
  const { hole, lower, upper } = first;
  const dimension = space.dimensions[hole.dimension]!;
  const bounding = [upper, lower].filter((each) => each !== undefined).sort((a, b) => a - b);
  const fixes = boundFixes(study, list, dimension, hole, first);
  const fixed = fixes[0]?.label.params['branch'];
  const branch = typeof fixed === 'number' ? fixed : bounding[0]!;
  const throws = group.some((each) => each.throws);
  const boxes = space.boxes.merged(group.flatMap((each) => [...each.boxes]));
  return {
    code: 'gap',
    severity: hole.kind === 'point' || throws ? 'error' : 'warning',
    blocks: throws,
    pointer: list.branches[branch]!.when.pointer,
    list: list.pointer,
    branch,
    params: {
      kind: hole.kind,
      fact: dimension.path,
      what: clauseOf(dimension, hole.run, schema),
      where: clausesOf(space, boxes[0]!, mentioned(study, conditionsOf(list, bounding), hole.dimension)),
      ...(lower === undefined ? {} : { lower }),
      ...(upper === undefined ? {} : { upper }),
      otherwise: saidOf(study, list.otherwise!),
      neutral,
      throws,
    },
    facts: first.facts,
    fixes,
  };
}

const conditionsOf = (list: RuleList, branches: readonly number[]): readonly TypedNode[] =>
  branches.map((branch) => list.branches[branch]!.when);

/** The dimensions, but for one, that conditions say something of. */
function mentioned(study: Study, conditions: readonly TypedNode[], except: number): number[] {
  const said = conditions.flatMap((condition) => study.space.set(condition));
  return study.space.dimensions
    .map((_, at) => at)
    .filter((at) => at !== except && said.some((box) => !study.space.boxes.isFull(box, at)));
}

/** What an outcome says, in both languages. */
export function saidOf(study: Study, outcome: TypedNode): Words {
  const value = outcomeValue(outcome);
  const say = (locale: 'en' | 'de'): string =>
    plainText(
      value === undefined
        ? outcomeWords({ kind: 'advanced', pointer: outcome.pointer, text: '' }, study.shape, study.schema, locale)
        : answerWords(value, study.shape, study.schema, locale),
    );
  return { en: say('en'), de: say('de') };
}

/**
 * A name of a declared list that no condition mentions, while every branch that decides something asks for that fact: whoever
 * bears it falls to `otherwise`, perhaps because the name is new.
 */
function unnamedValues(study: Study, { list, holds, rest }: ListSets): Finding[] {
  const { space, schema } = study;
  const deciding = holds.filter((_, branch) => !isNeutral(list.branches[branch]!.outcome, study.shape));
  if (deciding.length === 0) return [];
  return space.dimensions.flatMap((dimension, at): Finding[] => {
    if (dimension.field?.type !== 'enum') return [];
    const asks = (box: Box): boolean => !space.boxes.isFull(box, at);
    if (!deciding.every((set) => set.every(asks))) return [];
    return dimension.regions.flatMap((region, value): Finding[] => {
      const named = holds.some((set) => set.some((box) => asks(box) && space.boxes.has(box, at, value)));
      if (region.kind === 'absent' || named) return [];
      const left = space.boxes.product(rest, [space.boxes.slice(at, [value])]);
      const facts = findFacts(
        space,
        left,
        (each) => study.reaches(list, each) && study.branchOf(list, each) === list.branches.length,
      );
      if (!facts || !study.confirms(list, list.branches.length, facts).confirmed) return [];
      const fix = branchForValue(study, list, dimension, region.sample as Json);
      const fixes: FindingFix[] = fix ? [fix] : [];
      return [
        {
          code: 'gap',
          severity: 'warning',
          blocks: false,
          pointer: list.otherwise!.pointer,
          list: list.pointer,
          branch: list.branches.length,
          params: {
            kind: 'value',
            fact: dimension.path,
            what: clauseOf(dimension, [value], schema),
            where: [],
            otherwise: saidOf(study, list.otherwise!),
            neutral: true,
            throws: false,
          },
          facts,
          fixes,
        },
      ];
    });
  });
}
