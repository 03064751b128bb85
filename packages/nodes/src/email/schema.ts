import { z } from 'zod';
import { mailBlocks } from '../decisions/mail-blocks.js';
import { id, ids, key, orReference, role } from '../fields.js';

export const schema = z.strictObject({
  template: orReference(key),
  /** Ids only: addresses are looked up when the mail is sent. */
  to: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('partner'), partner: z.union([id, ids]) }),
    z.strictObject({ kind: z.literal('commission'), commissions: z.union([id, ids]) }),
    z.strictObject({ kind: z.literal('batch'), batch: id }),
    z.strictObject({ kind: z.literal('prospect'), prospect: id }),
    /** The partner whose payout did not arrive. */
    z.strictObject({ kind: z.literal('payout'), payout: id }),
    z.strictObject({ kind: z.literal('role'), role }),
  ]),
  /** More values for the template, by name: constants, references or ids. */
  data: z.record(z.string(), z.json()).optional(),
  /** What a mail to a partner is told besides: links, assets, figures, as they are when it is sent. */
  include: z.array(z.enum(mailBlocks)).max(mailBlocks.length).optional(),
});
