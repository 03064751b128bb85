import type { Programme } from '@sluice/domain';
import type { ProgrammeDto } from '@sluice/contracts';
import type { Link } from '@sluice/store';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';

export function programmeRoutes(context: Context): Pick<Handlers, 'getProgramme'> {
  return {
    async getProgramme({ caller, params }) {
      // Another programme is not there for this caller, whether it exists or not.
      if (params.key !== caller.programme) throw new Refusal('not_found');
      return programmeDto(await programmeOf(context, params.key));
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

function programmeDto(programme: Programme): ProgrammeDto {
  const { key, name, currency, timeZone, settings, tiers } = programme;
  return { key, name, currency, timeZone, settings, tiers };
}
