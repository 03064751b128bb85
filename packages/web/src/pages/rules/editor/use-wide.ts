import { useSyncExternalStore } from 'react';

/** Whether the window is wider than so many pixels. */
export function useWide(pixels: number): boolean {
  const query = `(min-width: ${String(pixels + 1)}px)`;
  return useSyncExternalStore(
    (listener) => {
      const match = window.matchMedia(query);
      match.addEventListener('change', listener);
      return () => match.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}
