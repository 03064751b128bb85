import { useCallback, useState } from 'react';

export interface Act {
  /** While it is under way. */
  busy: boolean;
  /** Which one is under way, where one of several is done here and `run` was told. */
  doing: string | undefined;
  /** Why it was not done, until it is tried again. */
  error: Error | undefined;
  /** Does it; what it throws becomes `error`. Tells whether it was done. */
  run: (work: () => Promise<unknown>, doing?: string) => Promise<boolean>;
  clear: () => void;
}

/** Something that a person does to the data: whether it is under way, and why it was not done. */
export function useAct(): Act {
  const [doing, setDoing] = useState<string>();
  const [error, setError] = useState<Error>();
  const run = useCallback(async (work: () => Promise<unknown>, what = ''): Promise<boolean> => {
    setDoing(what);
    setError(undefined);
    try {
      await work();
      return true;
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
      return false;
    } finally {
      setDoing(undefined);
    }
  }, []);
  const clear = useCallback(() => setError(undefined), []);
  return { busy: doing !== undefined, doing, error, run, clear };
}
