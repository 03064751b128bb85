import { derivedId, type Id, type JsonObject } from '@sluice/domain';
import type { LockedTemplate } from '@sluice/flows';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import { StoreError } from '../core/errors.js';
import type { Stored } from '../core/spec.js';

/** What new runs of a flow get over the defaults of its versions: changed without drawing the flow anew. */
export interface FlowParameters {
  id: Id<'change'>;
  programme: string;
  /** Key of the flow. */
  key: string;
  values: JsonObject;
  /** The mails that values name, locked as they were then. */
  templates: Record<string, LockedTemplate>;
  /** Who set what is set now: none of these approves what runs make with it. */
  makers: string[];
  changedAt: Date;
}

export function flowParameters(db: Database) {
  const c = db.collection<FlowParameters>({
    name: 'flow_parameters',
    version: 1,
    fields: { key: 'string', values: 'text', templates: 'text', makers: 'strings', changedAt: 'date' },
    indexes: [{ keys: ['key'], unique: true }],
  });
  const idOf = (programme: string, key: string): FlowParameters['id'] =>
    derivedId('change', 'flow-parameters', programme, key);
  return {
    collection: c,

    get: (programme: string, key: string): Promise<Stored<FlowParameters> | null> =>
      c.get(programme, idOf(programme, key)),

    /** Sets all of them over the revision that was looked at (0 where there is none); throws `stale` for another. */
    async save(
      programme: string,
      key: string,
      set: Pick<FlowParameters, 'values' | 'templates' | 'makers'>,
      expectedRev: number,
      out: Outgoing,
    ): Promise<Stored<FlowParameters>> {
      const id = idOf(programme, key);
      const changed = { ...set, changedAt: db.now() };
      if (expectedRev > 0) return c.change(programme, id, () => ({ set: changed, ...out }), expectedRev);
      const { inserted, doc } = await c.insertOrRead({ id, programme, key, ...changed }, out);
      if (!inserted) throw new StoreError('stale', `The parameters of "${key}" were set in the meantime.`, { key });
      return doc;
    },
  };
}
