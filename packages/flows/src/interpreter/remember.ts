import type { Json } from '@sluice/domain';
import type { Turn } from './turn.js';

const MAX_DECIDED = 500;

/** Keeps the answer under the caller's id, so that a repeated update is answered and not done again. */
export function remember(turn: Turn, id: string, answer: { [key: string]: Json }): void {
  const entries = [...Object.entries(turn.state.decided), [id, answer] as const].slice(-MAX_DECIDED);
  turn.state.decided = Object.fromEntries(entries);
}
