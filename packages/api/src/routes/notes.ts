import { derivedId, type PartnerId, type ReferralId } from '@sluice/domain';
import type { List, NoteDto } from '@sluice/contracts';
import type { Note } from '@sluice/store';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at, compact, shown } from '../present/plain.js';
import { actorName } from '../present/words.js';
import { actorOf, namesOfUsers } from './users.js';

type NoteRoutes = 'listPartnerNotes' | 'createPartnerNote' | 'listReferralNotes' | 'createReferralNote';

/** Notes on partners and referrals: written once, never changed. */
export function noteRoutes(context: Context): Pick<Handlers, NoteRoutes> {
  const { store } = context;

  async function listed(
    caller: Caller,
    id: string,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<List<NoteDto>> {
    const page = await store.notes.about(caller.programme, id, compact(query));
    const name = await namesOfUsers(
      context,
      caller.programme,
      page.data.map(({ author }) => author.id),
    );
    return shown(page, (note) => noteDto(note, name));
  }

  async function written(caller: Caller, about: Note['about'], text: string, requestKey: string): Promise<NoteDto> {
    const { doc } = await store.notes.write({
      id: derivedId('note', caller.programme, caller.id, requestKey),
      programme: caller.programme,
      about,
      text,
      author: actorOf(caller),
      at: context.now(),
    });
    return noteDto(doc, () => caller.name);
  }

  async function partner(caller: Caller, id: string): Promise<Note['about']> {
    if (!(await store.partners.get(caller.programme, id as PartnerId))) throw new Refusal('not_found');
    return { kind: 'partner', id };
  }

  async function referral(caller: Caller, id: string): Promise<Note['about']> {
    if (!(await store.referrals.get(caller.programme, id as ReferralId))) throw new Refusal('not_found');
    return { kind: 'referral', id };
  }

  return {
    listPartnerNotes: async ({ caller, params, query }) => listed(caller, (await partner(caller, params.id)).id, query),
    createPartnerNote: async ({ caller, params, body, requestKey }) =>
      written(caller, await partner(caller, params.id), body.text, requestKey),
    listReferralNotes: async ({ caller, params, query }) =>
      listed(caller, (await referral(caller, params.id)).id, query),
    createReferralNote: async ({ caller, params, body, requestKey }) =>
      written(caller, await referral(caller, params.id), body.text, requestKey),
  };
}

function noteDto({ id, text, author, at: when, run }: Note, name: (id: string) => string): NoteDto {
  const known = name(author.id);
  return compact({
    id,
    text,
    author: { id: author.id, name: known === author.id ? actorName(author) : known },
    at: at(when),
    run,
  });
}
