import { useEffect, useLayoutEffect, useRef } from 'react';

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

/** True where the person is writing: single letters are then text, not commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** True while a dialog, drawer or menu holds the keyboard. */
export function overlayOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null;
}

/** The name of a pressed key in a map: `j`, `?`, `mod+k`. */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

/**
 * Keys for as long as the component is shown. Letters are ignored while somebody types or a dialog is open; `mod+` keys and
 * Escape always count.
 */
export function useHotkeys(map: KeyMap, enabled = true): void {
  const current = useRef(map);
  // With the commit, not after the paint: a key pressed the moment a page has changed means the page as it is now.
  useLayoutEffect(() => {
    current.current = map;
  });
  useEffect(() => {
    if (!enabled) return;
    const press = (event: KeyboardEvent) => {
      const name = keyName(event);
      const action = current.current[name];
      if (!action || event.defaultPrevented || event.altKey) return;
      if (!name.startsWith('mod+') && (isTyping(event.target) || overlayOpen())) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [enabled]);
}

/** Two keys one after the other within a second, e.g. `G` then `A`. */
export function useSequence(first: string, map: KeyMap): void {
  const since = useRef(0);
  const current = useRef(map);
  // With the commit, not after the paint: a key pressed the moment a page has changed means the page as it is now.
  useLayoutEffect(() => {
    current.current = map;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTyping(event.target) || overlayOpen() || event.ctrlKey || event.metaKey || event.altKey) return;
      const name = keyName(event);
      if (Date.now() - since.current < 1000) {
        const action = current.current[name];
        since.current = 0;
        if (action) {
          event.preventDefault();
          event.stopImmediatePropagation();
          action(event);
          return;
        }
      }
      if (name === first) since.current = Date.now();
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, [first]);
}
