import { derivedId } from '@sluice/domain';
import type { BulkDto, BulkItemDto } from '@sluice/contracts';
import { bulkDetail, type Bulk, type BulkItem } from '@sluice/store';
import { askForBulk } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at, compact, shown } from '../present/plain.js';
import { subjectTitles } from '../present/subject.js';
import { placeOf } from './migrations/landing.js';
import { actorOf } from './users.js';

type BulkRoutes = 'listBulks' | 'createBulk' | 'getBulk' | 'listBulkItems' | 'cancelBulk';

/** Acts on many runs: asked for here, done by a workflow, told run by run. */
export function bulkRoutes(context: Context): Pick<Handlers, BulkRoutes> {
  const { store } = context;

  async function one(caller: Caller, id: string): Promise<Bulk> {
    const bulk = await store.bulks.get(caller.programme, id);
    if (!bulk) throw new Refusal('not_found');
    return bulk;
  }

  return {
    async listBulks({ caller, query }) {
      return shown(await store.bulks.list(caller.programme, compact(query)), bulkDto);
    },

    async createBulk({ caller, body, requestKey }) {
      const { do: act, flow, reason, versions, node, statuses, runs } = body;
      if (!(await store.flows.latest(caller.programme, flow))) {
        const message = `There is no published flow “${flow}”.`;
        throw new Refusal('invalid', { errors: [{ pointer: '/flow', code: 'unknown_flow', message }] });
      }
      const filter = {
        flow,
        // Only what is parked can be retried or skipped.
        ...(act === 'stop' ? compact({ statuses }) : { statuses: ['parked' as const] }),
        ...compact({ versions, node, runs }),
      };
      return bulkDto(await askedBy(context, caller, requestKey, { act, filter, reason }));
    },

    getBulk: async ({ caller, params }) => bulkDto(await one(caller, params.id)),

    async listBulkItems({ caller, params, query }) {
      const { id } = await one(caller, params.id);
      const page = await store.bulks.listItems(caller.programme, id, compact(query));
      const titles = await subjectTitles(store, caller.programme, page.data);
      return shown(page, (item) => itemDto(item, titles));
    },

    async cancelBulk({ caller, params }) {
      const bulk = await one(caller, params.id);
      const actor = actorOf(caller);
      return bulkDto(
        await store.bulks.cancel(caller.programme, bulk.id, actor, {
          audit: {
            action: 'bulk.cancelled',
            actor,
            subject: { kind: 'flow', id: bulk.filter.flow },
            detail: bulkDetail(bulk),
          },
        }),
      );
    },
  };
}

/** Keeps what a caller asks of many runs. The same request key asks once. */
export function askedBy(
  context: Context,
  caller: Caller,
  requestKey: string,
  asked: Pick<Bulk, 'act' | 'filter' | 'reason' | 'target' | 'map'>,
): Promise<Bulk> {
  const id = derivedId('bulk', caller.programme, caller.id, requestKey);
  const actor = { ...actorOf(caller), roles: [...caller.roles] };
  return askForBulk(context.store, { ...asked, id, programme: caller.programme, actor }, context.now());
}

export function bulkDto(bulk: Bulk): BulkDto {
  const { id, act, filter, target, map, reason, actor, state, total, counts, error, approval } = bulk;
  return compact({
    id,
    do: act,
    flow: filter.flow,
    versions: filter.versions,
    node: filter.node,
    to: target,
    map,
    reason,
    actor: { id: actor.id, name: actor.name },
    state,
    createdAt: at(bulk.createdAt),
    endedAt: bulk.endedAt && at(bulk.endedAt),
    total,
    counts,
    cancelledBy: bulk.cancelledBy?.name,
    error,
    approval,
  });
}

function itemDto(item: BulkItem, titles: ReadonlyMap<string, string>): BulkItemDto {
  const { run, subject, version, node, landing, state, code, message } = item;
  return compact({
    run,
    subject: compact({ ...subject, title: subject.title ?? titles.get(subject.id) }),
    version,
    node,
    place: landing && placeOf(landing, node),
    state,
    code,
    message,
    at: item.at && at(item.at),
  });
}
