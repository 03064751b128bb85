import { canonicalJson } from '../json.js';
import { sha256Hex } from '../ids.js';

/** Somebody on a sanctions list. */
export interface SanctionsEntry {
  /** The list's own number for it. */
  uid: string;
  kind: 'individual' | 'entity';
  name: string;
  aliases: { name: string; weak: boolean }[];
  /** Programmes of sanctions that name it. */
  programs: string[];
  /** As the list writes them: `07 Oct 1952`, `1980`, `circa 1965`. */
  births: string[];
  /** ISO 3166-1 codes where the list's name of the country is known, otherwise that name. */
  countries: string[];
}

/** What of an entry a decision was made about: another one means that it has to be made again. */
export function entryFingerprint(entry: SanctionsEntry): string {
  return sha256Hex(canonicalJson({ ...entry, aliases: entry.aliases.map((alias) => ({ ...alias })) })).slice(0, 32);
}

/** Years of birth that a list's text allows; undefined where it says none. */
export function yearsOf(birth: string): { from: number; to: number } | undefined {
  const years = [...birth.matchAll(/\b(1[89]\d\d|20\d\d)\b/g)].map(([year]) => Number(year));
  if (years.length === 0) return undefined;
  const around = /circa|ca\.|about/i.test(birth) ? 2 : 0;
  return { from: Math.min(...years) - around, to: Math.max(...years) + around };
}
