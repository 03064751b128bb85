/** `P30D` → `30 days`, `PT5S` → `5 seconds`; anything else as it is. */
export function durationWords(text: string): string {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || text === 'P') return text;
  const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];
  const words = match
    .slice(1)
    .map((count, index) => (count ? `${count} ${units[index] ?? ''}${count === '1' ? '' : 's'}` : ''))
    .filter(Boolean);
  return words.length > 0 ? words.join(' ') : text;
}
