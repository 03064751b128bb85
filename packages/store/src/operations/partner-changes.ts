import {
  changeStatus,
  DomainError,
  withTags,
  type Json,
  type JsonObject,
  type Partner,
  type PartnerId,
  type PartnerStatus,
} from '@sluice/domain';
import { fieldAt, type FactField } from '@sluice/rules';
import { BAD, validator } from '@sluice/rules/facts/read';
import { typeOfFact } from '@sluice/rules/types';
import type { FactsOwner } from '../collections/facts-schemas.js';
import type { AuditActor } from '../core/outgoing.js';
import type { Store } from '../store.js';

/** Who changes something, and when. */
export interface ChangedBy {
  actor: AuditActor;
  at: Date;
  /** Key of the flow's step that does it: the same key never acts twice, and is answered the same. */
  key?: string;
  /** What goes into the audit entry beside the change itself, e.g. the run. */
  detail?: JsonObject;
  /** What the person looked at; another one is `stale`. */
  expectedRev?: number;
}

/**
 * Gives a partner a status, keeps the reason, and tells the event of that change where there is one. Staying changes nothing.
 * Terminated `forCause`, what is held is forfeited (`settleTermination`, by that event). Throws `DomainError` for what the table of
 * transitions refuses.
 */
export async function setStatus(
  store: Store,
  programme: string,
  partner: PartnerId,
  to: PartnerStatus,
  by: ChangedBy & { reason?: string; forCause?: boolean },
): Promise<{ from: PartnerStatus; to: PartnerStatus }> {
  const { answer } = await store.partners.changeByStep(
    programme,
    partner,
    by.key,
    (doc) => {
      if (doc.status !== to) refuseWhereGone(doc);
      const change = changeStatus(doc.status, to);
      if (!change.ok) throw new DomainError(change.code, change.message);
      const answered = { from: change.from };
      if (!change.changed) return { answer: answered, set: {} };
      const { event } = change;
      return {
        answer: answered,
        set: {
          status: to,
          statusSince: by.at,
          statusReason: by.reason,
          forCause: to === 'terminated' && by.forCause ? true : undefined,
        },
        audit: {
          action: 'partner.status_changed',
          actor: by.actor,
          detail: {
            from: change.from,
            to,
            ...(by.reason !== undefined && { reason: by.reason }),
            ...(by.forCause && { forCause: true }),
            ...by.detail,
          },
        },
        ...(event && {
          events: [
            {
              key: `partner-status/${partner}/${doc.rev + 1}`,
              type: event,
              occurredAt: by.at,
              data: {
                partnerId: partner,
                from: change.from,
                to,
                ...(by.reason !== undefined && { reason: by.reason }),
              },
              correlations: [`partner:${partner}`],
            },
          ],
        }),
      };
    },
    by.expectedRev,
  );
  return { from: answer['from'] as PartnerStatus, to };
}

/** Who was merged away or erased is another's past or nobody: there is no way back. */
function refuseWhereGone({ mergedInto, erasedAt }: Pick<Partner, 'mergedInto' | 'erasedAt'>): void {
  if (mergedInto)
    throw new DomainError('merged_away', `It was merged into the partner ${mergedInto}: change that one.`);
  if (erasedAt) throw new DomainError('erased', 'Its data were erased. Whoever wants to come back applies anew.');
}

/** Adds tags to a partner and takes others away. Throws `DomainError` for too many. */
export async function tagPartner(
  store: Store,
  programme: string,
  partner: PartnerId,
  tags: { add: readonly string[]; remove: readonly string[] },
  by: ChangedBy,
): Promise<{ added: string[]; removed: string[] }> {
  const { answer } = await store.partners.changeByStep(programme, partner, by.key, (doc) => {
    const { set, answer: changed } = tagged(doc.tags, tags);
    return {
      answer: changed,
      set,
      ...(set.tags && {
        audit: { action: 'partner.tagged', actor: by.actor, detail: { ...changed, ...by.detail } },
      }),
    };
  });
  return { added: answer['added'] as string[], removed: answer['removed'] as string[] };
}

