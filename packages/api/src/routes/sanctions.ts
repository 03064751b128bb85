import type { Request } from 'express';
import { SdnError, SdnReader, type SdnList } from '@sluice/connectors/ofac/sdn';
import type { PartnerId } from '@sluice/domain';
import type { SanctionsListDto, SanctionsReviewDto } from '@sluice/contracts';
import type { SanctionsList, SanctionsReview } from '@sluice/store';
import { screenEverybody, staleness } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { Names } from '../present/names.js';
import { at, compact } from '../present/plain.js';
import { say } from '../present/words.js';
import { programmeOf } from './programme.js';
import { actorOf } from './users.js';

type SanctionsRoutes = 'listSanctionsLists' | 'importSanctionsList' | 'listSanctionsReviews' | 'decideSanctionsReview';

/** OFAC's list has some thirty megabytes. */
const largest = 100_000_000;

/** Sanctions lists, and partners who are like somebody on them. */
export function sanctionsRoutes(context: Context): Pick<Handlers, SanctionsRoutes> {
  const { store } = context;
  return {
    async listSanctionsLists({ caller }) {
      const { sanctions } = (await programmeOf(context, caller.programme)).settings;
      const lists = await store.sanctionsLists.list(caller.programme);
      const now = context.now();
      const stale = (one: SanctionsList): boolean =>
        staleness(one.importedAt, sanctions ?? { screen: false }, now) !== undefined;
      return { data: lists.map((one) => listDto(one, stale(one))), nextCursor: null };
    },

    async importSanctionsList(request, response, caller) {
      if (!caller) throw new Refusal('unauthenticated');
      const type = request.get('content-type');
      if (type !== undefined && !/^(application|text)\/([\w.-]+\+)?xml\b/i.test(type))
        throw new Refusal('unsupported_media_type');
      const { entries, leftOut, publishedOn } = await readList(request);
      const imported = await store.sanctionsLists.import(
        caller.programme,
        {
          list: 'ofac_sdn',
          entries,
          leftOut,
          source: `upload:${caller.id}`,
          ...(publishedOn !== undefined && { publishedOn }),
        },
        { actor: actorOf(caller), at: context.now() },
      );
      await screenEverybody(store, caller.programme, context.now());
      response.status(200).json(listDto(imported, false));
    },

    async listSanctionsReviews({ caller, query, locale }) {
      const { partner, ...rest } = query;
      const page = await store.sanctionsReviews.list(caller.programme, {
        ...compact(rest),
        ...(partner !== undefined && { partner: partner as PartnerId }),
      });
      return {
        data: await reviewDtos(context, caller.programme, page.data, locale),
        nextCursor: page.nextCursor,
      };
    },

    async decideSanctionsReview({ caller, params, body, locale }) {
      const id = params.id as SanctionsReview['id'];
      const known = await store.sanctionsReviews.get(caller.programme, id);
      if (!known) throw new Refusal('not_found');
      const decided = await store.sanctionsReviews.decide(caller.programme, id, {
        outcome: body.outcome,
        note: body.note,
        fingerprint: body.fingerprint,
        by: actorOf(caller),
        at: context.now(),
      });
      // What was looked at is no longer what is there.
      if (decided.decision?.fingerprint !== body.fingerprint || decided.fingerprint !== body.fingerprint)
        throw new Refusal('conflict', {
          detail: 'The partner or the list has changed since you looked. Look at it again.',
        });
      const [dto] = await reviewDtos(context, caller.programme, [decided], locale);
      if (!dto) throw new Refusal('not_found');
      return dto;
    },
  };
}

async function readList(request: Request): Promise<SdnList> {
  const reader = new SdnReader();
  const decoder = new TextDecoder();
  let size = 0;
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > largest) throw new Refusal('too_large');
      reader.write(decoder.decode(piece, { stream: true }));
    }
    reader.write(decoder.decode());
    return reader.end();
  } catch (error) {
    if (!(error instanceof SdnError)) throw error;
    throw new Refusal('invalid', { errors: [{ pointer: '', code: 'not_a_list', message: error.message }] });
  }
}

function listDto(one: SanctionsList, stale: boolean): SanctionsListDto {
  const { id, list, hash, publishedOn, source, persons, organisations, leftOut, importedAt } = one;
  return compact({
    id,
    list,
    hash,
    publishedOn,
    source,
    persons,
    organisations,
    leftOut,
    importedAt: at(importedAt),
    stale,
  });
}

async function reviewDtos(
  context: Context,
  programme: string,
  reviews: readonly SanctionsReview[],
  locale: 'en' | 'de',
): Promise<SanctionsReviewDto[]> {
  const names = await new Names(context.store, programme).load(reviews.map(({ partner }) => partner));
  return reviews.map((review) =>
    compact({
      id: review.id,
      partner: names.partner(review.partner),
      entry: review.entry,
      names: review.subject.names.map(({ name }) => name),
      fingerprint: review.fingerprint,
      score: review.score,
      level: review.level,
      reasons: review.reasons.map((part) => ({ ...part, text: say([part], locale) })),
      state: review.state,
      foundAt: at(review.foundAt),
      decision:
        review.decision &&
        compact({
          by: review.decision.by.name ?? review.decision.by.id,
          at: at(review.decision.at),
          note: review.decision.note,
        }),
    }),
  );
}
