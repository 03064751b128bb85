import { derivedId, type DocumentAnswer, type DocumentRequest, type PartnerId, type ReferralId } from '@sluice/domain';
import type { DocumentFulfil, DocumentRequestDto } from '@sluice/contracts';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { Names } from '../present/names.js';
import { at, compact } from '../present/plain.js';
import { actorName } from '../present/words.js';
import { mine, ofCaller } from './ownership.js';
import { actorOf } from './users.js';

type DocumentRoutes = 'listDocumentRequests' | 'requestDocument' | 'fulfilDocumentRequest' | 'withdrawDocumentRequest';

/** What partners are asked for: documents, and news of deals. */
export function documentRequestRoutes(context: Context): Pick<Handlers, DocumentRoutes> {
  const { store } = context;

  const one = (caller: Caller, id: string): Promise<DocumentRequest | null> =>
    store.documentRequests.get(caller.programme, id as DocumentRequest['id']);

  return {
    async listDocumentRequests({ caller, reach, query }) {
      const { partner, ...rest } = query;
      const page = await store.documentRequests.list(caller.programme, {
        ...compact(rest),
        ...ofCaller(caller, reach, partner),
      });
      return { data: await requestDtos(context, caller.programme, page.data), nextCursor: page.nextCursor };
    },

    async requestDocument({ caller, params, body, requestKey }) {
      const partner = await store.partners.get(caller.programme, params.id as PartnerId);
      if (!partner) throw new Refusal('not_found');
      const id = derivedId('document', caller.programme, caller.id, requestKey);
      const { doc } = await store.documentRequests.insertOrRead(
        {
          id,
          programme: caller.programme,
          partner: partner.id,
          kind: 'document',
          document: body.document,
          ...compact({ text: body.text }),
          ...(body.dueAt !== undefined && { dueAt: new Date(body.dueAt) }),
          state: 'open',
          createdAt: context.now(),
        },
        {
          audit: {
            action: 'document.asked',
            actor: actorOf(caller),
            subject: { kind: 'partner', id: partner.id },
            detail: { request: id, document: body.document },
          },
        },
      );
      return only(await requestDtos(context, caller.programme, [doc]));
    },

    async fulfilDocumentRequest({ caller, reach, params, body }) {
      const request = mine(caller, reach, await one(caller, params.id));
      if (request.state !== 'open') throw new Refusal('conflict', { detail: closed(request) });
      const answer = answerOf(request, body, caller);
      const done = await store.documentRequests.fulfil(caller.programme, request.id, answer, context.now());
      return only(await requestDtos(context, caller.programme, [done]));
    },

    async withdrawDocumentRequest({ caller, params }) {
      const request = await one(caller, params.id);
      if (!request) throw new Refusal('not_found');
      if (request.state !== 'open') throw new Refusal('conflict', { detail: closed(request) });
      const done = await store.documentRequests.withdraw(caller.programme, request.id, actorOf(caller), context.now());
      return only(await requestDtos(context, caller.programme, [done]));
    },
  };
}

/** Requests as people see them, with what their ids are called. */
export async function requestDtos(
  context: Context,
  programme: string,
  requests: readonly DocumentRequest[],
): Promise<DocumentRequestDto[]> {
  const { store } = context;
  const names = await new Names(store, programme).load(requests.map(({ partner }) => partner));
  const referrals = await store.referrals.many(
    programme,
    requests.flatMap(({ about }) => (about ? [about.id as ReferralId] : [])),
  );
  const titles = new Map<string, string>(referrals.map(({ id, customerExternalId }) => [id, customerExternalId]));
  return requests.map((request) =>
    compact({
      id: request.id,
      partner: names.partner(request.partner),
      kind: request.kind,
      document: request.document,
      text: request.text,
      about: request.about && compact({ ...request.about, title: titles.get(request.about.id) }),
      state: request.state,
      late: request.state === 'open' && request.dueAt !== undefined && request.dueAt < context.now(),
      createdAt: at(request.createdAt),
      dueAt: request.dueAt && at(request.dueAt),
      fulfilledAt: request.fulfilledAt && at(request.fulfilledAt),
      answer:
        request.answer &&
        compact({
          by: actorName(request.answer.by),
          signedAs: request.answer.signedAs,
          reference: request.answer.reference,
          text: request.answer.text,
        }),
      run: request.run,
    }),
  );
}

/** What was given, held against what was asked for: to accept a text takes a signature, a document a place, a question an answer. */
function answerOf(request: DocumentRequest, given: DocumentFulfil, caller: Caller): DocumentAnswer {
  const missing = (field: string, message: string): Refusal =>
    new Refusal('invalid', { errors: [{ pointer: `/${field}`, code: 'needed', message }] });
  if (request.kind === 'update') {
    if (given.text === undefined) throw missing('text', 'say how the deal stands');
  } else if (request.document === 'terms' || request.document === 'brand_policy') {
    if (given.signedAs === undefined) throw missing('signedAs', 'type your full name to accept');
  } else if (given.reference === undefined && given.signedAs === undefined)
    throw missing('reference', 'say where the document is, or its number');
  return { by: actorOf(caller), ...compact(given) };
}

function closed(request: DocumentRequest): string {
  return request.state === 'fulfilled' ? 'This has been given already.' : 'This is no longer asked for.';
}

function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Refusal('not_found');
  return first;
}
