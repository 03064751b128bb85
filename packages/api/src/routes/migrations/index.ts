import type { MigrationPreview } from '@sluice/contracts';
import type { PinnedFlow } from '@sluice/flows';
import type { Context } from '../../context.js';
import type { Caller } from '../../http/caller.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { compact, shown } from '../../present/plain.js';
import { askedBy, bulkDto } from '../bulks.js';
import { assessFlow } from '../flows/assess.js';
import { previewLanding } from './landing.js';

type MigrationRoutes = 'previewMigration' | 'createMigration' | 'listMigrations';

/** Moving waiting runs to another version: looked at first, then asked for with the hash of what was looked at. */
export function migrationRoutes(context: Context): Pick<Handlers, MigrationRoutes> {
  const { store } = context;

  /** The executable form of a version, or of the draft as it would be published. */
  async function target(caller: Caller, key: string, to: number | 'draft'): Promise<PinnedFlow> {
    if (to !== 'draft') {
      const version = await store.flows.get(caller.programme, key, to);
      if (version) return version.pinned;
      if (!(await store.flows.latest(caller.programme, key))) throw new Refusal('not_found');
      const message = `There is no version ${to} of this flow.`;
      throw new Refusal('invalid', { errors: [{ pointer: '/to', code: 'no_version', message }] });
    }
    const draft = await store.flows.draft(caller.programme, key);
    if (!draft) throw new Refusal('not_found', { detail: 'This flow has no draft.' });
    const { pinned, problems } = await assessFlow(context, caller.programme, draft.document, []);
    if (pinned) return { ...pinned, version: 0 };
    const errors = problems.filter(({ severity }) => severity === 'error');
    throw new Refusal('invalid', {
      detail: 'The draft has errors; where runs would land is known once it can run.',
      errors: errors.map(({ pointer, code, message }) => ({ pointer: `/document${pointer}`, code, message })),
    });
  }

  return {
    async previewMigration({ caller, params, body }): Promise<MigrationPreview> {
      const to = await target(caller, params.key, body.to);
      return previewLanding(store, caller.programme, params.key, {
        do: body.do,
        to,
        ...compact({ from: body.from, map: body.map }),
      });
    },

    async createMigration({ caller, params, body, requestKey }) {
      const { do: act, to, from, map, reason, hash } = body;
      const pinned = await target(caller, params.key, to);
      const now = await previewLanding(store, caller.programme, params.key, {
        do: act,
        to: pinned,
        ...compact({ from, map }),
      });
      if (now.hash !== hash)
        throw new Refusal('conflict', {
          detail: 'Runs have moved on since you looked. Nothing was moved; look where they would land now.',
          errors: [{ pointer: '/hash', code: 'runs_moved', message: 'of another preview' }],
        });
      const filter = { flow: params.key, ...compact({ versions: from }) };
      const asked = { act, filter, reason, target: to, ...compact({ map }) };
      return bulkDto(await askedBy(context, caller, requestKey, asked));
    },

    async listMigrations({ caller, params, query }) {
      return shown(await store.bulks.list(caller.programme, { ...compact(query), flow: params.key }), bulkDto);
    },
  };
}
