import type { Response } from 'express';
import { derivedId, type JsonObject } from '@sluice/domain';
import { csvLine } from '@sluice/domain/csv';
import { routes, type ExportName, type Route } from '@sluice/contracts';
import type { Context } from '../context.js';
import { exportKinds } from '../exports/registry.js';
import { localeOf } from '../http/locale.js';
import { Refusal, toErrors } from '../http/problem.js';
import type { Ask, Handler, Handlers } from '../http/wire.js';
import type { RouteName } from '@sluice/contracts';
import { actorOf } from './users.js';

/**
 * Every list as CSV by the list's own handler: the same filters, the same permission, the same words; page by page, so that
 * no file is in memory as a whole. Who took what is in the audit log before the first line leaves.
 */
export function exportRoutes(context: Context, lists: Partial<Handlers>): Pick<Handlers, 'exportList'> {
  return {
    async exportList(request, response, caller) {
      const name = routes.exportList.params.safeParse(request.params).data?.file.replace(/\.csv$/, '') as
        ExportName | undefined;
      if (!caller || name === undefined) throw new Refusal('not_found');
      const kind = exportKinds[name];
      const route: Route = routes[kind.route];
      const reach = route.action === 'public' ? undefined : caller.permissions[route.action];
      if (!reach) throw new Refusal('forbidden', { detail: `This needs the permission ${route.action} too.` });
      const { partner, batch } = request.query;
      const owner = kind.route === 'listPayouts' ? batch : partner;
      const params = route.params?.safeParse({ id: owner });
      if (params && !params.success)
        throw new Refusal('invalid', {
          errors: [
            { pointer: kind.route === 'listPayouts' ? '/batch' : '/partner', code: 'required', message: 'of whom?' },
          ],
        });
      const locale = localeOf(request.get('accept-language'), caller.locale);
      const given = request.query as JsonObject;
      // The table of handlers is typed by name; here the name is a value.
      const handler = lists[kind.route] as Handler<RouteName> | undefined;
      if (!handler) throw new Refusal('not_found');
      const page = async (cursor: string | undefined): Promise<unknown> => {
        const query = route.query?.safeParse({ ...given, ...paging(route, cursor) });
        if (query && !query.success) throw new Refusal('invalid', { errors: toErrors(query.error) });
        const ask = {
          caller,
          reach,
          params: params?.data ?? {},
          query: query?.data ?? {},
          body: undefined,
          locale,
          requestKey: crypto.randomUUID(),
        };
        return handler(ask as unknown as Ask<RouteName>);
      };
      // What is asked for wrongly is refused before anything is noted or sent.
      let answer = await page(undefined);
      const now = context.now();
      await context.store.exports.note({
        id: derivedId('export', caller.programme, crypto.randomUUID()),
        programme: caller.programme,
        what: name,
        query: given,
        by: actorOf(caller),
        at: now,
      });
      response.set({
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}-${now.toISOString().slice(0, 10)}.csv"`,
        'Cache-Control': 'no-store',
      });
      response.write(`\ufeff${csvLine(kind.head)}`);
      while (!response.destroyed) {
        await written(response, kind.rows(answer).map(csvLine).join(''));
        const next = (answer as { nextCursor?: string | null }).nextCursor;
        if (typeof next !== 'string') break;
        answer = await page(next);
      }
      response.end();
    },
  };
}

function paging(route: Route, cursor: string | undefined): Record<string, string> {
  if (!route.query || !('cursor' in route.query.shape)) return {};
  const most = String(pageSize);
  return cursor === undefined ? { limit: most } : { limit: most, cursor };
}

const pageSize = 100;

/** A slow reader is waited for. */
async function written(response: Response, text: string): Promise<void> {
  if (response.write(text) || response.destroyed) return;
  await new Promise<void>((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}
