import { randomUUID } from 'node:crypto';
import { inboundSource } from '@sluice/connectors/inbound';
import type { PartnerId } from '@sluice/domain';
import { actions, roles } from '@sluice/contracts';
import type { Action, ApiKeyRow, Role, UserRow } from '@sluice/contracts';
import { apiKeyHash } from '@sluice/store';
import type { ApiKey, User } from '@sluice/store';
import { newApiKey } from '../auth/api-key.js';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at, compact } from '../present/plain.js';
import { createUser } from '../users.js';

type UserRoutes = 'listTeam' | 'listUsers' | 'createUser' | 'listApiKeys' | 'createApiKey' | 'revokeApiKey';

export function userRoutes(context: Context): Pick<Handlers, UserRoutes> {
  const { store } = context;
  return {
    async listUsers({ caller, query }) {
      const page = await store.users.collection.page(caller.programme, {}, compact(query));
      return { data: page.data.map(userRow), nextCursor: page.nextCursor };
    },

    async listTeam({ caller }) {
      const people = (await store.users.list(caller.programme)).filter(
        ({ roles: held, disabled }) => !disabled && !held.includes('partner'),
      );
      const team = people.map((user) => {
        const { id, name, roles: held } = userRow(user);
        return { id, name, roles: held };
      });
      return { data: team.sort((a, b) => a.name.localeCompare(b.name)), nextCursor: null };
    },

    async createUser({ caller, body }) {
      const isPartner = body.roles.includes('partner');
      const errors = [
        ...(isPartner && body.roles.length > 1
          ? [{ pointer: '/roles', code: 'mixed_roles', message: 'a partner has no other role' }]
          : []),
        ...(isPartner !== (body.partner !== undefined)
          ? [{ pointer: '/partner', code: 'partner_needed', message: 'set with the role partner, and only then' }]
          : []),
        ...(body.partner !== undefined && !(await store.partners.get(caller.programme, body.partner as PartnerId))
          ? [{ pointer: '/partner', code: 'unknown_partner', message: 'there is no such partner' }]
          : []),
      ];
      if (errors.length > 0) throw new Refusal('invalid', { errors });
      const made = await createUser(
        context,
        {
          programme: caller.programme,
          email: body.email,
          password: body.password,
          name: body.name,
          roles: body.roles,
          ...compact({ partner: body.partner }),
        },
        actorOf(caller),
      );
      if (!made.created)
        throw new Refusal('conflict', {
          detail: 'There is a user with this e-mail address.',
          errors: [{ pointer: '/email', code: 'taken', message: 'taken' }],
        });
      return userRow(await store.users.collection.need(caller.programme, made.id));
    },

    async listApiKeys({ caller, query }) {
      const page = await store.apiKeys.collection.page(caller.programme, {}, compact(query));
      return { data: page.data.map(keyRow), nextCursor: page.nextCursor };
    },

    async createApiKey({ caller, body }) {
      // What a provider's webhooks say is believed because their signature holds: no key may speak by that name.
      if (inboundSource(body.source)) {
        const message = 'Webhooks of a provider carry this name; choose another.';
        throw new Refusal('invalid', { errors: [{ pointer: '/source', code: 'reserved', message }] });
      }
      const { key, start } = newApiKey();
      const stored = await store.apiKeys.insert(
        {
          id: `key_${randomUUID().replaceAll('-', '')}`,
          programme: caller.programme,
          name: body.name,
          start,
          hash: apiKeyHash(key),
          source: body.source,
          scopes: body.scopes,
          state: 'active',
          createdAt: context.now(),
          createdBy: caller.id,
          ...(body.expiresAt === undefined ? {} : { expiresAt: new Date(body.expiresAt) }),
        },
        {
          audit: {
            action: 'api_key.created',
            actor: actorOf(caller),
            detail: { name: body.name, scopes: body.scopes },
          },
        },
      );
      return { ...keyRow(stored), key };
    },

    async revokeApiKey({ caller, params }) {
      await store.apiKeys.setState(caller.programme, params.id, 'revoked', {
        audit: { action: 'api_key.revoked', actor: actorOf(caller) },
      });
      return undefined;
    },
  };
}

/** Who acts, as the audit log names them. */
export function actorOf(caller: Caller): { id: string; name: string } {
  return { id: caller.id, name: caller.name };
}

/** The names behind ids of people, keys and flows; what is unknown keeps its id. */
export async function namesOfUsers(
  context: Context,
  programme: string,
  ids: readonly string[],
): Promise<(id: string) => string> {
  const people = [...new Set(ids)].filter((id) => !id.includes(':'));
  const found =
    people.length === 0 ? [] : await context.store.users.collection.find(programme, { _id: { $in: people } });
  const names = new Map(found.map((user) => [user.id, user.name]));
  return (id) => names.get(id) ?? id;
}

function userRow(user: User): UserRow {
  return compact({
    id: user.id,
    email: user.email,
    name: user.name,
    roles: user.roles.filter((role): role is Role => (roles as readonly string[]).includes(role)),
    partner: user.partner,
    createdAt: at(user.createdAt),
  });
}

function keyRow(key: ApiKey): ApiKeyRow {
  return compact({
    id: key.id,
    name: key.name,
    start: key.start,
    source: key.source,
    scopes: key.scopes.filter((scope): scope is Action => (actions as readonly string[]).includes(scope)),
    state: key.state,
    createdAt: at(key.createdAt),
    expiresAt: key.expiresAt && at(key.expiresAt),
    lastUsedAt: key.lastUsedAt && at(key.lastUsedAt),
  });
}
