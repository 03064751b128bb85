import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

/** DejaVu Sans: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic and every currency sign. Subsets are embedded. */
const files = { regular: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' } as const;

export type FontName = keyof typeof files;

export interface Fonts {
  bytes: Readonly<Record<FontName, Buffer>>;
  /** The text with each letter that a font lacks named by its number, `⟨U+5F20⟩`: nothing is dropped and nothing is garbled. */
  writable: (text: string) => string;
  has: (text: string) => boolean;
}

/** The fonts of PDF statements, read once by whoever renders. */
export function statementFonts(): Fonts {
  const resolve = createRequire(import.meta.url).resolve;
  const read = (file: string) => readFileSync(resolve(`dejavu-fonts-ttf/ttf/${file}`));
  const bytes = { regular: read(files.regular), bold: read(files.bold) };
  const loaded = Object.values(bytes).flatMap((one) => {
    const font = fontkit.create(one);
    return 'fonts' in font ? font.fonts : [font];
  });
  const known = (letter: string): boolean =>
    loaded.every((font) => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0));
  const has = (text: string): boolean => [...text].every(known);
  return {
    bytes,
    has,
    writable: (text) =>
      [...text]
        .map((letter) =>
          known(letter) ? letter : `⟨U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
        )
        .join(''),
  };
}
