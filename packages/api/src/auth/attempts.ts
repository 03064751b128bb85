/** Counts failures per account within a sliding window, in this process; bounded, so that made-up names cannot fill memory. */
export function attempts(options: { limit: number; windowMs: number; now: () => number; capacity?: number }) {
  const seen = new Map<string, number[]>();
  const capacity = options.capacity ?? 10_000;
  const recent = (account: string) => (seen.get(account) ?? []).filter((at) => at > options.now() - options.windowMs);
  return {
    full: (account: string): boolean => recent(account).length >= options.limit,
    add(account: string): void {
      const times = [...recent(account), options.now()];
      seen.delete(account);
      seen.set(account, times);
      const oldest = seen.keys().next();
      if (seen.size > capacity && !oldest.done) seen.delete(oldest.value);
    },
    clear(account: string): void {
      seen.delete(account);
    },
  };
}
