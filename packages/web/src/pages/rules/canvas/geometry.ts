/** Places of the canvas, as the design draws them, in pixels at 100 %. */
export const FACTS = { x: 20, y: 16, width: 172, height: 44 } as const;
export const CASE = { x: 20, y: 84, width: 172 } as const;
export const BRANCH = { x: 236, width: 340, height: 44 } as const;
export const OUTCOME = { x: 690, width: 322 } as const;
export const ROW = 70;
/** Where the way on leaves a branch card, from its left. */
export const DOWN = 26;
export const RIGHT_EDGE = OUTCOME.x + OUTCOME.width + 20;

export const rowAt = (index: number): number => FACTS.y + index * ROW;

/** The branch position that a dragged card is over. */
export function indexAt(y: number, count: number): number {
  return Math.max(0, Math.min(count - 1, Math.round((y - FACTS.y) / ROW)));
}
