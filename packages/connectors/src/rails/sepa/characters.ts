import { greekLetters } from '@sluice/domain/greek';

/**
 * Text in the character set of SEPA (EPC217-08): letters and digits of the Latin alphabet, space and / - ? : ( ) . , ' +.
 * Other letters are written as people of that language would, where there is one usual way (ö → oe, ł → l, Ж → ZH).
 */
export function toSepa(text: string): { text: string; lost: string[] } {
  const lost: string[] = [];
  const written = [...text.normalize('NFC')].map((character) => {
    const known = write(character);
    if (known === undefined) lost.push(character);
    return known ?? ' ';
  });
  const tidy = written.join('').replace(/ +/g, ' ').trim();
  // A slash at either end, or two of them, are separators of the clearing system.
  return { text: tidy.replace(/\/{2,}/g, '/').replace(/^[/ ]+|[/ ]+$/g, ''), lost };
}

/** The text, at most `longest` characters; what does not fit is cut. */
export function sepaText(text: string, longest: number): string {
  return toSepa(text)
    .text.slice(0, longest)
    .replace(/[/ ]+$/, '');
}

function write(character: string): string | undefined {
  if (/[A-Za-z0-9/\-?:().,'+ ]/.test(character)) return character;
  const special = letters[character] ?? signs[character];
  if (special !== undefined) return special;
  const lower = character.toLowerCase();
  const upper = letters[lower];
  if (upper !== undefined && lower !== character) return upper.charAt(0).toUpperCase() + upper.slice(1);
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
  if (bare !== character && bare !== '') {
    const parts = [...bare].map(write);
    if (parts.every((part) => part !== undefined)) return parts.join('');
  }
  // Signs are not missed in a name; letters and figures are.
  return /[\p{L}\p{N}]/u.test(character) ? undefined : ' ';
}

const signs: Readonly<Record<string, string>> = {
  '&': '+',
  _: '-',
  '–': '-',
  '—': '-',
  '‐': '-',
  '’': "'",
  '‘': "'",
  '`': "'",
  '´': "'",
  '[': '(',
  ']': ')',
  '{': '(',
  '}': ')',
  ';': ',',
  '\\': '/',
  '|': '/',
  '@': '(at)',
};

/** Lower case; capitals follow from it. */
const letters: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ẞ: 'SS',
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
  ŋ: 'n',
  ...greekLetters,
  // Cyrillic, the Bulgarian way of EPC217-08, and the letters of its neighbours
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
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
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sht',
  ъ: 'a',
  ы: 'y',
  ь: 'y',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  ё: 'yo',
  є: 'ye',
  і: 'i',
  ї: 'yi',
  ґ: 'g',
  ђ: 'dj',
  ј: 'j',
  љ: 'lj',
  њ: 'nj',
  ћ: 'c',
  џ: 'dz',
};
