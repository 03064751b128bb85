import { createContext, useContext } from 'react';

/** What a card or an edge can ask of the canvas. The object stays the same, so that asking re-renders nothing. */
export interface CanvasActions {
  /** Offers what can stand on the path that leaves there; `near` is what was pressed. */
  offer(from: string, port: string, near: Element): void;
  setNote(id: string, text: string): void;
  resizeNote(id: string, size: { x: number; y: number; width: number; height: number }): void;
}

export const CanvasContext = createContext<CanvasActions | null>(null);

export function useCanvas(): CanvasActions {
  const actions = useContext(CanvasContext);
  if (!actions) throw new Error('useCanvas needs a CanvasContext around it.');
  return actions;
}

/** True where the flow is seen from so far away that only shapes can be told apart. */
export const FarContext = createContext(false);
