import type { PartnerId, ReferralId } from '@sluice/domain';
import type { ListMemberDto, NamedListDto } from '@sluice/contracts';
import type { List, ListMember } from '@sluice/store';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { csvLine } from '@sluice/domain/csv';
import { at, compact } from '../present/plain.js';
import { actorName } from '../present/words.js';
import { actorOf, namesOfUsers } from './users.js';

type ListRoutes = 'listLists' | 'createList' | 'listListMembers' | 'changeListMember' | 'downloadList';

/** Named lists of leads and partners. */
export function listRoutes(context: Context): Pick<Handlers, ListRoutes> {
  const { store } = context;

  async function one(caller: Caller, key: string): Promise<List> {
    const list = await store.lists.get(caller.programme, key);
    if (!list) throw new Refusal('not_found');
    return list;
  }

  async function dto(list: List): Promise<NamedListDto> {
    const members = await store.lists.count(list.programme, list.key);
    return { key: list.key, title: list.title, members, createdAt: at(list.createdAt) };
  }

  return {
    async listLists({ caller }) {
      const all = await store.lists.all(caller.programme);
      return { data: await Promise.all(all.map(dto)), nextCursor: null };
    },

    async createList({ caller, body }) {
      const by = { actor: actorOf(caller), at: context.now(), ...compact({ title: body.title }) };
      const { inserted, list } = await store.lists.make(caller.programme, body.key, by);
      if (!inserted)
        throw new Refusal('conflict', {
          detail: 'There is a list with this key.',
          errors: [{ pointer: '/key', code: 'taken', message: 'taken' }],
        });
      return dto(list);
    },

    async listListMembers({ caller, params, query }) {
      const { key } = await one(caller, params.key);
      const page = await store.lists.membersOf(caller.programme, key, compact(query));
      return { data: await memberDtos(context, caller.programme, page.data), nextCursor: page.nextCursor };
    },

    async changeListMember({ caller, params, body }) {
      const { member, on } = body;
      const known =
        member.kind === 'partner'
          ? await store.partners.get(caller.programme, member.id as PartnerId)
          : await store.referrals.get(caller.programme, member.id as ReferralId);
      if (!known)
        throw new Refusal('invalid', {
          errors: [{ pointer: '/member/id', code: 'unknown', message: `there is no such ${member.kind}` }],
        });
      const by = { actor: actorOf(caller), at: context.now() };
      await store.lists.put(caller.programme, params.key, member, on, by);
      return dto(await one(caller, params.key));
    },

    async downloadList(request, response, caller) {
      if (!caller) throw new Refusal('unauthenticated');
      const { key } = await one(caller, String(request.params['key']));
      response.set({
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="list-${key}.csv"`,
        'Cache-Control': 'no-store',
      });
      response.write(csvLine(['kind', 'id', 'name', 'partner_id', 'partner', 'tags', 'added_at', 'added_by']));
      for (let cursor: string | null | undefined; cursor !== null && !response.destroyed;) {
        const page: Awaited<ReturnType<typeof store.lists.membersOf>> = await store.lists.membersOf(
          caller.programme,
          key,
          { limit: 500, ...compact({ cursor }) },
        );
        for (const row of await memberDtos(context, caller.programme, page.data))
          response.write(
            csvLine([
              row.member.kind,
              row.member.id,
              row.member.title ?? '',
              row.partner.id,
              row.partner.name,
              row.tags.join(', '),
              row.addedAt,
              row.by,
            ]),
          );
        cursor = page.nextCursor;
      }
      response.end();
    },
  };
}

async function memberDtos(
  context: Context,
  programme: string,
  members: readonly ListMember[],
): Promise<ListMemberDto[]> {
  const { store } = context;
  const ids = (kind: ListMember['member']['kind']) =>
    members.flatMap(({ member }) => (member.kind === kind ? [member.id] : []));
  const referrals = new Map<string, Awaited<ReturnType<typeof store.referrals.many>>[number]>(
    (await store.referrals.many(programme, ids('referral') as ReferralId[])).map((one) => [one.id, one]),
  );
  const wanted = [...ids('partner'), ...[...referrals.values()].map(({ partner }) => partner)];
  const partners = new Map<string, { name: string; tags: string[] }>(
    (await store.partners.many(programme, [...new Set(wanted)] as PartnerId[])).map((one) => [one.id, one]),
  );
  const people = await namesOfUsers(
    context,
    programme,
    members.map(({ by }) => by.id),
  );
  return members.map(({ member, at: added, by }) => {
    const referral = member.kind === 'referral' ? referrals.get(member.id) : undefined;
    const partner = referral?.partner ?? member.id;
    const name = partners.get(partner)?.name ?? partner;
    const known = people(by.id);
    return {
      member: { ...member, title: referral?.customerExternalId ?? name },
      partner: { id: partner, name },
      tags: (member.kind === 'referral' ? referral?.tags : partners.get(member.id)?.tags) ?? [],
      addedAt: at(added),
      by: known === by.id ? actorName(by) : known,
    };
  });
}
