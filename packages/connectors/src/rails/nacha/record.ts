/** One field of a NACHA record: its text, how wide it is, and to which side it leans. */
export type Field = { text: string; width: number; lean: 'left' | 'right'; fill: ' ' | '0' };

/** Letters, blank-filled on the right; what does not fit is cut (NACHA Operating Rules, Appendix Three, 3.1). */
export function alpha(text: string, width: number): Field {
  return { text: text.slice(0, width), width, lean: 'left', fill: ' ' };
}

/** Figures, zero-filled on the left. @throws where it does not fit: a cut figure would be another figure. */
export function numeric(figure: bigint | number | string, width: number): Field {
  const text = String(figure);
  if (!/^\d+$/.test(text) || text.length > width) throw new RangeError(`"${text}" is no figure of ${width} digits.`);
  return { text, width, lean: 'right', fill: '0' };
}

/** The fields as one record of 94 characters. @throws where they are not 94 wide: that is a mistake of ours. */
export function record(...fields: readonly Field[]): string {
  const line = fields
    .map(({ text, width, lean, fill }) => (lean === 'left' ? text.padEnd(width, fill) : text.padStart(width, fill)))
    .join('');
  if (line.length !== 94) throw new RangeError(`A record of ${line.length} characters is none.`);
  return line;
}

/** Text in the characters of an ACH file: capital letters, figures and . / ( ) & ' - and blank. */
export function achText(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^A-Z0-9./()&' -]/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}
