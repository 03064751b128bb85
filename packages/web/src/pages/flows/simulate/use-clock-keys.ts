import { useEffect } from 'react';
import { isTyping, overlayOpen } from '../../../lib/hotkeys.js';
import { useStable } from '../../../lib/stable.js';
import type { Clock } from './use-clock.js';

/**
 * Space plays, arrows step, with Shift by a day. What has the focus comes first: Space presses a button, arrows move through
 * tabs.
 */
export function useClockKeys(clock: Clock): void {
  const press = useStable((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || overlayOpen()) return;
    const target = event.target instanceof Element ? event.target : undefined;
    if (event.key === ' ' && !target?.closest('button, a, summary, [role="button"]')) clock.toggle();
    else if (event.key === 'ArrowLeft' && !target?.closest('[role="tab"]'))
      (event.shiftKey ? clock.day : clock.step)(-1);
    else if (event.key === 'ArrowRight' && !target?.closest('[role="tab"]'))
      (event.shiftKey ? clock.day : clock.step)(1);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [press]);
}
