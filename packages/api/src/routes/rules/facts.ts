import type { FactFieldUpdate, FactsSchemaDetail } from '@sluice/contracts';
import { RULE_KIND_INFO, validateField, type FactField } from '@sluice/rules';
import { StoreError, type ProgrammeSchema } from '@sluice/store';
import type { Context } from '../../context.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { compact } from '../../present/plain.js';
import { programmeOf } from '../programme.js';

/** The facts that rules may read: what ships, made the programme's own, and its custom fields. */
export function factsRoutes(context: Context): Pick<Handlers, 'listFactsSchemas' | 'getFactsSchema' | 'saveFactField'> {
  const { factsSchemas } = context.store;
  return {
    async listFactsSchemas({ caller }) {
      const all = await factsSchemas.all(await programmeOf(context, caller.programme));
      return { data: all.map(factsSchemaDto), nextCursor: null };
    },

    async getFactsSchema({ caller, params, query }) {
      const programme = await programmeOf(context, caller.programme);
      const found =
        query.version === undefined
          ? await factsSchemas.latest(programme, params.id)
          : await factsSchemas.at(programme, params.id, query.version);
      if (!found) throw new Refusal('not_found');
      return factsSchemaDto(found);
    },

    async saveFactField({ caller, params, body }) {
      const programme = await programmeOf(context, caller.programme);
      const { id, path } = params;
      const shipped = factsSchemas.shipped(programme, id);
      if (!shipped) throw new Refusal('not_found');
      const errors = validateField(shipped, path, fieldOf(body));
      if (errors.length > 0) throw new Refusal('invalid', { errors });
      const out = (version: number) => ({
        audit: {
          action: 'facts.field_saved',
          actor: { id: caller.id, name: caller.name },
          subject: { kind: 'facts', id },
          detail: { title: `${id} v${version}`, path, type: body.type },
        },
      });
      try {
        return factsSchemaDto(
          await factsSchemas.setField(programme, id, path, fieldOf(body), body.rev, caller.id, out),
        );
      } catch (error) {
        if (error instanceof StoreError && error.code === 'refused')
          throw new Refusal('invalid', { errors: [{ pointer: '/path', code: 'taken', message: error.message }] });
        throw error;
      }
    },
  };
}

function factsSchemaDto({ schema, custom }: ProgrammeSchema): FactsSchemaDetail {
  const kinds = Object.entries(RULE_KIND_INFO)
    .filter(([, info]) => info.schema.id === schema.id)
    .map(([kind]) => kind);
  return { id: schema.id, version: schema.version, kinds, schema, custom };
}

/** The field as a schema declares it; money is in the programme's currency, a list is one of texts. */
function fieldOf({ rev: _rev, type, values, optional, ...words }: FactFieldUpdate): FactField {
  const rest = compact({ ...words, optional: optional || undefined });
  switch (type) {
    case 'enum':
      return { type, values: (values ?? []).map((value) => compact(value)), ...rest };
    case 'money':
      return { type, currency: 'programme', ...rest };
    case 'list':
      return { type, of: { type: 'string' }, ...rest };
    default:
      return { type, ...rest };
  }
}
