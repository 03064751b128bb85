import { countryCodes } from '@sluice/domain/tax/countries';

/** The ISO 3166-1 code of a country as OFAC names it; its name where none is known. */
export function countryOf(name: string): string {
  return codes.get(name.toLowerCase()) ?? name;
}

/** Names that OFAC uses and the Unicode names of countries do not. */
const others: Readonly<Record<string, string>> = {
  burma: 'MM',
  'congo, democratic republic of the': 'CD',
  'congo, republic of the': 'CG',
  'cote d ivoire': 'CI',
  'korea, north': 'KP',
  'korea, south': 'KR',
  'north macedonia, the republic of': 'MK',
  'czech republic': 'CZ',
  palestinian: 'PS',
  'west bank': 'PS',
  gaza: 'PS',
  turkey: 'TR',
  'region: crimea': 'UA',
  'hong kong': 'HK',
  macau: 'MO',
  'virgin islands, british': 'VG',
  'bosnia and herzegovina': 'BA',
  'the gambia': 'GM',
  'bahamas, the': 'BS',
};

const names = new Intl.DisplayNames('en', { type: 'region' });
const codes: ReadonlyMap<string, string> = new Map([
  ...countryCodes.map((code) => [(names.of(code) ?? code).toLowerCase(), code] as const),
  ...Object.entries(others),
]);
