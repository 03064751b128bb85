import { derivedId, DomainError, lowestTier, movesFrom } from '@sluice/domain';
import type { PartnerId, Prospect, ProspectId } from '@sluice/domain';
import type { ProspectDetail, ProspectRow } from '@sluice/contracts';
import type { Stored } from '@sluice/store';
import { changeProspectStage, prospectEvent } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import { isDuplicate } from '../http/problem-of-store.js';
import type { Handlers } from '../http/wire.js';
import { at, compact, shown } from '../present/plain.js';
import { programmeOf } from './programme.js';
import { actorOf, namesOfUsers } from './users.js';

type ProspectRoutes =
  'listProspects' | 'createProspect' | 'getProspect' | 'updateProspect' | 'moveProspect' | 'convertProspect';

/** The pipeline of those who might become partners. */
export function prospectRoutes(context: Context): Pick<Handlers, ProspectRoutes> {
  const { store } = context;

  async function one(caller: Caller, id: string): Promise<Stored<Prospect>> {
    const prospect = await store.prospects.get(caller.programme, id as ProspectId);
    if (!prospect) throw new Refusal('not_found');
    return prospect;
  }

  async function detail(caller: Caller, prospect: Stored<Prospect>): Promise<ProspectDetail> {
    const people = [...prospect.history.map(({ by }) => by), ...(prospect.owner ? [prospect.owner] : [])];
    const name = await namesOfUsers(context, caller.programme, people);
    return {
      ...row(prospect, name),
      history: prospect.history.map((move) => ({ ...move, at: at(move.at), by: name(move.by) })),
    };
  }

  async function refuseUnknownOwner(caller: Caller, owner: string | undefined): Promise<void> {
    if (owner === undefined || (await store.users.get(caller.programme, owner))) return;
    const message = 'There is no user with this id.';
    throw new Refusal('invalid', { errors: [{ pointer: '/owner', code: 'unknown_user', message }] });
  }

  return {
    async listProspects({ caller, query }) {
      const page = await store.prospects.list(caller.programme, compact(query));
      const owners = page.data.flatMap(({ owner }) => (owner ? [owner] : []));
      const name = await namesOfUsers(context, caller.programme, owners);
      return shown(page, (prospect) => row(prospect, name));
    },

    async createProspect({ caller, body, requestKey }) {
      await refuseUnknownOwner(caller, body.owner);
      const id = derivedId('prospect', caller.programme, caller.id, requestKey);
      const now = context.now();
      const { followUpAt, ...fields } = body;
      const { doc } = await store.prospects
        .insertOrRead(
          {
            ...compact(fields),
            id,
            programme: caller.programme,
            ...(followUpAt !== undefined && { followUpAt: new Date(followUpAt) }),
            stage: 'new',
            history: [],
            createdAt: now,
          },
          {
            audit: { action: 'prospect.added', actor: actorOf(caller), subject: { kind: 'prospect', id } },
            events: [prospectEvent('custom.prospect.added', id, now, id)],
          },
        )
        .catch((error: unknown) => {
          throw isDuplicate(error) ? taken() : error;
        });
      if (doc.email !== body.email) throw new Refusal('conflict');
      return detail(caller, doc);
    },

    getProspect: async ({ caller, params }) => detail(caller, await one(caller, params.id)),

    async updateProspect({ caller, params, body }) {
      const { rev, followUpAt, ...rest } = body;
      await refuseUnknownOwner(caller, rest.owner);
      const { id } = await one(caller, params.id);
      const set = { ...compact(rest), ...(followUpAt !== undefined && { followUpAt: new Date(followUpAt) }) };
      const audit = {
        action: 'prospect.changed',
        actor: actorOf(caller),
        subject: { kind: 'prospect', id },
        detail: { fields: Object.keys(set) },
      };
      return detail(caller, await store.prospects.change(caller.programme, id, () => ({ set, audit }), rev));
    },

    async moveProspect({ caller, params, body }) {
      const { id } = await one(caller, params.id);
      const move = { ...body, actor: actorOf(caller), at: context.now() };
      return detail(caller, await asRefusal(() => changeProspectStage(store, caller.programme, id, move)));
    },

    async convertProspect({ caller, params, body }) {
      const prospect = await one(caller, params.id);
      if (prospect.stage === 'closed')
        throw new Refusal('conflict', { detail: 'The prospect is closed. Open it again before it becomes a partner.' });
      const programme = await programmeOf(context, caller.programme);
      const id: PartnerId = derivedId('partner', caller.programme, 'prospect', prospect.id);
      const now = context.now();
      const tier = lowestTier(programme.tiers);
      const { name, email, language, website, country, owner, tags } = prospect;
      await store.partners
        .insertOrRead(
          {
            ...compact({ website, country, owner }),
            id,
            programme: caller.programme,
            name,
            email,
            language,
            tags,
            type: body.type,
            timeZone: programme.timeZone,
            custom: {},
            status: 'active',
            tier,
            tierSince: now,
            createdAt: now,
          },
          {
            audit: { action: 'partner.created', actor: actorOf(caller), detail: { name, prospect: prospect.id } },
            events: [
              {
                key: `partner.approved:${prospect.id}`,
                type: 'partner.approved',
                occurredAt: now,
                data: { partnerId: id },
                correlations: [`partner:${id}`],
              },
            ],
          },
        )
        .catch((error: unknown) => {
          throw isDuplicate(error) ? taken() : error;
        });
      const move = { to: 'won' as const, actor: actorOf(caller), at: now, partner: id };
      await asRefusal(() => changeProspectStage(store, caller.programme, prospect.id, move));
      return { prospect: prospect.id, partner: id };
    },
  };
}

function taken(): Refusal {
  const message = 'There is somebody with this e-mail address already.';
  return new Refusal('conflict', { detail: message, errors: [{ pointer: '/email', code: 'taken', message }] });
}

async function asRefusal<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DomainError ? new Refusal('conflict', { detail: error.message }) : error;
  }
}

function row(prospect: Stored<Prospect>, name: (id: string) => string): ProspectRow {
  const { id, email, language, website, country, source, stage, closedFor, owner, tags, partner, rev } = prospect;
  return compact({
    id,
    name: prospect.name,
    email,
    language,
    website,
    country,
    source,
    stage,
    closedFor,
    owner,
    ownerName: owner && name(owner),
    tags,
    followUpAt: prospect.followUpAt && at(prospect.followUpAt),
    partner,
    createdAt: at(prospect.createdAt),
    moves: [...movesFrom(stage)],
    rev,
  });
}
