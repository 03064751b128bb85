import { useEffect, useLayoutEffect, useRef } from 'react';
import { overlayOpen } from '../../../lib/hotkeys.js';

/** Keys with Alt by their place on the keyboard (`Digit1`, `ArrowUp`), since with Alt a letter may be another sign. */
export function useAltKeys(map: Record<string, () => void>): void {
  const current = useRef(map);
  useLayoutEffect(() => {
    current.current = map;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || overlayOpen()) return;
      const action = current.current[event.code];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