/** What tagging changes: nothing to set where the tags stay as they are. Throws `DomainError` for too many. */
export function tagged(
  before: readonly string[],
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): { set: { tags?: string[] }; answer: { added: string[]; removed: string[] } } {
  const after = withTags(before, add, remove);
  if (!after.ok) throw new DomainError(after.code, after.message);
  const { tags, added, removed } = after;
  return { set: added.length + removed.length === 0 ? {} : { tags }, answer: { added, removed } };
}

/** Gives a partner an owner; with `keep`, only where it has none. Answers who has it. */
export async function assignOwner(
  store: Store,
  programme: string,
  partner: PartnerId,
  owner: string,
  by: ChangedBy & { keep?: boolean },
): Promise<{ owner: string }> {
  const { answer } = await store.partners.changeByStep(programme, partner, by.key, (doc) => {
    if (doc.owner === owner || (by.keep && doc.owner !== undefined))
      return { answer: { owner: doc.owner ?? owner }, set: {} };
    return {
      answer: { owner },
      set: { owner },
      audit: {
        action: 'partner.owner_assigned',
        actor: by.actor,
        detail: { from: doc.owner ?? null, to: owner, ...by.detail },
      },
    };
  });
  return { owner: answer['owner'] as string };
}

/**
 * Writes a custom field of a partner; null takes it away. Throws `DomainError`: `reserved_field` for a name that is ours,
 * `bad_value` for a value that is not of the type that the programme has given the field.
 */
export async function setPartnerField(
  store: Store,
  programme: FactsOwner,
  partner: PartnerId,
  field: string,
  value: Json,
  by: ChangedBy,
): Promise<void> {
  await checkPartnerFields(store, programme, { [field]: value });
  await store.partners.changeByStep(programme.key, partner, by.key, (doc) => {
    const { [field]: before, ...others } = doc.custom;
    const custom: JsonObject = value === null ? others : { ...doc.custom, [field]: value };
    if (JSON.stringify(before ?? null) === JSON.stringify(value)) return { answer: {}, set: {} };
    return {
      answer: {},
      set: { custom },
      audit: { action: 'partner.field_set', actor: by.actor, detail: { field, ...by.detail } },
    };
  });
}

/** Holds custom fields against their types; see `setPartnerField`. A field without a type takes any value. */
export async function checkPartnerFields(store: Store, programme: FactsOwner, fields: JsonObject): Promise<void> {
  const schemas = await store.factsSchemas.all(programme);
  for (const [name, value] of Object.entries(fields)) {
    const path = `partner.${name}`;
    const types: FactField[] = schemas.flatMap(({ custom }) =>
      Object.hasOwn(custom, path) ? (custom[path] ?? []) : [],
    );
    const ours = schemas.some(({ schema, custom }) => !Object.hasOwn(custom, path) && fieldAt(schema, path));
    if (ours && types.length === 0)
      throw new DomainError(
        'reserved_field',
        `“${name}” is a field that every partner has; it is not set as a custom one.`,
      );
    const [type] = types;
    if (value !== null && type && validator(typeOfFact(type))(value) === BAD)
      throw new DomainError('bad_value', `“${name}” takes ${typeWords(type)}, not ${JSON.stringify(value)}.`);
  }
}

function typeWords(field: FactField): string {
  switch (field.type) {
    case 'enum':
      return `one of ${field.values.map(({ value }) => value).join(', ')}`;
    case 'list':
      return 'a list';
    case 'string':
      return 'a text';
    case 'boolean':
      return 'yes or no (true or false)';
    case 'integer':
      return 'a whole number';
    case 'decimal':
      return 'a number';
    case 'day':
      return 'a date such as 2026-11-30';
    case 'instant':
    case 'money':
      return 'a whole number (milliseconds, or minor units)';
    case 'object':
      return 'an object';
    case 'unknown':
      return 'a value';
  }
}
