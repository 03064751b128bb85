import { distance } from 'fastest-levenshtein';
import type { ExplanationPart } from '../explanation.js';
import { yearsOf, type SanctionsEntry } from './entry.js';
import { wordsOf, type NameWord } from './name.js';
import { defaultBlockFrom, defaultReviewFrom, type SanctionsSettings } from './settings.js';

/** Who is looked for: a partner by every name it has, with what else is known of it. */
export interface ScreenedSubject {
  names: { name: string; kind: 'individual' | 'entity' }[];
  /** Day or year of birth. */
  birth?: string;
  /** ISO 3166-1. */
  country?: string;
}

export interface SanctionsMatch {
  entry: SanctionsEntry;
  /** 0 to 100. */
  score: number;
  level: 'review' | 'block';
  /** Why it is so high, and what speaks against it. */
  reasons: ExplanationPart[];
}

interface ListedName {
  entry: SanctionsEntry;
  name: string;
  alias: boolean;
  weak: boolean;
  words: NameWord[];
  size: Size;
}

/** A list, made to be searched: its names by their words, and its words by how they sound. */
export interface ScreeningIndex {
  names: ListedName[];
  /** Places in `names` by word. */
  byWord: Map<string, number[]>;
  /** Words by each of their keys. */
  byKey: Map<string, string[]>;
  words: Map<string, NameWord>;
}

export function screeningIndex(entries: readonly SanctionsEntry[]): ScreeningIndex {
  const index: ScreeningIndex = { names: [], byWord: new Map(), byKey: new Map(), words: new Map() };
  for (const entry of entries) {
    addName(index, { entry, name: entry.name, alias: false, weak: false });
    for (const { name, weak } of entry.aliases) addName(index, { entry, name, alias: true, weak });
  }
  return index;
}

function addName(index: ScreeningIndex, listed: Omit<ListedName, 'words' | 'size'>): void {
  const words = wordsOf(listed.name);
  if (words.length === 0) return;
  const place = index.names.push({ ...listed, words, size: sizeOf(words) }) - 1;
  for (const word of words) {
    if (!index.words.has(word.word)) {
      index.words.set(word.word, word);
      for (const key of keysOf(word)) push(index.byKey, key, word.word);
    }
    push(index.byWord, word.word, place);
  }
}

/** Under which a word is found: its sound, and its sound without each one letter, so that one wrong letter is still found. */
function keysOf({ sound }: NameWord): string[] {
  if (sound.length < 4) return [sound];
  return [...new Set([sound, ...[...sound].map((_, at) => sound.slice(0, at) + sound.slice(at + 1))])];
}

/**
 * Who on the list the subject may be, the likeliest first, an entry once. Every score is explained: which words agree and how, and what
 * dates of birth and countries say to it. Below `reviewFrom` nothing is answered.
 */
export function screen(
  index: ScreeningIndex,
  subject: ScreenedSubject,
  settings: Pick<SanctionsSettings, 'reviewFrom' | 'blockFrom'> = {},
): SanctionsMatch[] {
  const { reviewFrom = defaultReviewFrom, blockFrom = defaultBlockFrom } = settings;
  // What else is known can raise a score by so much: a date of birth by 5, a country by 3.
  const most = 8;
  const best = new Map<string, SanctionsMatch>();
  for (const { name, kind } of subject.names) {
    const words = wordsOf(name);
    for (const listed of candidates(index, words, reviewFrom - most)) {
      const compared = compareNames(words, listed.words, listed.name);
      if (compared.score < reviewFrom - most) continue;
      const { score, reasons } = withEvidence(compared, listed, subject, kind);
      if (score < reviewFrom || (best.get(listed.entry.uid)?.score ?? -1) >= score) continue;
      best.set(listed.entry.uid, {
        entry: listed.entry,
        score,
        level: score >= blockFrom ? 'block' : 'review',
        reasons,
      });
    }
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.entry.uid < b.entry.uid ? -1 : 1));
}

/** Listed names that could come to `least`, were every small word alike: the others need not be compared. */
function candidates(index: ScreeningIndex, words: readonly NameWord[], least: number): ListedName[] {
  const found = new Map<number, number>();
  for (const word of words.filter(isHeavy)) {
    const places = new Set<number>();
    for (const other of new Set(keysOf(word).flatMap((key) => index.byKey.get(key) ?? []))) {
      const listed = index.words.get(other);
      if (!listed || likeness(word, listed) === 0) continue;
      for (const place of index.byWord.get(other) ?? []) places.add(place);
    }
    for (const place of places) found.set(place, (found.get(place) ?? 0) + 1);
  }
  const mine = sizeOf(words);
  const listed: ListedName[] = [];
  for (const [place, hits] of found) {
    const name = index.names[place]!;
    const most = scoreOf(share(mine, hits), share(name.size, hits));
    if (most >= least) listed.push(name);
  }
  return listed;
}

/** Initials and small words are found by no key: they may agree with anything. */
function isHeavy({ light, word }: NameWord): boolean {
  return !light && word.length > 1;
}

interface Size {
  heavy: number;
  small: number;
}

function sizeOf(words: readonly NameWord[]): Size {
  const heavy = words.filter(isHeavy);
  const small = words.filter((word) => !isHeavy(word));
  return { heavy: heavy.length, small: small.reduce((sum, word) => sum + weight(word), 0) };
}

function share({ heavy, small }: Size, hits: number): number {
  return (Math.min(hits, heavy) + small) / (heavy + small);
}

