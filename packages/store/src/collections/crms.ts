import { derivedId, type Id, type JsonObject } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { AuditActor } from '../core/outgoing.js';

/** A CRM of a programme that leads are pushed to. */
export interface CrmSetting {
  id: Id<'change'>;
  programme: string;
  key: string;
  /** Which connector speaks to it. */
  kind: string;
  url: string;
  /** Encrypted; signs every push. */
  secret: string;
  /** Where each of the CRM's fields comes from, e.g. `email` ← `lead.email`. */
  mapping: Record<string, string>;
  enabled: boolean;
  changedAt: Date;
}

/** A lead as it was pushed: one document an effect, so that a step tried again finds what it did. */
export interface CrmPush {
  id: Id<'push'>;
  programme: string;
  /** The effect's key, which the CRM knows it by. */
  key: string;
  crm: string;
  referral: string;
  run: string;
  state: 'sending' | 'taken' | 'refused';
  /** What the CRM calls it. */
  reference?: string;
  error?: { code: string; message: string };
  createdAt: Date;
  settledAt?: Date;
}

export function crms(db: Database) {
  const c = db.collection<CrmSetting>({
    name: 'crms',
    version: 1,
    fields: {
      key: 'string',
      kind: 'string',
      url: 'string',
      secret: 'string',
      mapping: 'text',
      enabled: 'boolean',
      changedAt: 'date',
    },
    indexes: [{ keys: ['key'], unique: true }],
  });
  const pushes = db.collection<CrmPush>({
    name: 'crm_pushes',
    version: 1,
    fields: {
      key: 'string',
      crm: 'string',
      referral: 'string',
      run: 'string',
      state: 'string',
      reference: 'string',
      error: 'plain',
      createdAt: 'date',
      settledAt: 'date',
    },
    indexes: [{ keys: ['referral', 'createdAt'] }],
  });
  const idOf = (programme: string, key: string): CrmSetting['id'] => derivedId('change', 'crm', programme, key);
  return {
    collection: c,
    pushes,
    get: (programme: string, key: string) => c.get(programme, idOf(programme, key)),
    list: (programme: string) => c.find(programme, {}, { sort: { key: 1 } }),

    /** Sets a CRM up or changes it; the audit log tells which fields, never the secret. */
    async save(
      programme: string,
      key: string,
      set: Omit<CrmSetting, 'id' | 'programme' | 'key' | 'changedAt' | 'secret'> & { secret?: string },
      by: { actor: AuditActor; at: Date },
    ) {
      const detail: JsonObject = { crm: key, url: set.url, enabled: set.enabled, secret: set.secret !== undefined };
      const out = { audit: { action: 'crm.saved', actor: by.actor, detail } };
      const id = idOf(programme, key);
      const { secret, ...rest } = set;
      if (secret !== undefined) {
        const { inserted, doc } = await c.insertOrRead({ id, programme, key, ...rest, secret, changedAt: by.at }, out);
        if (inserted) return doc;
      }
      return c.change(programme, id, () => ({
        set: { ...rest, ...(secret !== undefined && { secret }), changedAt: by.at },
        ...out,
      }));
    },

    /** Writes a push down before it is made; the same key again reads back what is known of it. */
    begin: (push: Omit<CrmPush, 'id' | 'state'>) =>
      pushes.insertOrRead({ ...push, id: derivedId('push', push.programme, push.key), state: 'sending' }),

    /** What the CRM said. A push that was taken stays so. */
    settle: (
      programme: string,
      id: CrmPush['id'],
      said: Pick<CrmPush, 'state'> & Partial<Pick<CrmPush, 'reference' | 'error'>> & { at: Date },
      actor: AuditActor,
    ) =>
      pushes.change(programme, id, (push) =>
        push.state === 'taken' || (push.state === said.state && push.error?.code === said.error?.code)
          ? null
          : {
              set: { state: said.state, reference: said.reference, error: said.error, settledAt: said.at },
              audit: {
                action: said.state === 'taken' ? 'crm.pushed' : 'crm.refused',
                actor,
                subject: { kind: 'referral', id: push.referral },
                detail: { crm: push.crm, push: id, ...(said.error && { code: said.error.code }) },
              },
            },
      ),
    pushesOf: (programme: string, referral: string) =>
      pushes.find(programme, { referral }, { sort: { createdAt: -1, _id: -1 }, limit: 50 }),
  };
}
