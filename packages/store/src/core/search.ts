/** A regular expression that finds `text` literally in a lower-cased search field. */
export function contains(text: string): RegExp {
  return new RegExp(
    text
      .trim()
      .toLowerCase()
      .slice(0, 200)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
}
