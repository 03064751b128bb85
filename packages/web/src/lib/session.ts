import { useQuery } from '@tanstack/react-query';
import { get, post, Problem } from './api.js';
import { queryClient } from './data.js';
import type { Me } from '@sluice/contracts/me';

const key = ['/v1/me'];

/** Who is signed in; null where nobody is. */
export async function readMe(): Promise<Me | null> {
  return queryClient.fetchQuery({ queryKey: key, queryFn: fetchMe, staleTime: 60_000 });
}

async function fetchMe(): Promise<Me | null> {
  try {
    return await get<Me>('/v1/me');
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

export function useMe(): Me | null {
  const { data } = useQuery({ queryKey: key, queryFn: fetchMe, staleTime: 60_000 });
  return data ?? null;
}

export async function signIn(email: string, password: string): Promise<void> {
  await post('/api/auth/sign-in/email', { email, password, rememberMe: true });
  queryClient.clear();
}

export async function signOut(): Promise<void> {
  await post('/api/auth/sign-out', {});
  queryClient.clear();
}

/** Forgets who was signed in, without asking the server: it has just said that nobody is. */
export function forgetSession(): void {
  queryClient.setQueryData(key, null);
}

/** People of a partner see the portal, everybody else the console. */
export function isPartner(me: Me): boolean {
  return me.permissions['own.read'] === 'own' && me.permissions['metrics.read'] === undefined;
}

/** Whether the signed-in person may do it at all; the server decides again. */
export function useCan(action: keyof Me['permissions']): boolean {
  return useMe()?.permissions[action] !== undefined;
}
