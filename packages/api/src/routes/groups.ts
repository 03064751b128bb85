import { groupId, type PartnerGroup } from '@sluice/domain';
import type { GroupDto } from '@sluice/contracts';
import type { Stored } from '@sluice/store';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at, compact } from '../present/plain.js';
import { checkedTerms, sentenceOf, termsDto } from '../present/terms.js';
import { programmeOf } from './programme.js';
import { actorOf } from './users.js';

type GroupRoutes = 'listGroups' | 'createGroup' | 'getGroup' | 'updateGroup';

/** Groups of partners and what they have agreed on. What is changed counts from the next order. */
export function groupRoutes(context: Context): Pick<Handlers, GroupRoutes> {
  const { store } = context;

  async function need(caller: Caller, key: string): Promise<Stored<PartnerGroup>> {
    const group = await store.groups.get(caller.programme, key);
    if (!group) throw new Refusal('not_found');
    return group;
  }

  async function dto(caller: Caller, group: Stored<PartnerGroup>, locale: 'en' | 'de'): Promise<GroupDto> {
    const { currency } = await programmeOf(context, caller.programme);
    const { key, name, payout, newPartners, terms, rev } = group;
    return compact({
      key,
      name,
      payout,
      newPartners,
      rev,
      terms: terms && termsDto(terms),
      sentence: terms && sentenceOf(terms, currency, locale),
      partners: await store.partners.collection.count(caller.programme, { group: key }),
      createdAt: at(group.createdAt),
    });
  }

  return {
    async listGroups({ caller, locale }) {
      const all = await store.groups.all(caller.programme);
      return { data: await Promise.all(all.map((group) => dto(caller, group, locale))), nextCursor: null };
    },

    async createGroup({ caller, body, locale }) {
      const { programme } = caller;
      const { terms, payout, newPartners, key, name } = body;
      const { inserted, doc } = await store.groups.insertOrRead(
        compact({
          id: groupId(programme, key),
          programme,
          key,
          name,
          payout: payout ? compact(payout) : undefined,
          newPartners: newPartners ?? undefined,
          terms: terms ? await checkedTerms(context, programme, terms, '/terms') : undefined,
          createdAt: context.now(),
        }),
        { audit: { action: 'group.created', actor: actorOf(caller), detail: { group: key, title: name } } },
      );
      if (!inserted)
        throw new Refusal('conflict', {
          detail: 'There is a group with this key.',
          errors: [{ pointer: '/key', code: 'taken', message: 'taken' }],
        });
      return dto(caller, doc, locale);
    },

    async getGroup({ caller, params, locale }) {
      return dto(caller, await need(caller, params.key), locale);
    },

    async updateGroup({ caller, params, body, locale }) {
      const { programme } = caller;
      const { key } = await need(caller, params.key);
      const { rev, name, terms, payout, newPartners } = body;
      const changed = await store.groups.change(
        programme,
        key,
        {
          ...(name !== undefined && { name }),
          ...(terms !== undefined && {
            terms: terms === null ? undefined : await checkedTerms(context, programme, terms, '/terms'),
          }),
          ...(payout !== undefined && { payout: payout === null ? undefined : compact(payout) }),
          ...(newPartners !== undefined && { newPartners: newPartners ?? undefined }),
        },
        rev,
        {
          audit: {
            action: 'group.changed',
            actor: actorOf(caller),
            detail: { group: key, fields: Object.keys(body).filter((field) => field !== 'rev') },
          },
        },
      );
      return dto(caller, changed, locale);
    },
  };
}
