import { z } from 'zod';

const text = (longest: number) => z.string().trim().min(1).max(longest);

/** Whose account a SEPA file is paid from. */
export const sepaRailSettings = z.strictObject({
  name: text(140),
  iban: text(42),
  bic: text(11).optional(),
  town: text(35),
  country: z.string().regex(/^[A-Z]{2}$/),
  street: text(70).optional(),
  postcode: text(16).optional(),
});

/** What the originating bank has agreed with the payer (ODFI agreement). */
export const nachaRailSettings = z.strictObject({
  /** Routing number of the bank that takes the file. */
  destination: z.string().regex(/^\d{9}$/),
  destinationName: text(23),
  /** Ten characters, usually `1` and the tax number. */
  origin: z.string().regex(/^[ \dA-Z]{10}$/),
  originName: text(23),
  companyName: text(16),
  companyId: z.string().regex(/^[ \dA-Z]{10}$/),
  entryClass: z.enum(['PPD', 'CCD']).default('PPD'),
  /** What the receiver reads, e.g. `COMMISSION`. */
  description: text(10).default('COMMISSION'),
});

/** By rail; those that are not named have nothing to set. Secrets are never here: they come from the secrets file. */
export const railSettings = {
  sepa: sepaRailSettings,
  nacha: nachaRailSettings,
} as const;

export const railSetting = z
  .object({
    key: z.string(),
    /** `network`: pays by calling a provider · `file`: is exported for a bank · `manual`: marked by a person. */
    kind: z.enum(['network', 'file', 'manual']),
    enabled: z.boolean(),
    currencies: z.array(z.string()),
    settings: z.record(z.string(), z.string()),
    /** Which settings are missing before files can be made, by pointer. */
    missing: z.array(z.string()),
  })
  .meta({ id: 'Rail' });
export type RailSettingDto = z.infer<typeof railSetting>;

export const railChange = z.strictObject({
  enabled: z.boolean().optional(),
  currencies: z
    .array(z.string().regex(/^[A-Z]{3}$/))
    .max(200)
    .optional(),
  settings: z.record(z.string().max(40), z.string().max(200)).optional(),
});
export type RailChange = z.infer<typeof railChange>;
