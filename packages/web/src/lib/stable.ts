import { useCallback, useLayoutEffect, useRef } from 'react';

/** The function as it is with the latest render, under an identity that never changes: for handlers, not for rendering. */
export function useStable<Args extends unknown[], Result>(run: (...args: Args) => Result): (...args: Args) => Result {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
