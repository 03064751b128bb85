import type { JsonObject } from '@sluice/domain';
import type { Collection, Mutation } from './collection.js';
import type { Base, Stored } from './spec.js';

/** What a step of a flow has done to a document: kept with it, in the same write, so that the step tried again does nothing more. */
export interface DoneStep {
  /** The effect's key. */
  key: string;
  answer: JsonObject;
}

/** A document that steps of flows change. */
export interface ByStep {
  doneSteps?: DoneStep[];
}

/** What a step decides on a document: what it answers, and what changes. */
export type StepDecision<Doc extends Base> = Mutation<Doc> & { answer: JsonObject };

/** Newest of them; a step is tried again within a day or so, and no document sees as many steps in that time. */
const kept = 50;

/**
 * Changes a document once by the step's key: the same key again, whatever has happened to the document meanwhile, changes
 * nothing and is answered as the first time. Without a key (a person does it) it is a change like any other; `decide` may
 * throw, and then nothing is written.
 */
export async function changeByStep<Doc extends Base & ByStep>(
  collection: Collection<Doc>,
  programme: string,
  id: string,
  key: string | undefined,
  decide: (doc: Stored<Doc>) => StepDecision<Doc>,
  expectedRev?: number,
): Promise<{ doc: Stored<Doc>; answer: JsonObject }> {
  let answer: JsonObject = {};
  const doc = await collection.change(
    programme,
    id,
    (before) => {
      const done = before.doneSteps ?? [];
      const first = key === undefined ? undefined : done.find((one) => one.key === key);
      if (first) {
        answer = first.answer;
        return null;
      }
      const { answer: given, ...mutation } = decide(before);
      answer = given;
      if (key === undefined) return Object.keys(mutation.set).length === 0 ? null : mutation;
      const doneSteps = [...done.slice(1 - kept), { key, answer: given }];
      // The compiler cannot see that `doneSteps` of ByStep is a field of every such Doc.
      return { ...mutation, set: { ...mutation.set, doneSteps } as unknown as Mutation<Doc>['set'] };
    },
    expectedRev,
  );
  return { doc, answer };
}
