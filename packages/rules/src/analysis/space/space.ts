import type { TypedNode } from '../../check/typed.js';
import { compile } from '../../compile/compile.js';
import type { Program } from '../../compile/compile.js';
import type { Json } from '../../cst/value.js';
import type { FactsSchema } from '../../facts/schema.js';
import { withFact } from '../facts.js';
import { Boxes } from './box.js';
import type { Box } from './box.js';
import { dimensionOf } from './dimension.js';
import type { Dimension } from './dimension.js';
import { formulaOf } from './formula.js';
import type { Formula, Opaque, Test } from './formula.js';
import { isDecidedByRegions } from './texts.js';

/**
 * All facts that a set of conditions can tell apart: a dimension for each fact they test, and one with "yes" and "no" for each
 * condition that could not be taken apart. Sets are exact where they are free in the latter, else they hold too much.
 */
export class Space {
  readonly dimensions: readonly Dimension[];
  /** By dimension: the condition that could not be taken apart. */
  readonly opaque: ReadonlyMap<number, Opaque>;
  readonly boxes: Boxes;
  private readonly at = new Map<string, number>();
  private readonly ownAt = new Map<string, number>();
  private readonly slices = new Map<string, readonly [no: Box, yes: Box]>();
  private readonly programs = new Map<string, Program>();

  constructor(
    readonly schema: FactsSchema,
    conditions: readonly TypedNode[],
  ) {
    const byFact = new Map<string, Test[]>();
    const others = new Map<string, Opaque>();
    for (const leaf of conditions.flatMap((node) => leavesOf(formulaOf(node)))) {
      if (leaf.k === 'opaque') others.set(leaf.key, leaf);
      else byFact.set(leaf.path, [...(byFact.get(leaf.path) ?? []), leaf]);
    }
    const dimensions: Dimension[] = [];
    for (const [path, tests] of byFact) {
      const unique = [...new Map(tests.map((test) => [test.key, test])).values()];
      const decided = unique.filter((test) => isDecidedByRegions(test, unique));
      const dimension = dimensionOf(schema, path, decided, (test, value) => this.answer(test, value));
      const left = dimension ? unique.filter((test) => !decided.includes(test)) : unique;
      left.forEach(({ key, node }) => others.set(key, { k: 'opaque', key, node }));
      if (dimension) this.at.set(path, dimensions.push(dimension) - 1);
    }
    const opaque = new Map<number, Opaque>();
    for (const [key, leaf] of others) {
      const at = dimensions.push({ path: key, field: undefined, type: { k: 'boolean' }, regions: YES_NO }) - 1;
      this.ownAt.set(key, at);
      opaque.set(at, leaf);
    }
    this.dimensions = dimensions;
    this.opaque = opaque;
    this.boxes = new Boxes(dimensions.map(({ regions }) => regions.length));
  }

  /** Position of the dimension of a fact. */
  dimensionAt(path: string): number | undefined {
    return this.at.get(path);
  }

  /** The facts for which a condition holds, or for which it does not. */
  set(condition: TypedNode, holds = true): readonly Box[] {
    return this.boxes.merged(this.solve(formulaOf(condition), holds));
  }

  /** True when a box says nothing of conditions that could not be taken apart. */
  isExact(box: Box): boolean {
    return [...this.opaque.keys()].every((dimension) => this.boxes.isFull(box, dimension));
  }

  private solve(formula: Formula, holds: boolean): readonly Box[] {
    const { boxes } = this;
    switch (formula.k) {
      case 'constant':
        return formula.value === holds ? [boxes.full] : [];
      case 'not':
        return this.solve(formula.of, !holds);
      case 'all':
      case 'any': {
        const parts = formula.of.map((each) => this.solve(each, holds));
        if ((formula.k === 'all') === holds) return parts.reduce((a, b) => boxes.product(a, b), [boxes.full]);
        return parts.flat();
      }
      case 'opaque':
        return this.slice(formula.key, this.ownAt.get(formula.key), holds, (region) => region === 1);
      case 'test': {
        const own = this.ownAt.get(formula.key);
        if (own !== undefined) return this.slice(formula.key, own, holds, (region) => region === 1);
        const at = this.at.get(formula.path);
        const regions = at === undefined ? [] : this.dimensions[at]!.regions;
        return this.slice(formula.key, at, holds, (region) => this.answer(formula, regions[region]?.sample));
      }
    }
  }

  private slice(
    key: string,
    at: number | undefined,
    holds: boolean,
    answer: (region: number) => boolean,
  ): readonly Box[] {
    if (at === undefined) return [this.boxes.full];
    let pair = this.slices.get(key);
    if (!pair) {
      const all = this.dimensions[at]!.regions.map((_, region) => region);
      const yes = all.filter(answer);
      const no = all.filter((region) => !yes.includes(region));
      pair = [this.boxes.slice(at, no), this.boxes.slice(at, yes)];
      this.slices.set(key, pair);
    }
    const box = pair[holds ? 1 : 0];
    return this.boxes.regions(box, at).length > 0 ? [box] : [];
  }

  /** Runs a test, compiled as the rule is. A fact that must be there and is not makes it "no": the checker guards it. */
  private answer(test: Test, value: Json | undefined): boolean {
    let program = this.programs.get(test.key);
    if (!program) {
      program = compile({ root: test.node, schema: this.schema, class: 'extended', uses: [] });
      this.programs.set(test.key, program);
    }
    const result = program.run(value === undefined ? {} : withFact({}, test.path, value));
    return result.ok && isYes(result.value);
  }
}

const YES_NO = [
  { kind: 'value', sample: false, single: true },
  { kind: 'value', sample: true, single: true },
] as const;

const isYes = (value: Json): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

function leavesOf(formula: Formula): readonly (Test | Opaque)[] {
  switch (formula.k) {
    case 'constant':
      return [];
    case 'not':
      return leavesOf(formula.of);
    case 'all':
    case 'any':
      return formula.of.flatMap(leavesOf);
    case 'test':
    case 'opaque':
      return [formula];
  }
}
