import type { RuleDetail } from '@sluice/contracts/rule';
import type { PublishedRule } from '@sluice/rules/check/library';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { get } from '../../../lib/api.js';

/** The published rules that a rule uses, by key. Plain data: it is sent to the worker as it is. */
export type LibraryData = Readonly<Record<string, PublishedRule>>;

/** Fetches the rules that a text uses, and those that they use. */
export function useLibrary(text: string, own: string): LibraryData {
  const first = useMemo(() => usedKeys(text, own), [text, own]);
  const direct = useRules(first);
  const more = useMemo(() => {
    const inner = Object.values(direct).flatMap((each) => usedKeys(each.text, own));
    return [...new Set(inner)].filter((key) => !first.includes(key));
  }, [direct, first, own]);
  const indirect = useRules(more);
  return useMemo(() => ({ ...direct, ...indirect }), [direct, indirect]);
}

function useRules(keys: readonly string[]): LibraryData {
  return useQueries({
    queries: keys.map((key) => ({
      queryKey: [`/v1/rules/${key}`],
      queryFn: ({ signal }: { signal: AbortSignal }) => get<RuleDetail>(`/v1/rules/${key}`, undefined, signal),
    })),
    combine,
  });
}

function combine(results: readonly { readonly data?: RuleDetail | undefined }[]): LibraryData {
  return Object.fromEntries(
    results.flatMap(({ data }) => {
      if (!data?.inForce) return [];
      const { inForce, schema, shape } = data;
      return [
        [data.key, { text: inForce.logic, schema, shape, hash: inForce.hash, version: inForce.version }] as const,
      ];
    }),
  );
}

/** Keys named by the operator `rule`; found in the text, so that it need not parse. */
function usedKeys(text: string, own: string): string[] {
  const found = [...text.matchAll(/"rule"\s*:\s*\[?\s*"([a-z0-9][a-z0-9_-]{0,63})"/g)].map(([, key]) => key ?? '');
  return [...new Set(found)].filter((key) => key !== own).sort();
}
