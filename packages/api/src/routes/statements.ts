import type { Request, Response } from 'express';
import type { PartnerId } from '@sluice/domain';
import { statementRenderer, type StatementForm } from '@sluice/connectors/statement/index';
import { statementFile, statementFileQuery } from '@sluice/contracts';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { localeOf } from '../http/locale.js';
import { Refusal, toErrors } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { say } from '../present/words.js';
import { mine } from './ownership.js';
import { programmeOf } from './programme.js';

type StatementRoutes = 'downloadStatement' | 'downloadMyStatement';

/** Statements as files: by their number, in the language that is asked for. */
export function statementRoutes(context: Context): Pick<Handlers, StatementRoutes> {
  const { store } = context;
  const render = statementRenderer();

  async function answer(request: Request, response: Response, caller: Caller, wanted: string | undefined) {
    const reach = caller.permissions['statement.read'];
    const file = statementFile.safeParse(request.params['file']).data;
    if (!reach || !file || wanted === undefined) throw new Refusal('not_found');
    const query = statementFileQuery.safeParse(request.query);
    if (!query.success) throw new Refusal('invalid', { errors: toErrors(query.error) });
    const partner = mine(caller, reach, await owner(caller, wanted));
    const programme = await programmeOf(context, caller.programme);
    const [number, form] = file.split('.') as [string, StatementForm];
    const statement = await store.statements.collection.findOne(caller.programme, {
      partner: partner.partner,
      currency: query.data.currency ?? programme.currency,
      number: Number(number),
    });
    if (!statement) throw new Refusal('not_found');
    const locale = query.data.locale ?? localeOf(request.get('accept-language'), caller.locale);
    const made = await render({ statement, programme, partner: partner.profile, locale, say }, form);
    response.status(200).set({
      'Content-Type': made.type,
      'Content-Disposition': `${form === 'html' ? 'inline' : 'attachment'}; filename="${made.name}"`,
      'Content-Length': String(made.content.length),
      // Nothing in the page is to be run or fetched, whatever a name in it says.
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'Cache-Control': 'no-store',
    });
    response.end(made.content);
  }

  async function owner(caller: Caller, id: string) {
    const profile = await store.partners.get(caller.programme, id as PartnerId);
    return profile && { partner: profile.id, profile };
  }

  return {
    async downloadStatement(request, response, caller) {
      if (!caller) throw new Refusal('unauthenticated');
      await answer(request, response, caller, String(request.params['id']));
    },
    async downloadMyStatement(request, response, caller) {
      if (!caller) throw new Refusal('unauthenticated');
      await answer(request, response, caller, caller.partner);
    },
  };
}
