import type { RuleHits } from '@sluice/contracts';
import { parse, semanticHash, toJson, type FactsSchema, type OutcomeShape } from '@sluice/rules';
import { nodeAt } from '@sluice/rules/edit/nodes';
import { readDecisionList } from '@sluice/rules/views/read-decision-list';
import type { DecisionList, OutcomeView } from '@sluice/rules/views/decision-list';
import type { RuleTrace } from '@sluice/store/operations/index';

interface Version {
  hash: string;
  logic: string;
}

/** A branch of a version: its place there, and what stays the same when it is moved. */
interface BranchPlace {
  pointer: string;
  hash: string;
}

/**
 * Counts how often each branch of the version in force was taken, by it and by the versions before. A branch is known by the
 * hash of its condition, so that it is found again where it was moved or answers something else; `otherwise` by its list.
 */
export class HitCount {
  private total = 0;
  private readonly counts = new Map<string, { pointer: string; count: number }>();
  private readonly places = new Map<string, ReadonlyMap<string, BranchPlace>>();

  constructor(
    inForce: Version,
    others: readonly Version[],
    private readonly schema: FactsSchema,
    private readonly shape: OutcomeShape,
  ) {
    for (const { pointer, hash } of this.learn(inForce).values())
      if (!this.counts.has(hash)) this.counts.set(hash, { pointer, count: 0 });
    for (const version of others) this.learn(version);
  }

  add({ hash, trace }: RuleTrace): void {
    this.total += 1;
    const places = this.places.get(hash);
    if (!places) return;
    for (const { pointer, taken } of trace) {
      if (typeof pointer !== 'string' || typeof taken !== 'number') continue;
      const place = places.get(`${pointer}#${taken}`);
      const counted = place && this.counts.get(place.hash);
      if (counted) counted.count += 1;
    }
  }

  private learn({ hash, logic }: Version): ReadonlyMap<string, BranchPlace> {
    const places = this.places.get(hash) ?? placesOf(logic, this.schema, this.shape);
    this.places.set(hash, places);
    return places;
  }

  result(): RuleHits {
    const branches = [...this.counts].map(([hash, { pointer, count }]) => ({ pointer, hash, count }));
    return { total: this.total, branches };
  }
}

/** The branches of every decision list of a text, by the node that decides and the argument that it takes. */
function placesOf(logic: string, schema: FactsSchema, shape: OutcomeShape): Map<string, BranchPlace> {
  const places = new Map<string, BranchPlace>();
  const document = parse(logic);
  const hashOf = (pointer: string): string => {
    const node = nodeAt(document, pointer);
    return semanticHash(node ? toJson(node) : null);
  };
  const visit = (list: DecisionList, path: readonly string[]): void => {
    for (const { pointer, when, outcome } of list.branches) {
      const hash = hashOf(pointer);
      // A part of a collecting list that stands without a condition decides nothing.
      if (when.kind !== 'always' || when.pointer !== outcome.pointer)
        places.set(takenOf(pointer), { pointer, hash: semanticHash([...path, hash]) });
      into(outcome, [...path, hash]);
    }
    const { otherwise } = list;
    if (!otherwise) return;
    const [call, at] = split(otherwise.pointer);
    places.set(`${call}#${at}`, { pointer: otherwise.pointer, hash: semanticHash([...path, 'otherwise']) });
    into(otherwise, [...path, 'otherwise']);
  };
  const into = (outcome: OutcomeView, path: readonly string[]): void => {
    if (outcome.kind === 'list') visit(outcome.list, path);
  };
  const list = readDecisionList(document, schema, shape);
  if (!('reason' in list)) visit(list, []);
  return places;
}

/** A condition is the argument before the outcome that the trace says was taken. */
function takenOf(condition: string): string {
  const [call, at] = split(condition);
  return `${call}#${at + 1}`;
}

/** `/if/4/if/2` → the node `/if/4` and argument 2. */
function split(pointer: string): [string, number] {
  const parts = pointer.split('/');
  const at = Number(parts.pop());
  parts.pop();
  return [parts.join('/'), at];
}
