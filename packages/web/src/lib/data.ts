import { QueryClient, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { List } from '@sluice/contracts/list';
import { useTranslation } from 'react-i18next';
import { get, Problem, type Query } from './api.js';

/** One cache for the whole app; refusals are not asked again, outages are. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
      retryDelay: (attempt) => 400 * 2 ** attempt,
    },
  },
});

/** Reads one thing; the key is its address, so that live updates can name what to renew. Sentences come in the language. */
export function useGet<T>(path: string | undefined, query?: Query): UseQueryResult<T, Error> {
  const { i18n } = useTranslation();
  return useQuery<T, Error>({
    queryKey: [path, query ?? {}, i18n.language],
    queryFn: ({ signal }) => get<T>(path ?? '', query, signal),
    enabled: path !== undefined,
    placeholderData: (previous) => previous,
  });
}

/** Reads a list page by page (cursor); `rows` are all pages so far. */
export function useList<T>(path: string, query?: Query, limit = 50) {
  const { i18n } = useTranslation();
  const pages = useInfiniteQuery({
    queryKey: [path, { ...query, limit }, i18n.language],
    queryFn: ({ pageParam, signal }) => get<List<T>>(path, { ...query, limit, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: List<T>) => last.nextCursor ?? undefined,
    placeholderData: (previous) => previous,
  });
  return { ...pages, rows: pages.data?.pages.flatMap((page) => page.data) ?? [] };
}

/** Marks everything under these addresses as old, so that what is on the screen is read again. */
export function renew(...prefixes: string[]): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) => prefixes.some((prefix) => String(queryKey[0]).startsWith(prefix)),
  });
}
