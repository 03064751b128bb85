import type { RowOperator } from './decision-list.js';

/** Words and signs before the values of a cell. Both languages are read wherever they are; one is written. */
interface Sign {
  readonly operator: RowOperator | 'not' | 'equals';
  readonly words: readonly string[];
}

export const ORDER_SIGNS: readonly Sign[] = [
  { operator: 'at_least', words: ['≥', '>=', 'at least', 'mindestens', 'ab', 'from', 'since', 'seit'] },
  { operator: 'at_most', words: ['≤', '<=', 'at most', 'höchstens', 'bis', 'up to', 'until'] },
  { operator: 'more_than', words: ['>', 'more than', 'over', 'mehr als', 'über', 'after', 'nach'] },
  { operator: 'less_than', words: ['<', 'less than', 'under', 'weniger als', 'unter', 'before', 'vor'] },
];

export const TEXT_SIGNS: readonly Sign[] = [
  { operator: 'lacks', words: ['does not contain', 'enthält nicht'] },
  { operator: 'contains', words: ['contains', 'enthält'] },
  { operator: 'starts_with', words: ['starts with', 'beginnt mit'] },
  { operator: 'ends_with', words: ['ends with', 'endet auf', 'endet mit'] },
  { operator: 'matches_domain', words: ['at domain', 'in der Domain'] },
];

export const VALUE_SIGNS: readonly Sign[] = [
  { operator: 'none_of', words: ['none of', 'keines von'] },
  { operator: 'one_of', words: ['one of', 'eines von'] },
  { operator: 'not', words: ['≠', '!=', 'is not', 'not', 'nicht', 'kein', 'keine', 'außer', 'except'] },
  { operator: 'equals', words: ['=', '==', 'is', 'ist'] },
];

/** The sign at the beginning of a text, the longest that fits, and what follows it. */
export function leadingSign(
  text: string,
  signs: readonly Sign[],
): { operator: Sign['operator']; word: string; rest: string } | undefined {
  let best: { operator: Sign['operator']; word: string; rest: string } | undefined;
  const lower = text.toLowerCase();
  for (const { operator, words } of signs) {
    for (const word of words) {
      if (!lower.startsWith(word.toLowerCase()) || word.length <= (best?.word.length ?? 0)) continue;
      const rest = text.slice(word.length);
      // A word ends where a word ends: "notary" is a value.
      if (/\p{L}$/u.test(word) && !/^(?:\s|$)/.test(rest)) continue;
      best = { operator, word: text.slice(0, word.length), rest: rest.trim() };
    }
  }
  return best;
}

/** Splits at separators outside quotation marks. `separator` is tried at each place and must be sticky. */
export function splitOutsideQuotes(text: string, separator: RegExp): string[] | undefined {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length;) {
    const letter = text[at];
    if (letter === '"') quoted = !quoted;
    else if (letter === '\\' && quoted) at++;
    else if (!quoted) {
      separator.lastIndex = at;
      const match = separator.exec(text);
      if (match && match[0] !== '') {
        parts.push(text.slice(start, at));
        at += match[0].length;
        start = at;
        continue;
      }
    }
    at++;
  }
  if (quoted) return undefined;
  parts.push(text.slice(start));
  return parts;
}
