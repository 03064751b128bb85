/** Kinds of taxpayer numbers: three of the United States, and those of other countries. */
export const tinKinds = ['ssn', 'ein', 'itin', 'foreign'] as const;
export type TinKind = (typeof tinKinds)[number];

export type TinCheck = { ok: true; number: string } | { ok: false; message: string };

/**
 * Whether a text can be a number of that kind, and how it is stored: digits (and letters of foreign ones) only. It says nothing about
 * whether the number has been given to this person; that only the tax office knows.
 */
export function checkTin(kind: TinKind, given: string, country?: string): TinCheck {
  const number = given.toUpperCase().replaceAll(/[\s.\-/]/g, '');
  if (kind === 'foreign') return foreign(number, country);
  if (!/^\d{9}$/.test(number)) return { ok: false, message: 'This number has nine digits.' };
  return usChecks[kind](number) ? { ok: true, number } : { ok: false, message: usMessages[kind] };
}

/** The kinds of United States numbers that these digits could be. */
export function kindsOf(given: string): TinKind[] {
  return (['ssn', 'ein', 'itin'] as const).filter((kind) => checkTin(kind, given).ok);
}

const usMessages = {
  ssn: 'No social security number looks like this.',
  ein: 'No employer identification number begins like this.',
  itin: 'An individual taxpayer number begins with 9 and has 50–65, 70–88, 90–92 or 94–99 in the middle.',
};

const usChecks: Record<'ssn' | 'ein' | 'itin', (number: string) => boolean> = {
  // Social Security Administration: no area 000, 666 or 900–999, no group 00, no serial 0000; two numbers were printed in
  // advertisements and belong to nobody.
  ssn: (number) =>
    !/^(000|666|9)/.test(number) &&
    number.slice(3, 5) !== '00' &&
    number.slice(5) !== '0000' &&
    !['078051120', '219099999'].includes(number) &&
    !/^(\d)\1{8}$/.test(number),
  // Internal Revenue Service, "How EINs are assigned and valid EIN prefixes".
  ein: (number) => einPrefixes.has(number.slice(0, 2)) && !/^(\d)\1{8}$/.test(number),
  itin: (number) => {
    const middle = Number(number.slice(3, 5));
    const inUse = (middle >= 50 && middle <= 65) || (middle >= 70 && middle <= 88) || (middle >= 90 && middle <= 99);
    return number.startsWith('9') && inUse && middle !== 93;
  },
};

const notPrefixes = new Set('00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97'.split(' '));
const einPrefixes = new Set(
  Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0')).filter(
    (prefix) => !notPrefixes.has(prefix),
  ),
);

/** Forms of numbers as the OECD's pages of the countries describe them; of other countries any letters and digits are taken. */
const foreignForms: Readonly<Record<string, RegExp>> = {
  AT: /^\d{9}$/,
  AU: /^\d{8,9}$/,
  BE: /^\d{10,11}$/,
  CA: /^\d{9}(?:[A-Z]{2}\d{4})?$/,
  CH: /^(?:756\d{10}|CHE\d{9}(?:MWST|TVA|IVA)?)$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{10,13}$/,
  DK: /^\d{8,10}$/,
  ES: /^[0-9A-Z]\d{7}[0-9A-Z]$/,
  FR: /^(?:\d{9}|\d{13}|\d{14})$/,
  GB: /^(?:\d{10}|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D])$/,
  IE: /^\d{7}[A-W][A-IW]?$/,
  IN: /^[A-Z]{5}\d{4}[A-Z]$/,
  IT: /^(?:\d{11}|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z])$/,
  MX: /^[A-ZÑ&]{3,4}\d{6}[0-9A-Z]{3}$/,
  NL: /^\d{9}(?:B\d{2})?$/,
  PL: /^\d{10,11}$/,
  SE: /^\d{10}(?:\d{2})?$/,
};

function foreign(number: string, country: string | undefined): TinCheck {
  const form = country === undefined ? undefined : foreignForms[country];
  const plain = /^[0-9A-ZÑ&]{4,20}$/.test(number) && /\d/.test(number) && !/^0+$/.test(number);
  if (plain && (form === undefined || form.test(number))) return { ok: true, number };
  return { ok: false, message: form ? 'No tax number of this country looks like this.' : 'This is not a tax number.' };
}