/** How alike two words are, 0 to 1; 0 where they are not. */
function likeness(a: NameWord, b: NameWord): number {
  if (a.word === b.word) return 1;
  const longer = Math.max(a.word.length, b.word.length);
  if (longer < 4) return 0;
  const apart = distance(a.word, b.word);
  const written = apart <= (longer <= 5 ? 1 : 2) ? 1 - apart / longer : 0;
  const sounds = a.sound === b.sound && a.sound.length > 2 && apart * 2 <= longer ? 0.93 : 0;
  return Math.max(written >= 0.75 ? written : 0, sounds);
}

interface Compared {
  score: number;
  reasons: ExplanationPart[];
}

/** Both names should be covered; the one that is covered better counts a little more, as people leave out middle names. */
function scoreOf(ofOne: number, ofOther: number): number {
  return 100 * (0.45 * Math.min(ofOne, ofOther) + 0.55 * Math.max(ofOne, ofOther));
}

const weight = ({ light, word }: NameWord): number => (light ? 0.15 : word.length === 1 ? 0.4 : 1);

/** The words of one name held against those of another, each used once, the most alike first. */
function compareNames(given: readonly NameWord[], listed: readonly NameWord[], name: string): Compared {
  const pairs = given
    .flatMap((mine, i) => listed.map((theirs, j) => ({ i, j, mine, theirs, alike: pairing(mine, theirs) })))
    .filter(({ alike }) => alike > 0)
    .sort((a, b) => b.alike - a.alike || a.i - b.i || a.j - b.j);
  const mine = new Set<number>();
  const theirs = new Set<number>();
  const used = pairs.filter(({ i, j }) => {
    if (mine.has(i) || theirs.has(j)) return false;
    mine.add(i);
    theirs.add(j);
    return true;
  });
  const part = (words: readonly NameWord[], matched: number): number =>
    matched / words.reduce((sum, word) => sum + weight(word), 0);
  const ofGiven = used.reduce((sum, pair) => sum + pair.alike * weight(pair.mine), 0);
  const ofListed = used.reduce((sum, pair) => sum + pair.alike * weight(pair.theirs), 0);
  const score = scoreOf(part(given, ofGiven), part(listed, ofListed));
  return { score, reasons: wordReasons(given, listed, used, mine, theirs, name) };
}

/** As `likeness`, and an initial for the word that it may stand for. */
function pairing(a: NameWord, b: NameWord): number {
  const [short, long] = a.word.length < b.word.length ? [a, b] : [b, a];
  if (short.word.length === 1 && long.word.length > 1) return long.word.startsWith(short.word) ? 0.6 : 0;
  return likeness(a, b);
}

function wordReasons(
  given: readonly NameWord[],
  listed: readonly NameWord[],
  used: readonly { mine: NameWord; theirs: NameWord; alike: number }[],
  mine: ReadonlySet<number>,
  theirs: ReadonlySet<number>,
  name: string,
): ExplanationPart[] {
  const left = (words: readonly NameWord[], taken: ReadonlySet<number>): string =>
    words
      .filter((_, at) => !taken.has(at))
      .map(({ word }) => word)
      .join(' ');
  const whole = used.length === given.length && used.length === listed.length && used.every(({ alike }) => alike === 1);
  const inOrder = given.every(({ word }, at) => listed[at]?.word === word);
  const pairs = used.map(({ mine: a, theirs: b }) => (a.word === b.word ? a.word : `${a.word} ≈ ${b.word}`)).join(', ');
  const [more, less] = [left(given, mine), left(listed, theirs)];
  return [
    whole
      ? { code: inOrder ? 'match.same_name' : 'match.same_tokens', params: { name } }
      : { code: 'match.similar_tokens', params: { name, pairs } },
    ...(more ? [{ code: 'match.partner_more', params: { words: more } }] : []),
    ...(less ? [{ code: 'match.list_more', params: { words: less } }] : []),
  ];
}

/** What aliases, kinds, dates of birth and countries say to it. They support or speak against a name, and never replace it. */
function withEvidence(
  compared: Compared,
  { entry, alias, weak }: ListedName,
  subject: ScreenedSubject,
  kind: 'individual' | 'entity',
): Compared {
  const reasons = [...compared.reasons];
  let score = compared.score;
  const say = (points: number, code: string, params: ExplanationPart['params'] = {}): void => {
    score += points;
    reasons.push({ code, params });
  };
  if (alias) say(0, 'match.alias', { name: entry.name });
  if (weak) say(-10, 'match.weak_alias');
  if (entry.kind !== kind) say(-12, 'match.other_kind', { kind: entry.kind });
  const year = subject.birth === undefined ? undefined : Number(subject.birth.slice(0, 4));
  const births = entry.births.map((birth) => yearsOf(birth)).filter((years) => years !== undefined);
  if (year !== undefined && kind === 'individual' && births.length > 0) {
    const birth = entry.births.join(', ');
    if (births.some(({ from, to }) => year >= from && year <= to)) say(5, 'match.birth_same', { birth });
    else say(-20, 'match.birth_other', { birth });
  }
  if (subject.country !== undefined && entry.countries.length > 0) {
    const country = entry.countries.join(', ');
    if (entry.countries.includes(subject.country)) say(3, 'match.country_same', { country });
    else say(-4, 'match.country_other', { country });
  }
  return { score: Math.round(Math.min(Math.max(score, 0), 100)), reasons };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
