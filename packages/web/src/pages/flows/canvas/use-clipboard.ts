import { useEffect, useLayoutEffect, useRef } from 'react';
import { isTyping, overlayOpen } from '../../../lib/hotkeys.js';

interface Actions {
  /** The text to copy; undefined where nothing is selected. */
  copy(): string | undefined;
  cut(): void;
  /** False where the text is nothing that can be pasted here. */
  paste(text: string): boolean;
}

/** Copies, cuts and pastes through the machine's clipboard, so that it works between flows, tabs and a text editor. */
export function useClipboard(actions: Actions): void {
  const current = useRef(actions);
  useLayoutEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    const idle = (event: ClipboardEvent): boolean =>
      !isTyping(event.target) && !overlayOpen() && String(getSelection() ?? '') === '';
    const copy = (event: ClipboardEvent) => {
      const text = idle(event) ? current.current.copy() : undefined;
      if (text === undefined) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut') current.current.cut();
    };
    const paste = (event: ClipboardEvent) => {
      if (
        !isTyping(event.target) &&
        !overlayOpen() &&
        current.current.paste(event.clipboardData?.getData('text/plain') ?? '')
      )
        event.preventDefault();
    };
    window.document.addEventListener('copy', copy);
    window.document.addEventListener('cut', copy);
    window.document.addEventListener('paste', paste);
    return () => {
      window.document.removeEventListener('copy', copy);
      window.document.removeEventListener('cut', copy);
      window.document.removeEventListener('paste', paste);
    };
  }, []);
}
