import { greekLetters } from '../greek.js';

/** A name as it is compared: words in plain lower-case Latin letters. */
export interface NameWord {
  word: string;
  /** How it sounds, roughly: consonants that are written differently for one another made one. */
  sound: string;
  /** Words that nearly every name has count little. */
  light: boolean;
}

/** The words of a name: transliterated, without signs, each once. */
export function wordsOf(name: string): NameWord[] {
  const plain = plainLatin(name)
    .toLowerCase()
    .replaceAll(/['’`.]/g, '')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
  const words = [...new Set(plain.split(' ').filter(Boolean))];
  // A name of such words alone is told apart by them.
  const onlyLight = words.every((word) => lightWords.has(word));
  return words.map((word) => ({ word, sound: soundOf(word), light: !onlyLight && lightWords.has(word) }));
}

/** Latin letters without accents; Cyrillic and Greek as they are mostly written in Latin. Other scripts stay as they are. */
export function plainLatin(text: string): string {
  return [...text.normalize('NFC')]
    .map((letter) => letters[letter] ?? capital(letter) ?? letter)
    .join('')
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '');
}

function capital(letter: string): string | undefined {
  const small = letter.toLowerCase();
  const found = small === letter ? undefined : letters[small];
  return found === undefined ? undefined : found.charAt(0).toUpperCase() + found.slice(1);
}

/** Names that are written differently and sound alike have the same: Mohammed, Muhammad; Yusuf, Jusuf; Gaddafi, Qadhafi. */
export function soundOf(word: string): string {
  let text = word;
  for (const [from, to] of sounds) text = text.replaceAll(from, to);
  const first = text.charAt(0);
  const rest = text.slice(1).replaceAll(/[aeiou]/g, '');
  return (/[aeiou]/.test(first) ? 'a' : first) + rest.replaceAll(/(.)\1+/g, '$1');
}

const sounds: readonly (readonly [RegExp, string])[] = [
  [/sch|sh|zh|ch(?=[ei])|ts|tz|z|ss/g, 's'],
  [/kh|ck|ch|qu|q|gh|g|c/g, 'k'],
  [/ph|f|w/g, 'v'],
  [/dh|th|d/g, 't'],
  [/x/g, 'ks'],
  [/b/g, 'p'],
  [/[jy]/g, 'i'],
  [/(?<=.)h/g, ''],
];

/** Legal forms, titles and particles. */
const lightWords: ReadonlySet<string> = new Set(
  (
    'ltd limited llc llp lp inc incorporated corp corporation co company gmbh ag kg mbh ohg ug se sa sas sarl srl spa bv nv oy ab as aps ' +
    'plc pty pte ooo oao zao pao jsc ojsc cjsc pjsc fze fzc fzco est establishment group holding holdings international intl trading ' +
    'general the of and und et y de del della di da dos du la le el al ul bin ibn bint abd van von der den mr mrs ms dr prof sir'
  ).split(' '),
);

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  å: 'a',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ґ: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  є: 'ye',
  ж: 'zh',
  з: 'z',
  и: 'i',
  і: 'i',
  ї: 'yi',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ў: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  ...greekLetters,
};
