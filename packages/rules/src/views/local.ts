import type { Locale } from '@sluice/domain/money/format';
import type { LocalText } from '../facts/schema.js';

/** A text of a schema in the reader's language. */
export function local(text: LocalText, locale: Locale): string {
  return typeof text === 'string' ? text : text[locale];
}
