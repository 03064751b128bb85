import type { Json } from '@sluice/domain';

/** A value of a custom field as it is edited: a text as it stands, anything else as JSON. A text that would read as JSON is quoted. */
export function printValue(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return typeof readValue(value) === 'string' && !value.startsWith('"') ? value : JSON.stringify(value);
}

/** What was typed: numbers, yes and no (true, false), lists and objects as JSON says; everything else is a text. */
export function readValue(text: string): Json {
  const trimmed = text.trim();
  if (!/^(-?\d|true$|false$|null$|\[|\{|")/.test(trimmed)) return trimmed;
  try {
    return JSON.parse(trimmed) as Json;
  } catch {
    return trimmed;
  }
}
