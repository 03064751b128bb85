import { z } from 'zod';
import { id, words } from '../fields.js';

export const schema = z.strictObject({
  /** Absent: the run's subject. */
  partner: id.optional(),
  /** Liquid over the run's variables, as are the others. */
  title: words,
  text: words.optional(),
  /** For partners who read German; absent: the same words for all. */
  titleDe: words.optional(),
  textDe: words.optional(),
  /** A path of the portal such as `/portal/links`, or an https address. */
  link: words.optional(),
});
