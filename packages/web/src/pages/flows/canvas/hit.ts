/** The card under a point. */
export function stepAt(x: number, y: number): string | undefined {
  for (const element of window.document.elementsFromPoint(x, y)) {
    const id = element.closest<HTMLElement>('[data-step]')?.dataset.step;
    if (id !== undefined && !id.startsWith('note:')) return id;
  }
  return undefined;
}

/** What lies under a dragged kind of step: a `+` or a path, else a card. */
export function dropTarget(x: number, y: number): { path?: string; step?: string } | undefined {
  for (const element of window.document.elementsFromPoint(x, y)) {
    const plus = element.closest<HTMLElement>('[data-plus]')?.dataset.plus;
    if (plus !== undefined) return { path: plus };
    const edge = element.closest<HTMLElement>('.react-flow__edge')?.dataset.id;
    if (edge?.startsWith('path:')) return { path: edge.slice(5) };
  }
  const step = stepAt(x, y);
  return step === undefined ? undefined : { step };
}

/** `from|port` in its two parts. */
export function splitPath(path: string): { from: string; port: string } {
  const at = path.lastIndexOf('|');
  return { from: path.slice(0, at), port: path.slice(at + 1) };
}
