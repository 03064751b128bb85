import { fromNodeHeaders } from 'better-auth/node';
import type { Request } from 'express';
import { actions, roles } from '@sluice/contracts';
import type { Action, Role } from '@sluice/contracts';
import type { Store } from '@sluice/store';
import { keyPrefix } from '../auth/api-key.js';
import type { Auth } from '../auth/auth.js';
import { caller } from './caller.js';
import type { Caller } from './caller.js';
import { Refusal } from './problem.js';

export interface Credentials {
  auth: Auth;
  store: Store;
  now(): Date;
}

/**
 * Who asks: a bearer API key before a session cookie. Throws 401 for a key that does not hold, and 403 for a change that
 * another site's page would make with the cookie of somebody who is signed in here.
 */
export async function authenticate(request: Request, credentials: Credentials): Promise<Caller | undefined> {
  const authorization = request.get('authorization');
  if (authorization !== undefined) return byKey(authorization, credentials);
  if (request.get('cookie') === undefined) return undefined;
  const session = await credentials.auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (!session) return undefined;
  refuseOtherSites(request);
  return byUser(session.user.id, credentials.store);
}

/** What a person may do is read with every request: a role that is taken away is gone at once. */
async function byUser(id: string, store: Store): Promise<Caller | undefined> {
  const [programme] = await store.users.programmesOf(id);
  const user = programme === undefined ? null : await store.users.get(programme, id);
  if (!user || user.disabled) return undefined;
  return caller({
    kind: 'user',
    id: user.id,
    name: user.name,
    email: user.email,
    roles: user.roles.filter(isRole),
    programme: user.programme,
    ...(user.partner ? { partner: user.partner } : {}),
    locale: user.locale ?? 'en',
    source: 'console',
  });
}

async function byKey(authorization: string, { store, now }: Credentials): Promise<Caller> {
  const secret = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  const known = secret?.startsWith(keyPrefix) ? await store.apiKeys.findBySecret(secret) : null;
  if (!known || known.state === 'revoked')
    throw new Refusal('unauthenticated', { detail: 'This API key is not known.' });
  const key = await store.apiKeys.pauseIfExpired(known.programme, known.id, now(), {
    audit: { action: 'api_key.expired', actor: { id: 'system' } },
  });
  if (key.state !== 'active')
    throw new Refusal('unauthenticated', { detail: 'This API key is paused or has expired.' });
  if (!key.lastUsedAt || now().getTime() - key.lastUsedAt.getTime() >= 60_000)
    await store.apiKeys.used(key.programme, key.id, now());
  return caller(
    {
      kind: 'api_key',
      id: `key:${key.id}`,
      name: key.name,
      roles: ['api'],
      programme: key.programme,
      locale: 'en',
      source: key.source,
    },
    key.scopes.filter(isAction),
  );
}

/** Cookies ride along with any page's request; browsers say which site it came from, and only our own may change things. */
function refuseOtherSites(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const origin = request.get('origin');
  const site = request.get('sec-fetch-site');
  const foreign =
    origin !== undefined ? hostOf(origin) !== request.get('host') : site === 'cross-site' || site === 'same-site';
  if (foreign) throw new Refusal('forbidden', { detail: 'A page of another site cannot do this.' });
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function isRole(value: string): value is Role {
  return (roles as readonly string[]).includes(value);
}

function isAction(value: string): value is Action {
  return (actions as readonly string[]).includes(value);
}
