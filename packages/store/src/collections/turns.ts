import { derivedId, nextInTurn, type Id } from '@sluice/domain';
import type { Database } from '../core/database.js';
import { changeByStep, type ByStep } from '../core/steps.js';

/** Whose turn it was last, of those who share something, e.g. leads among the managers. */
interface Turn extends ByStep {
  id: Id<'turn'>;
  programme: string;
  /** What is shared, e.g. `leads/manager`. */
  of: string;
  last?: string;
}

export function turns(db: Database) {
  const c = db.collection<Turn>({
    name: 'turns',
    version: 1,
    quiet: true,
    fields: { of: 'string', last: 'string', doneSteps: 'text' },
    indexes: [],
  });
  return {
    collection: c,

    /** Whose turn it is among `people`; the same key is answered with the same person. Undefined where there is nobody. */
    async next(programme: string, of: string, key: string, people: readonly string[]): Promise<string | undefined> {
      if (people.length === 0) return undefined;
      const id = derivedId('turn', programme, of);
      await c.insertOrRead({ id, programme, of });
      const { answer } = await changeByStep(c, programme, id, key, ({ last }) => {
        const who = nextInTurn(people, last);
        return who === undefined ? { answer: {}, set: {} } : { answer: { who }, set: { last: who } };
      });
      return typeof answer['who'] === 'string' ? answer['who'] : undefined;
    },
  };
}
