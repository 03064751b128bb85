import type { FlowDocument } from '@sluice/flows';
import type { Place } from '../../../parts/flow/layout.js';
import { mainPort } from './ports.js';

export type Direction = 'up' | 'right' | 'down' | 'left';

/**
 * The step that an arrow key goes to: along an edge that leads that way; down falls back on the main path and up on where one
 * came from; else the nearest step that stands there.
 */
export function stepTowards(
  document: FlowDocument,
  places: ReadonlyMap<string, Place>,
  id: string,
  direction: Direction,
): string | undefined {
  const here = places.get(id);
  if (!here) return undefined;
  const node = document.nodes.find((each) => each.id === id);
  const out = document.edges.filter(({ from }) => from === id);
  const into = document.edges.filter(({ to }) => to === id);
  const joined = [...out.map(({ to }) => to), ...into.map(({ from }) => from)].filter((each) => each !== id);
  const along = nearest(here, joined, places, direction);
  if (along !== undefined) return along;
  if (direction === 'down') {
    const main = out.find(({ port }) => port === mainPort(node)) ?? out[0];
    if (main && main.to !== id) return main.to;
  }
  if (direction === 'up') {
    const back = into.find(({ from }) => from !== id)?.from;
    if (back !== undefined && places.has(back)) return back;
  }
  const all = [...places.keys()].filter((each) => each !== id);
  return nearest(here, all, places, direction);
}

/** The step that stands closest to another, where the keyboard goes when that one is gone. */
export function nearestStep(
  places: ReadonlyMap<string, Place>,
  id: string,
  except: ReadonlySet<string>,
): string | undefined {
  const here = places.get(id);
  let best: string | undefined;
  let least = Infinity;
  for (const [other, place] of places) {
    if (!here || other === id || except.has(other)) continue;
    const far = Math.hypot(place.x - here.x, place.y - here.y);
    if (far < least) [best, least] = [other, far];
  }
  return best;
}

function nearest(
  here: Place,
  ids: readonly string[],
  places: ReadonlyMap<string, Place>,
  direction: Direction,
): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const id of ids) {
    const place = places.get(id);
    if (!place) continue;
    const [dx, dy] = [place.x - here.x, place.y - here.y];
    const [ahead, aside] =
      direction === 'down' ? [dy, dx] : direction === 'up' ? [-dy, dx] : direction === 'right' ? [dx, dy] : [-dx, dy];
    // What lies more to the side than ahead is another direction's.
    if (ahead <= 0 || Math.abs(aside) > ahead * 1.2) continue;
    const far = ahead + 2 * Math.abs(aside);
    if (far < least) [best, least] = [id, far];
  }
  return best;
}
