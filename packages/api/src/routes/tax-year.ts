import { dayOf } from '@sluice/domain';
import { irisCsv, returnsPerFile, type NecReturn } from '@sluice/domain/tax/iris';
import { kindsOf } from '@sluice/domain/tax/tin';
import { routes, type TaxYearDto } from '@sluice/contracts';
import type { TaxExport } from '@sluice/store';
import { dueForExport, taxYear, type TaxYear } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at } from '../present/plain.js';
import { programmeOf } from './programme.js';
import { secretsOf } from './tax.js';
import { actorOf } from './users.js';

/** Year-end totals, and Forms 1099-NEC for the IRS. */
export function taxYearRoutes(context: Context): Pick<Handlers, 'getTaxYear' | 'exportTaxYear' | 'downloadTaxExport'> {
  const { store } = context;
  return {
    getTaxYear: async ({ caller, params }) =>
      yearDto(context, caller.programme, await taxYear(store, caller.programme, params.year)),

    async exportTaxYear({ caller, params, requestKey }) {
      const programme = await programmeOf(context, caller.programme);
      if (!programme.settings.tax?.payer)
        throw new Refusal('conflict', { detail: 'Say first, in the settings, who reports to the IRS.' });
      if (dayOf(context.now(), programme.timeZone) <= `${params.year}-12-31`)
        throw new Refusal('conflict', { detail: `The year ${params.year} is not over.` });
      const year = await taxYear(store, caller.programme, params.year);
      const due = await dueForExport(store, caller.programme, year);
      if (due.rows.length === 0) throw new Refusal('conflict', { detail: 'There is nothing to report that was not.' });
      await store.taxForms.noteExported(
        {
          key: requestKey,
          programme: caller.programme,
          year: params.year,
          kind: due.kind,
          rows: due.rows.map(({ partner, paid, withheld, reporting }) => ({
            partner,
            paid: paid.toString(),
            withheld: withheld.toString(),
            reporting,
          })),
          createdAt: context.now(),
          by: caller.id,
        },
        actorOf(caller),
      );
      return yearDto(context, caller.programme, year);
    },

    async downloadTaxExport(request, response, caller) {
      const params = routes.downloadTaxExport.params.safeParse(request.params);
      if (!caller || !params.success) throw new Refusal('not_found');
      const found = await store.taxForms.exports.get(caller.programme, params.data.id);
      const { payer } = (await programmeOf(context, caller.programme)).settings.tax ?? {};
      if (!found || !payer) throw new Refusal('not_found');
      const from = (params.data.part - 1) * returnsPerFile;
      const rows = found.rows.slice(from, from + returnsPerFile);
      if (rows.length === 0) throw new Refusal('not_found');
      const returns = await returnsOf(context, caller.programme, found, rows);
      await store.taxForms.noteDownloaded(caller.programme, found.id, params.data.part, actorOf(caller));
      response
        .status(200)
        .type('text/csv')
        .set('Cache-Control', 'no-store')
        .attachment(`1099-nec-${found.year}-${found.kind}-${params.data.part}.csv`)
        .send(irisCsv(found.year, payer, returns));
    },
  };
}

async function returnsOf(
  context: Context,
  programme: string,
  { year }: TaxExport,
  rows: TaxExport['rows'],
): Promise<NecReturn[]> {
  const standings = await context.store.taxForms.standings(
    programme,
    rows.map(({ partner }) => partner),
    'us',
    `${year}-12-31`,
  );
  return rows.map(({ partner, paid, withheld }) => {
    const standing = standings.get(partner);
    const form = standing && 'form' in standing ? standing.form : undefined;
    const { tin = '' } = form ? secretsOf(context, form) : {};
    const said = form?.values['tinKind'];
    const tinKind = said === 'ssn' || said === 'ein' || said === 'itin' ? said : undefined;
    if (!form || tinKind === undefined || !kindsOf(tin).includes(tinKind))
      throw new Refusal('conflict', { detail: `There is no Form W-9 of ${partner} any more.` });
    return { account: partner, values: form.values, tinKind, tin, paid: BigInt(paid), withheld: BigInt(withheld) };
  });
}

async function yearDto({ store }: Context, programme: string, year: TaxYear): Promise<TaxYearDto> {
  const [due, exported] = await Promise.all([
    dueForExport(store, programme, year),
    store.taxForms.exported(programme, year.year),
  ]);
  const sum = (of: (row: TaxYear['rows'][number]) => bigint): string =>
    year.rows.reduce((total, row) => total + of(row), 0n).toString();
  return {
    year: year.year,
    threshold: { from: year.threshold.from.toString(), source: year.threshold.source },
    totals: { paid: sum(({ paid }) => paid), withheld: sum(({ withheld }) => withheld) },
    rows: year.rows.map(({ partner, name, paid, withheld, payments, returned, reporting, standing }) => ({
      partner: { id: partner, name },
      paid: paid.toString(),
      withheld: withheld.toString(),
      payments,
      returned,
      reporting,
      ...('form' in standing && { form: standing.form.form }),
    })),
    due: { kind: due.kind, rows: due.rows.length },
    exports: exported.map(({ id, kind, rows, createdAt }) => ({
      id,
      kind,
      rows: rows.length,
      files: Math.ceil(rows.length / returnsPerFile),
      createdAt: at(createdAt),
    })),
  };
}
