import { useCallback, useState } from 'react';

export interface Act {
  /** While it is under way. */
  busy: boolean;
  /** Why it was not done, until it is tried again. */
  error: Error | undefined;
  /** Does it; what it throws becomes `error`. Tells whether it was done. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
  clear: () => void;
}

/** Something that a person does to the data: whether it is under way, and why it was not done. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const run = useCallback(async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
      return true;
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setError(undefined), []);
  return { busy, error, run, clear };
}
