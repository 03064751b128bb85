/** A piece of a sentence; a value is what a person can change. */
export interface WordPart {
  readonly text: string;
  readonly value: boolean;
}

// Private use characters: they cannot be typed, and mark where a value begins and ends in a text that is still one piece.
const START = '\uE000';
const END = '\uE001';

/** Marks a value within a text. */
export const token = (text: string): string => `${START}${text.replaceAll(START, '').replaceAll(END, '')}${END}`;

/** A text with marked values in pieces. */
export function partsOf(marked: string): WordPart[] {
  return marked
    .split(START)
    .flatMap((piece, index) => {
      if (index === 0) return [{ text: piece, value: false }];
      const [value = '', rest = ''] = piece.split(END);
      return [
        { text: value, value: true },
        { text: rest, value: false },
      ];
    })
    .filter((part) => part.text !== '');
}

/** The pieces as one text. */
export const plainText = (parts: readonly WordPart[]): string => parts.map(({ text }) => text).join('');
