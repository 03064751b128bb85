import { derivedId, type Id, type Programme } from '@sluice/domain';
import {
  FACTS,
  fieldAt,
  OUTCOMES,
  RULE_KIND_INFO,
  specialise,
  tierDecision,
  TIER_DECISION,
  type FactField,
  type FactsSchema,
  type OutcomeShape,
  type RuleKind,
} from '@sluice/rules';
import type { Database } from '../core/database.js';
import { StoreError } from '../core/errors.js';
import type { Outgoing } from '../core/outgoing.js';

/** A programme's own fields of a shipped schema, as they were from one version on; never changed afterwards. */
interface FactsSchemaDoc {
  id: Id<'change'>;
  programme: string;
  /** Id of the shipped schema, and the version of it that the fields were added to. */
  schema: string;
  base: number;
  /** Goes on from the shipped version's number. */
  version: number;
  /** By dotted path. */
  fields: Record<string, FactField>;
  changedBy: string;
  changedAt: Date;
}

/** What is needed to make a shipped schema a programme's own. */
export type FactsOwner = Pick<Programme, 'key' | 'currency' | 'tiers'>;

/** A schema as rules of a programme read it, with the programme's own fields by dotted path. */
export interface ProgrammeSchema {
  schema: FactsSchema;
  custom: Record<string, FactField>;
}

/** The facts that a programme's rules may read: the shipped schemas, its currency, its tiers by name, its custom fields. */
export function factsSchemas(db: Database) {
  const c = db.collection<FactsSchemaDoc>({
    name: 'facts_schemas',
    version: 1,
    fields: {
      schema: 'string',
      base: 'number',
      version: 'number',
      fields: 'text',
      changedBy: 'string',
      changedAt: 'date',
    },
    indexes: [{ keys: ['schema', 'version'], unique: true }],
  });

  const newest = async (programme: string, schema: string): Promise<FactsSchemaDoc | null> => {
    const [doc] = await c.find(programme, { schema }, { sort: { version: -1 }, limit: 1 });
    return doc ?? null;
  };

  const made = (programme: FactsOwner, id: string, doc: FactsSchemaDoc | null): ProgrammeSchema | null => {
    const shipped = doc ? FACTS.get(`${id}@${doc.base}`) : newestShipped(id);
    if (!shipped) return null;
    const custom = doc?.fields ?? {};
    const schema = specialised(programme, shipped, custom);
    return { schema: doc ? { ...schema, version: doc.version } : schema, custom };
  };

  const repository = {
    collection: c,

    /** That version of a schema, with the programme's own fields as they were; null where there is none. */
    async at(programme: FactsOwner, id: string, version: number): Promise<ProgrammeSchema | null> {
      const doc = await c.findOne(programme.key, { schema: id, version });
      if (doc) return made(programme, id, doc);
      const shipped = FACTS.get(`${id}@${version}`);
      return shipped ? { schema: specialised(programme, shipped, {}), custom: {} } : null;
    },

    /** That version of a schema, specialised for the programme; null where there is none. */
    get: async (programme: FactsOwner, id: string, version: number): Promise<FactsSchema | null> =>
      (await repository.at(programme, id, version))?.schema ?? null,

    /** The newest version of a schema, with the programme's own fields; null where there is no such schema. */
    latest: async (programme: FactsOwner, id: string): Promise<ProgrammeSchema | null> =>
      made(programme, id, await newest(programme.key, id)),

    /** The newest schema that ships, specialised, without fields of the programme's own; null where there is none. */
    shipped(programme: FactsOwner, id: string): FactsSchema | null {
      const shipped = newestShipped(id);
      return shipped ? specialised(programme, shipped, {}) : null;
    },

    /** The facts that a new rule of a kind reads. */
    async forKind(programme: FactsOwner, kind: RuleKind): Promise<FactsSchema> {
      const { schema } = RULE_KIND_INFO[kind];
      return (await repository.latest(programme, schema.id))?.schema ?? specialised(programme, schema, {});
    },

    /** The newest version of every schema, by id. */
    async all(programme: FactsOwner): Promise<ProgrammeSchema[]> {
      const ids = [...new Set([...FACTS.values()].map(({ id }) => id))].sort();
      const found = await Promise.all(ids.map((id) => repository.latest(programme, id)));
      return found.filter((one) => one !== null);
    },

    /**
     * Adds or replaces a custom field: a new version of the schema. `expectedVersion` is the one that was looked at; throws
     * `stale` for another, `not_found` for an unknown schema, `refused` for a path that ships or that leads through a field.
     */
    async setField(
      programme: FactsOwner,
      id: string,
      path: string,
      field: FactField,
      expectedVersion: number,
      by: string,
      out: (version: number) => Outgoing = () => ({}),
    ): Promise<ProgrammeSchema> {
      const before = await newest(programme.key, id);
      const present = made(programme, id, before);
      const shipped = newestShipped(id);
      if (!present || !shipped) throw new StoreError('not_found', `There are no facts "${id}".`, { id });
      refusePath(shipped, present.custom, path);
      if (present.schema.version !== expectedVersion)
        throw new StoreError('stale', `The facts "${id}" have changed since you looked at them.`, { id });
      const version = Math.max(present.schema.version, shipped.version) + 1;
      const doc: FactsSchemaDoc = {
        id: derivedId('change', 'facts-schema', programme.key, id, String(version)),
        programme: programme.key,
        schema: id,
        base: shipped.version,
        version,
        fields: { ...present.custom, [path]: field },
        changedBy: by,
        changedAt: db.now(),
      };
      const { inserted } = await c.insertOrRead(doc, out(version));
      if (!inserted) throw new StoreError('stale', `The facts "${id}" have changed since you looked at them.`, { id });
      return made(programme, id, doc) ?? present;
    },
  };
  return repository;
}

/** The shape that a rule must answer, with the programme's own tiers as the only tiers; undefined where none ships. */
export function outcomeFor(programme: Pick<Programme, 'tiers'>, id: string): OutcomeShape | undefined {
  return id === TIER_DECISION.id ? tierDecision(programme.tiers.map(({ key }) => key)) : OUTCOMES.get(id);
}

function specialised(
  programme: FactsOwner,
  shipped: FactsSchema,
  custom: Readonly<Record<string, FactField>>,
): FactsSchema {
  const tiers = programme.tiers.map(({ key, name }) => ({ value: key, label: name }));
  const hasTier = fieldAt(shipped, 'partner.tier') !== undefined;
  return specialise(shipped, {
    currency: programme.currency,
    fields: { ...custom, ...(hasTier && { 'partner.tier': { type: 'enum' as const, values: tiers } }) },
  });
}

function newestShipped(id: string): FactsSchema | undefined {
  return [...FACTS.values()].filter((schema) => schema.id === id).sort((a, b) => b.version - a.version)[0];
}

/** A custom field stands beside what ships, never in its place, and in groups of fields only. */
function refusePath(shipped: FactsSchema, custom: Readonly<Record<string, FactField>>, path: string): void {
  const parts = path.split('.');
  for (let length = 1; length < parts.length; length += 1) {
    const parent = parts.slice(0, length).join('.');
    const field = fieldAt(shipped, parent);
    if ((field && field.type !== 'object') || Object.hasOwn(custom, parent))
      throw new StoreError('refused', `"${parent}" is a fact of its own and holds no others.`, { path });
  }
  if (fieldAt(shipped, path) || Object.keys(custom).some((other) => other.startsWith(`${path}.`)))
    throw new StoreError('refused', `"${path}" is there already.`, { path });
}
