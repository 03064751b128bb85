import { accountRails, fileRails, isCurrency, type AccountRail } from '@sluice/domain';
import { fileFormats, type FileFormat } from '@sluice/connectors/rails/files/index';
import { railSettings, type RailSettingDto } from '@sluice/contracts';
import type { RailSetting } from '@sluice/store';
import type { Context } from '../context.js';
import { Refusal, toErrors } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { actorOf } from './users.js';

/** The ways to pay of a programme: on unless they are switched off. */
export function railRoutes(context: Context): Pick<Handlers, 'listRails' | 'changeRail'> {
  const { store } = context;
  return {
    async listRails({ caller }) {
      const set = new Map((await store.rails.list(caller.programme)).map((one) => [one.key, one]));
      return { data: accountRails.map((key) => railDto(key, set.get(key))), nextCursor: null };
    },

    async changeRail({ caller, params, body }) {
      const key = accountRails.find((one) => one === params.key);
      if (!key) throw new Refusal('not_found');
      const settings = body.settings && checked(key, body.settings);
      const unknown = body.currencies?.filter((currency) => !isCurrency(currency)) ?? [];
      if (unknown.length > 0) {
        const message = `${unknown.join(', ')}: nobody is paid in that.`;
        throw new Refusal('invalid', { errors: [{ pointer: '/currencies', code: 'unknown_currency', message }] });
      }
      const first = { key, kind: kindOf(key), currencies: [], enabled: true, settings: {} };
      await store.rails.insertOrRead(caller.programme, first);
      const changed = await store.rails.change(
        caller.programme,
        key,
        {
          ...(body.enabled !== undefined && { enabled: body.enabled }),
          ...(body.currencies && { currencies: [...new Set(body.currencies)] }),
          ...(settings && { settings }),
        },
        {
          audit: {
            action: 'rail.changed',
            actor: actorOf(caller),
            subject: { kind: 'rail', id: key },
            // Whose account it is may be seen by those who read the log; the account itself may not.
            detail: {
              ...(body.enabled !== undefined && { enabled: body.enabled }),
              ...(body.currencies && { currencies: body.currencies }),
              ...(settings && { settings: Object.keys(settings) }),
            },
          },
        },
      );
      return railDto(key, changed);
    },
  };
}

function railDto(key: AccountRail, stored: RailSetting | undefined): RailSettingDto {
  const settings = Object.fromEntries(
    Object.entries(stored?.settings ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const format = Object.values<FileFormat>(fileFormats).find(({ rails }) => rails.includes(key));
  return {
    key,
    kind: kindOf(key),
    enabled: stored?.enabled ?? true,
    currencies: stored?.currencies ?? [],
    settings,
    missing: format?.missing(settings) ?? [],
  };
}

function kindOf(key: AccountRail): RailSettingDto['kind'] {
  if (key === 'manual') return 'manual';
  return fileRails.includes(key) ? 'file' : 'network';
}

/** The settings as the rail takes them; a rail without any takes none. */
function checked(key: AccountRail, given: Record<string, string>): Record<string, string> {
  if (key !== 'sepa' && key !== 'nacha') {
    if (Object.keys(given).length === 0) return {};
    const message = 'This rail has nothing to set here; its secrets are in the secrets file.';
    throw new Refusal('invalid', { errors: [{ pointer: '/settings', code: 'unknown_field', message }] });
  }
  const parsed = railSettings[key].safeParse(given);
  if (!parsed.success) throw new Refusal('invalid', { errors: toErrors(parsed.error, '/settings') });
  const settings = Object.fromEntries(
    Object.entries(parsed.data).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const format = Object.values<FileFormat>(fileFormats).find(({ rails }) => rails.includes(key));
  const missing = format?.missing(settings) ?? [];
  if (missing.length > 0) {
    const errors = missing.map((pointer) => ({
      pointer: `/settings${pointer}`,
      code: 'not_right',
      message: 'This is missing or not right.',
    }));
    throw new Refusal('invalid', { errors });
  }
  return settings;
}
