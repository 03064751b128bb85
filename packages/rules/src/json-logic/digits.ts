/** Rounds the decimal digits of a number (no exponent) by looking at the digits that are cut off. */
export function roundDigits(text: string, places: number, mode: string): string {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const kept = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
  const cut = fraction.slice(places);
  const some = /[1-9]/.test(cut);
  const half = cut[0] !== undefined && cut[0] >= '5';
  const exactlyHalf = /^50*$/.test(cut);
  const up =
    mode === 'up' ||
    (mode === 'ceil' && !negative) ||
    (mode === 'floor' && negative) ||
    (mode === 'half_up' && half) ||
    (mode === 'half_down' && half && !exactlyHalf) ||
    (mode === 'half_even' && half && (!exactlyHalf || kept % 2n === 1n));
  const digits = (kept + (some && up ? 1n : 0n)).toString().padStart(places + 1, '0');
  const cutAt = digits.length - places;
  return `${negative ? '-' : ''}${digits.slice(0, cutAt)}${places ? `.${digits.slice(cutAt)}` : ''}`;
}
