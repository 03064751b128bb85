import { derivedId, type Id, type PartnerId } from '@sluice/domain';
import { standingOf, type FiledTaxForm, type FormStanding, type TaxFormState } from '@sluice/domain/tax/filed';
import { agreesToSelfBilling } from '@sluice/domain/tax/forms/vat';
import type { Reporting } from '@sluice/domain/tax/year-end';
import type { VatProfile } from '@sluice/domain/vat/scheme';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import { StoreError } from '../core/errors.js';
import type { AuditActor, Outgoing } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';

/** What was given out to be reported: corrections are what has changed since. */
export interface TaxExport {
  id: Id<'tax_form'>;
  programme: string;
  year: number;
  kind: 'original' | 'correction';
  rows: { partner: PartnerId; paid: string; withheld: string; reporting: Reporting }[];
  createdAt: Date;
  by: string;
}

export type NewTaxForm = Omit<FiledTaxForm, 'version' | 'state' | 'review' | 'askedAnewAt'>;

/** Tax forms of partners: every version is a document. Numbers are encrypted before they come here, and in no audit entry. */
export function taxForms(db: Database) {
  const c = db.collection<FiledTaxForm>({
    name: 'tax_forms',
    version: 1,
    fields: {
      partner: 'string',
      form: 'string',
      purpose: 'string',
      version: 'number',
      edition: 'string',
      values: 'text',
      sealed: 'string',
      masked: 'text',
      signedAs: 'string',
      capacity: 'string',
      signedOn: 'string',
      endsOn: 'string',
      state: 'string',
      submittedAt: 'date',
      submittedBy: 'plain',
      review: 'plain',
      askedAnewAt: 'date',
    },
    indexes: [
      { keys: ['partner', 'purpose', 'version'], unique: true },
      { keys: ['state', 'submittedAt'] },
      { keys: ['state', 'endsOn'] },
    ],
  });
  const exports = db.collection<TaxExport>({
    name: 'tax_exports',
    version: 1,
    fields: { year: 'number', kind: 'string', rows: 'text', createdAt: 'date', by: 'string' },
    indexes: [{ keys: ['year', 'createdAt'] }],
  });
  const ofPartner = (programme: string, partner: PartnerId) =>
    c.find(programme, { partner }, { sort: { version: -1 } });

  const repository = {
    collection: c,
    exports,
    get: (programme: string, id: FiledTaxForm['id']) => c.get(programme, id),
    /** Every version of a partner, the newest first. */
    ofPartner,

    /** Stores a form as the next version and tells that it has come. The same id again reads back what is stored. */
    async submit(form: NewTaxForm): Promise<Stored<FiledTaxForm>> {
      for (;;) {
        const known = await c.get(form.programme, form.id);
        if (known) return known;
        const others = (await ofPartner(form.programme, form.partner)).filter(
          ({ purpose }) => purpose === form.purpose,
        );
        const version = (others[0]?.version ?? 0) + 1;
        try {
          return await c.insert(
            { ...form, version, state: 'submitted' },
            {
              audit: {
                action: 'tax_form.submitted',
                actor: form.submittedBy,
                subject: { kind: 'partner', id: form.partner },
                detail: { taxForm: form.id, form: form.form, version },
              },
              events: [
                {
                  key: `tax-form/${form.id}`,
                  type: 'tax_form.received',
                  occurredAt: form.submittedAt,
                  data: { partnerId: form.partner, form: form.form, taxForm: form.id },
                  correlations: [`partner:${form.partner}`],
                },
              ],
            },
          );
        } catch (error) {
          // Another form of the partner took this version meanwhile.
          if (!(error instanceof StoreError) || error.code !== 'duplicate') throw error;
        }
      }
    },

    /** Accepts or rejects a form that waits; one that is decided is answered as it is. */
    review: (
      programme: string,
      id: FiledTaxForm['id'],
      decision: { outcome: 'accept' | 'reject'; by: AuditActor; at: Date; reason?: string },
      out: Pick<Outgoing, 'messages'> = {},
    ) =>
      c.change(programme, id, (form) => {
        if (form.state !== 'submitted') return null;
        const { outcome, by, at, reason } = decision;
        return {
          set: {
            state: outcome === 'accept' ? 'accepted' : 'rejected',
            review: { by, at, ...(reason !== undefined && { reason }) },
          },
          audit: {
            action: outcome === 'accept' ? 'tax_form.accepted' : 'tax_form.rejected',
            actor: by,
            subject: { kind: 'partner', id: form.partner },
            detail: { taxForm: id, form: form.form, version: form.version, ...(reason !== undefined && { reason }) },
          },
          ...out,
        };
      }),

    /** Writes down that somebody is shown the numbers, before they are shown. */
    noteRevealed: (programme: string, id: FiledTaxForm['id'], by: AuditActor, reason: string) =>
      c.change(programme, id, (form) => ({
        set: {},
        audit: {
          action: 'tax_form.revealed',
          actor: by,
          subject: { kind: 'partner', id: form.partner },
          detail: { taxForm: id, form: form.form, reason },
        },
      })),

    /** Accepted forms that end on that day or before. */
    endingBy: (programme: string, day: string) =>
      c.find(programme, { state: 'accepted', endsOn: { $lte: day } }, { sort: { endsOn: 1 } }),

    /** Tells once that an accepted form ends soon, which asks the partner for a new one. */
    tellEnding: (programme: string, id: FiledTaxForm['id'], at: Date) =>
      c.change(programme, id, (form) =>
        form.askedAnewAt || form.state !== 'accepted'
          ? null
          : {
              set: { askedAnewAt: at },
              events: [
                {
                  key: `tax-form-ending/${form.id}`,
                  type: 'tax_form.expiring',
                  occurredAt: at,
                  data: { partnerId: form.partner, form: form.form, taxForm: form.id, endsOn: form.endsOn ?? '' },
                  correlations: [`partner:${form.partner}`],
                },
              ],
            },
      ),

    expire: (programme: string, id: FiledTaxForm['id']) =>
      c.change(programme, id, (form) =>
        form.state !== 'accepted'
          ? null
          : {
              set: { state: 'expired' as const },
              audit: {
                action: 'tax_form.expired',
                actor: { id: 'system' },
                subject: { kind: 'partner', id: form.partner },
                detail: { taxForm: id, form: form.form },
              },
            },
      ),

    list: (programme: string, query: PageQuery & { state?: TaxFormState; partner?: PartnerId; form?: string } = {}) =>
      c.page(
        programme,
        {
          ...(query.state ? { state: query.state } : {}),
          ...(query.partner ? { partner: query.partner } : {}),
          ...(query.form ? { form: query.form } : {}),
        },
        query,
        { field: 'submittedAt', direction: -1 },
      ),

    /** What is to be said of the forms of some partners on a day, by partner; those without any form are not there. */
    async standings(
      programme: string,
      partners: readonly PartnerId[],
      purpose: FiledTaxForm['purpose'],
      day: string,
    ): Promise<Map<PartnerId, FormStanding<Stored<FiledTaxForm>>>> {
      const by = new Map<PartnerId, Stored<FiledTaxForm>[]>();
      for (let at = 0; at < partners.length; at += 1_000) {
        const ids = partners.slice(at, at + 1_000);
        for (const form of await c.find(programme, { partner: { $in: ids }, purpose }))
          by.set(form.partner, [...(by.get(form.partner) ?? []), form]);
      }
      return new Map([...by].map(([partner, forms]) => [partner, standingOf(forms, day)]));
    },

    /** What a partner has declared for VAT, where the declaration was accepted. */
    async vatProfile(programme: string, partner: PartnerId): Promise<VatProfile | undefined> {
      const standing = standingOf(
        (await ofPartner(programme, partner)).filter(({ purpose }) => purpose === 'vat'),
        '9999-12-31',
      );
      return standing.state === 'in_force' ? vatProfileOf(standing.form) : undefined;
    },

    async exported(programme: string, year: number): Promise<TaxExport[]> {
      return exports.find(programme, { year }, { sort: { createdAt: 1 } });
    },

    /** Writes down that somebody takes a file with numbers in it, before it leaves. */
    noteDownloaded: (programme: string, id: TaxExport['id'], part: number, actor: AuditActor) =>
      exports.change(programme, id, ({ year }) => ({
        set: {},
        audit: { action: 'tax_export.downloaded', actor, detail: { year, part } },
      })),

    /** Keeps what was given out; the same id again reads back what is stored. */
    noteExported: (given: Omit<TaxExport, 'id'> & { key: string }, actor: AuditActor) => {
      const { key, ...rest } = given;
      return exports.insertOrRead(
        { ...rest, id: derivedId('tax_form', rest.programme, 'export', String(rest.year), key) },
        {
          audit: {
            action: 'tax_export.made',
            actor,
            detail: { year: rest.year, kind: rest.kind, rows: rest.rows.length },
          },
        },
      );
    },
  };
  return repository;
}

/** An accepted declaration as the VAT scheme reads it. */
export function vatProfileOf(form: Pick<FiledTaxForm, 'values' | 'signedOn'>): VatProfile {
  const { name = '', street, postcode, town, country = '', status, vatNumber } = form.values;
  return {
    name,
    country,
    address: { ...(street && { street }), ...(postcode && { postcode }), ...(town && { town }) },
    status: status === 'business' || status === 'small_business' ? status : 'private',
    ...(vatNumber !== undefined && { number: vatNumber }),
    ...(agreesToSelfBilling(form.values) && { selfBillingSince: new Date(`${form.signedOn}T00:00:00Z`) }),
  };
}
