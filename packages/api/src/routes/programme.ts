import { isCurrency, type PayoutSettings, type Programme } from '@sluice/domain';
import type { BodyOf, ProblemError, ProgrammeDto } from '@sluice/contracts';
import type { Link, Stored } from '@sluice/store';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { compact } from '../present/plain.js';
import { actorOf } from './users.js';

export function programmeRoutes(context: Context): Pick<Handlers, 'getProgramme' | 'updateProgramme'> {
  return {
    async getProgramme({ caller, params }) {
      // Another programme is not there for this caller, whether it exists or not.
      if (params.key !== caller.programme) throw new Refusal('not_found');
      return programmeDto(await storedProgramme(context, params.key));
    },

    async updateProgramme({ caller, params, body }) {
      if (params.key !== caller.programme) throw new Refusal('not_found');
      const { payouts, ...given } = compact(body.settings);
      refuseUnpayable(body.settings);
      const changed = await context.store.programmes.change(
        params.key,
        ({ settings: { payouts: before, ...rest } }) => {
          const after = payouts === undefined ? before : payouts === null ? undefined : payoutSettingsOf(payouts);
          const settings = { ...rest, ...given, ...(after && { payouts: after }) };
          return {
            set: { settings },
            audit: {
              action: 'programme.changed',
              actor: actorOf(caller),
              detail: {
                settings: Object.keys(body.settings),
                before: textOf(pick({ ...rest, payouts: before }, body.settings)),
                after: textOf(pick({ ...settings, payouts: after }, body.settings)),
              },
            },
          };
        },
        body.rev,
      );
      return programmeDto(changed);
    },
  };
}

/** The programme of that key; throws 404 where there is none. */
export async function programmeOf(context: Context, key: string): Promise<Programme> {
  const programme = await context.store.programmes.get(key);
  if (!programme) throw new Refusal('not_found');
  return programme;
}

/**
 * The programme that provider webhooks belong to: the one that is set, otherwise the only one. With several and none set
 * nothing is guessed.
 */
export async function webhookProgramme(context: Context): Promise<string> {
  if (context.config.webhookProgramme !== undefined) return context.config.webhookProgramme;
  const keys = await context.store.programmes.keys();
  const [only] = keys;
  if (only === undefined || keys.length > 1) throw new Refusal('not_found');
  return only;
}

/** The tracking link of that code, in whichever programme it is. */
export async function linkByCode(context: Context, code: string): Promise<{ link: Link; programme: Programme } | null> {
  for (const key of await context.store.programmes.keys()) {
    const link = await context.store.links.findByCode(key, code);
    if (link) return { link, programme: await programmeOf(context, key) };
  }
  return null;
}

async function storedProgramme(
  context: Context,
  key: string,
): Promise<Stored<Programme & { id: string; programme: string }>> {
  const programme = await context.store.programmes.get(key);
  if (!programme) throw new Refusal('not_found');
  return programme;
}

function programmeDto(programme: Programme & { rev: number }): ProgrammeDto {
  const { key, name, currency, timeZone, settings, tiers, rev } = programme;
  return { key, name, currency, timeZone, settings: settings as ProgrammeDto['settings'], tiers, rev };
}

type Given = BodyOf<'updateProgramme'>['settings'];

/** Amounts in currencies that nobody is paid in, and calendars that leave out what they need, are refused with their place. */
function refuseUnpayable({ payouts, minimumPayout, secondApproverFrom }: Given): void {
  const errors: ProblemError[] = [];
  const amounts: Record<string, Record<string, string> | undefined> = {
    '/settings/minimumPayout': minimumPayout,
    '/settings/secondApproverFrom': secondApproverFrom,
    ...Object.fromEntries(
      Object.entries(payouts?.feesByRail ?? {}).map(([rail, { flat }]) => [
        `/settings/payouts/feesByRail/${rail}/flat`,
        flat,
      ]),
    ),
  };
  for (const [pointer, of] of Object.entries(amounts))
    for (const currency of Object.keys(of ?? {}))
      if (!isCurrency(currency))
        errors.push({
          pointer: `${pointer}/${currency}`,
          code: 'unknown_currency',
          message: `Nobody is paid in ${currency}.`,
        });
  const needed = payouts ? neededBy[payouts.calendar] : undefined;
  if (payouts && needed && payouts[needed] === undefined)
    errors.push({ pointer: `/settings/payouts/${needed}`, code: 'required', message: 'This calendar needs it.' });
  if (errors.length > 0) throw new Refusal('invalid', { errors });
}

const neededBy = { on_demand: undefined, monthly: 'payDay', net: 'netDays', lock_then_pay: 'payDay' } as const;

function payoutSettingsOf(given: NonNullable<Given['payouts']>): PayoutSettings {
  const { feesByRail, ...rest } = given;
  const fees = feesByRail && Object.entries(feesByRail).map(([rail, fee]) => [rail, compact(fee)] as const);
  return { ...compact(rest), ...(fees && { feesByRail: Object.fromEntries(fees) }) };
}

function pick(settings: object, given: Given): object {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name in given));
}

function textOf(value: object): string {
  return JSON.stringify(value);
}
