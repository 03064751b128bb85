import { isCurrency, readRate, type LineProblem, type RateFile } from '@sluice/domain';

/** Namespace of the European Central Bank's file of reference rates. */
const namespace = 'http://www.ecb.int/vocabulary/2002-08-01/eurofxref';

/**
 * Reads the European Central Bank's published file of euro reference rates, daily or with its history:
 *
 *     <gesmes:Envelope … xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
 *       <Cube><Cube time="2026-11-20"><Cube currency="USD" rate="1.0845"/>…
 *
 * Each is what one euro is worth. Currencies that nobody can be paid in are passed over (the history names some that are gone).
 * Anything else that cannot be read is told with its line; a file of another kind has no rates and one problem.
 */
export function readEcbRates(xml: string, today: string): RateFile {
  const rates: RateFile['rates'] = [];
  const problems: LineProblem[] = [];
  const text = withoutComments(xml);
  if (!/<(?:\w+:)?Envelope[\s>]/.test(text) || !text.includes(namespace)) {
    const message = 'This is not the European Central Bank’s file of reference rates (gesmes, eurofxref).';
    return { rates, problems: [{ line: 1, code: 'not_ecb', message }] };
  }
  let date: string | undefined;
  let line = 1;
  let seen = 0;
  for (const match of text.matchAll(/<(?:\w+:)?Cube\b([^<>]*)>/g)) {
    line += linesIn(text.slice(seen, match.index));
    seen = match.index;
    const attributes = attributesOf(match[1] ?? '');
    if (attributes['time'] !== undefined) {
      date = attributes['time'];
      continue;
    }
    const { currency, rate } = attributes;
    if (currency === undefined && rate === undefined) continue;
    if (date === undefined || currency === undefined || rate === undefined) {
      problems.push({ line, code: 'incomplete', message: 'A rate needs a day, a currency and a figure.' });
      continue;
    }
    if (/^[A-Z]{3}$/.test(currency) && !isCurrency(currency)) continue;
    const read = readRate({ from: 'EUR', to: currency, date, rate }, 'ecb', today);
    if (read.ok) rates.push({ line, rate: read.rate });
    else problems.push({ line, code: read.problem.code, message: read.problem.message });
  }
  if (rates.length === 0 && problems.length === 0)
    problems.push({ line: 1, code: 'empty', message: 'The file names no rates.' });
  return { rates, problems };
}

/** Comments become blanks; their lines stay, so that a line that is told is the file's own. */
function withoutComments(xml: string): string {
  return xml.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, (comment) => '\n'.repeat(linesIn(comment)));
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, double, single]) => [
      name,
      (double ?? single ?? '').trim(),
    ]),
  );
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
