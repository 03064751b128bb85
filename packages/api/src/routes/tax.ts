import { asJson, dayOf, derivedId, type PartnerId, type ProgrammeSettings } from '@sluice/domain';
import { endOf, standingOf, type FiledTaxForm } from '@sluice/domain/tax/filed';
import { taxForm } from '@sluice/domain/tax/forms';
import { checkForm, masked } from '@sluice/domain/tax/validate';
import type { TaxFormDto, TaxSettingsDto } from '@sluice/contracts';
import { reviewTaxForm } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { Names } from '../present/names.js';
import { at, compact } from '../present/plain.js';
import { programmeOf } from './programme.js';
import { actorOf } from './users.js';

type TaxRoutes =
  | 'getMyTaxForms'
  | 'submitMyTaxForm'
  | 'listTaxForms'
  | 'reviewTaxForm'
  | 'revealTaxForm'
  | 'getTaxSettings'
  | 'saveTaxSettings';

/** Tax forms: partners fill them in and sign, finance looks at them. Numbers leave only by `reveal`. */
export function taxRoutes(context: Context): Pick<Handlers, TaxRoutes> {
  const { store } = context;

  const one = async (caller: Caller, id: string): Promise<FiledTaxForm> => {
    const form = await store.taxForms.get(caller.programme, id as FiledTaxForm['id']);
    if (!form) throw new Refusal('not_found');
    return form;
  };

  return {
    async getMyTaxForms({ caller }) {
      const programme = await programmeOf(context, caller.programme);
      const { tax, vat } = programme.settings;
      const forms = await store.taxForms.ofPartner(caller.programme, caller.partner as PartnerId);
      const ours = forms.filter(({ purpose }) => purpose === 'us');
      return {
        required: tax?.formRequired ?? false,
        vat: vat?.selfBilling ?? false,
        standing: standingOf(ours, dayOf(context.now(), programme.timeZone)).state,
        forms: await taxFormDtos(context, caller.programme, forms),
      };
    },

    async submitMyTaxForm({ caller, body, requestKey }) {
      const programme = await programmeOf(context, caller.programme);
      const partner = caller.partner as PartnerId;
      const form = taxForm(body.form);
      const now = context.now();
      const today = dayOf(now, programme.timeZone);
      const { open, secret, problems } = checkForm(form, body, today);
      if (problems.length > 0)
        throw new Refusal('invalid', {
          errors: problems.map(({ field, code, message }) => ({
            pointer: signature.has(field) ? `/${field}` : `/values/${field}`,
            code,
            message,
          })),
        });
      const endsOn = endOf(form, today);
      const filed = await store.taxForms.submit({
        id: derivedId('tax_form', caller.programme, partner, requestKey),
        programme: caller.programme,
        partner,
        form: form.key,
        purpose: form.purpose,
        edition: form.edition,
        values: open,
        sealed: context.secrets.seal(JSON.stringify(secret)),
        masked: Object.fromEntries(Object.entries(secret).map(([key, value]) => [key, masked(key, value)])),
        signedAs: body.signedAs.trim(),
        capacity: body.capacity.trim(),
        signedOn: today,
        ...(endsOn !== undefined && { endsOn }),
        submittedAt: now,
        submittedBy: actorOf(caller),
      });
      if (form.purpose === 'us') await answerRequests(context, filed);
      return only(await taxFormDtos(context, caller.programme, [filed]));
    },

    async listTaxForms({ caller, query }) {
      const { partner, ...rest } = query;
      const page = await store.taxForms.list(caller.programme, {
        ...compact(rest),
        ...(partner !== undefined && { partner: partner as PartnerId }),
      });
      return { data: await taxFormDtos(context, caller.programme, page.data), nextCursor: page.nextCursor };
    },

    async reviewTaxForm({ caller, params, body }) {
      const form = await one(caller, params.id);
      const actor = actorOf(caller);
      // A rejection that was cut off before its notice is gone on with.
      const again =
        form.state === 'rejected' &&
        body.outcome === 'reject' &&
        form.review?.by.id === actor.id &&
        form.review.reason === body.reason;
      if (form.state !== 'submitted' && !again)
        throw new Refusal('conflict', { detail: 'This form is decided already.' });
      const reviewed = await reviewTaxForm(store, caller.programme, form.id, {
        outcome: body.outcome,
        by: actor,
        at: context.now(),
        url: `${context.config.baseUrl}/portal/tax`,
        ...compact({ reason: body.reason }),
      });
      return only(await taxFormDtos(context, caller.programme, [reviewed]));
    },

    async revealTaxForm({ caller, params, body }) {
      const form = await one(caller, params.id);
      await store.taxForms.noteRevealed(caller.programme, form.id, actorOf(caller), body.reason);
      return { secrets: secretsOf(context, form) };
    },

    async getTaxSettings({ caller }) {
      return settingsDto((await programmeOf(context, caller.programme)).settings);
    },

    async saveTaxSettings({ caller, body }) {
      const changed = await store.programmes.change(caller.programme, ({ settings }) => {
        const { tax: _tax, sanctions: _sanctions, vat: _vat, ...rest } = settings;
        const next = asJson(body) as TaxSettingsDto;
        return {
          set: {
            settings: {
              ...rest,
              ...(next.tax && { tax: next.tax as NonNullable<ProgrammeSettings['tax']> }),
              ...(next.sanctions && { sanctions: next.sanctions as NonNullable<ProgrammeSettings['sanctions']> }),
              ...(next.vat && { vat: next.vat as NonNullable<ProgrammeSettings['vat']> }),
            },
          },
          audit: {
            action: 'programme.tax_settings_changed',
            actor: actorOf(caller),
            detail: asJson({ before: settingsDto(settings), after: next }),
          },
        };
      });
      return settingsDto(changed.settings);
    },
  };
}

