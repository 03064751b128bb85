import { distance } from 'fastest-levenshtein';

/** The known name closest to a mistyped one, at most two letters, or a third of them, away. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(name.length - 1, Math.max(2, Math.floor(name.length / 3))) + 1;
  for (const candidate of known) {
    const away = distance(name.toLowerCase(), candidate.toLowerCase());
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}
