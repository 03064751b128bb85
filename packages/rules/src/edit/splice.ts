/** One replacement in the source text; `at` counts UTF-16 units. It only applies where `removed` stands. */
export interface Splice {
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
}

/** An edit of a rule's text as every view makes it: splices applied in order, each to the text the one before has left. */
export type TextEdit = readonly Splice[];

/** The edit does not fit the text: somebody else has changed that place. */
export class SpliceMismatch extends Error {
  constructor(readonly splice: Splice) {
    super(`The text at ${String(splice.at)} is no longer what this edit replaces.`);
    this.name = 'SpliceMismatch';
  }
}

/** The text after the edit. Throws SpliceMismatch, and then nothing was changed. */
export function applyEdit(text: string, edit: TextEdit): string {
  return edit.reduce((now, splice) => {
    const end = splice.at + splice.removed.length;
    if (splice.at < 0 || now.slice(splice.at, end) !== splice.removed) throw new SpliceMismatch(splice);
    return now.slice(0, splice.at) + splice.inserted + now.slice(end);
  }, text);
}

/** The edit that takes this one back, byte for byte. */
export function invertEdit(edit: TextEdit): TextEdit {
  return edit.map(({ at, removed, inserted }) => ({ at, removed: inserted, inserted: removed })).reverse();
}

/** The smallest single splice that makes one text of another; none where they are equal. */
export function editBetween(before: string, after: string): TextEdit {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return [
    { at: start, removed: before.slice(start, before.length - end), inserted: after.slice(start, after.length - end) },
  ];
}