const signature: ReadonlySet<string> = new Set(['signedAs', 'capacity', 'certified']);

/** What a form holds encrypted, by field. */
export function secretsOf(context: Context, form: Pick<FiledTaxForm, 'sealed'>): Record<string, string> {
  return JSON.parse(context.secrets.openAccount(form.sealed)) as Record<string, string>;
}

export async function taxFormDtos(
  context: Context,
  programme: string,
  forms: readonly FiledTaxForm[],
): Promise<TaxFormDto[]> {
  const names = await new Names(context.store, programme).load(forms.map(({ partner }) => partner));
  return forms.map(({ sealed: _sealed, partner, programme: _programme, review, ...form }) =>
    compact({
      id: form.id,
      partner: names.partner(partner),
      form: form.form,
      version: form.version,
      edition: form.edition,
      values: { ...form.values },
      masked: { ...form.masked },
      signedAs: form.signedAs,
      capacity: form.capacity,
      signedOn: form.signedOn,
      endsOn: form.endsOn,
      state: form.state,
      submittedAt: at(form.submittedAt),
      review: review && compact({ by: review.by.name ?? review.by.id, at: at(review.at), reason: review.reason }),
    }),
  );
}

/** Open requests for a tax form are fulfilled by one that was given here. */
async function answerRequests({ store }: Context, form: FiledTaxForm): Promise<void> {
  for (const request of await store.documentRequests.openOf(form.programme, form.partner))
    if (request.kind === 'document' && request.document === 'tax_form')
      await store.documentRequests.fulfil(
        form.programme,
        request.id,
        { by: { id: `event:${form.id}`, ...compact({ name: form.submittedBy.name }) }, reference: form.id },
        form.submittedAt,
      );
}

function settingsDto({ tax, sanctions, vat }: ProgrammeSettings): TaxSettingsDto {
  return { tax: tax ?? null, sanctions: sanctions ?? null, vat: vat ?? null };
}

function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Refusal('not_found');
  return first;
}
