import { distance } from 'fastest-levenshtein';

const FARTHEST = 20;

/** The known name closest to a mistyped one, at most two letters, or a third of them, away. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(name.length - 1, Math.max(2, Math.floor(name.length / 3)), FARTHEST) + 1;
  for (const candidate of known) {
    // Two names are at least as far apart as their lengths; long ones would take long to compare.
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const away = distance(name.toLowerCase(), candidate.toLowerCase());
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}
