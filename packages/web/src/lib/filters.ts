import { useNavigate, useSearch } from '@tanstack/react-router';

export type Filters = Record<string, string | undefined>;

/** The filters of a page live in its address; `set` with undefined takes one away. */
export function useFilters(): [Filters, (change: Filters) => void] {
  const search: Filters = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = (change: Filters) => {
    const next = Object.fromEntries(
      Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined),
    );
    void navigate({ to: '.', search: next as never, replace: true });
  };
  return [search, set];
}
