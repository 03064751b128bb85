import { granted } from '@sluice/contracts';
import type { Action, Reach, Role } from '@sluice/contracts';

/** Who asks: worked out on the server from a session or an API key, never from the request's content. */
export interface Caller {
  kind: 'user' | 'api_key' | 'visitor';
  id: string;
  name: string;
  email?: string;
  roles: Role[];
  programme: string;
  /** Set for people of a partner. */
  partner?: string;
  locale: 'en' | 'de';
  /** The source name that the caller's events carry. */
  source: string;
  permissions: Partial<Record<Action, Reach>>;
}

/** A caller with what the table grants it; API keys are cut down to their scopes. */
export function caller(who: Omit<Caller, 'permissions'>, scopes?: readonly Action[]): Caller {
  return { ...who, permissions: granted(who.roles, scopes) };
}

/** Nobody in particular, on a route that needs no caller: may do nothing else. */
export const visitor: Caller = {
  kind: 'visitor',
  id: 'visitor',
  name: '',
  roles: [],
  programme: '',
  locale: 'en',
  source: 'public',
  permissions: {},
};
