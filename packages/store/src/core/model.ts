import mongoose, { type Connection, type Model } from 'mongoose';
import type { StoredForm } from './codec.js';
import type { Base, CollectionSpec, FieldKind } from './spec.js';

const { Schema } = mongoose;

/** The mongoose model of a collection: strict, so that a field nobody declared is an error and not a silent loss. */
export function modelOf<Doc extends Base>(connection: Connection, spec: CollectionSpec<Doc>): Model<StoredForm> {
  const fields = { ...(spec.fields as Record<string, FieldKind>), ...spec.lookups };
  const definition = Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, schemaType(kind)]));
  const schema = new Schema<StoredForm>(
    {
      _id: { type: String, required: true },
      programme: { type: String, required: true },
      schemaVersion: { type: Number, required: true },
      rev: { type: Number, required: true },
      relay: String,
      pending: { type: [Schema.Types.Mixed], default: undefined },
      ...definition,
    },
    { collection: spec.name, strict: 'throw', strictQuery: 'throw', versionKey: false, minimize: false, id: false },
  );
  return connection.model<StoredForm>(spec.name, schema);
}

function schemaType(kind: FieldKind): object {
  switch (kind) {
    case 'string':
    case 'text':
      return { type: String };
    case 'number':
      return { type: Number };
    case 'boolean':
      return { type: Boolean };
    case 'date':
      return { type: Date };
    case 'bigint':
      return { type: Schema.Types.BigInt };
    case 'strings':
      return { type: [String], default: undefined };
    case 'plain':
    case 'map':
      return { type: Schema.Types.Mixed };
  }
}
