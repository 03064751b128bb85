/** The part of json-logic-js that is needed to teach it an operator. */
export interface JsonLogic {
  add_operation(name: string, code: (...args: never[]) => unknown): void;
}

/**
 * Teaches json-logic-js the extension operators, so that a rule can be taken away and run there. Written apart from this
 * package's own evaluators (each is the other's oracle): texts and digit strings instead of fractions. Quotients and
 * percentages are JavaScript numbers there; only `round` of what a number's own digits say is exact.
 */
export function addExtensions(jsonLogic: JsonLogic): void {
  const operations: Record<string, (...args: never[]) => unknown> = {
    starts_with: (text: string, part: string | string[]) => each(part).some((one) => text.slice(0, one.length) === one),
    ends_with: (text: string, part: string | string[]) =>
      each(part).some((one) => one === '' || (text.length >= one.length && text.slice(-one.length) === one)),
    matches_domain: (text: string, domain: string | string[]) =>
      each(domain).some((one) => labelsMatch(labels(text), labels(one))),
    days_between: (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000,
    percent_of: (rate: string | number, base: number) => (Number(rate) * base) / 100,
    round: (value: number, ...rest: (number | string)[]) => {
      const places = rest.find((one): one is number => typeof one === 'number') ?? 0;
      const mode = rest.find((one): one is string => typeof one === 'string') ?? 'half_even';
      return Number(roundDigits(String(value), places, mode));
    },
    outcome: (...entries: unknown[]) => {
      const result: Record<string, unknown> = {};
      for (let i = 0; i < entries.length; i += 2) {
        const name = String(entries[i]);
        result[name] = name === 'rate' ? String(entries[i + 1]) : entries[i + 1];
      }
      return result;
    },
  };
  for (const [name, code] of Object.entries(operations)) jsonLogic.add_operation(name, code);
}

const each = (part: string | string[]): string[] => (Array.isArray(part) ? part : [part]);

function labels(text: string): string[] {
  const host = (text.split('@').pop() ?? '').trim().toLowerCase();
  return (host.endsWith('.') ? host.slice(0, -1) : host).split('.').reverse();
}

function labelsMatch(host: string[], domain: string[]): boolean {
  return domain.join() !== '' && domain.every((label, i) => host[i] === label);
}

/** Rounds the decimal digits of a number (no exponent) by looking at the digits that are cut off. */
function roundDigits(text: string, places: number, mode: string): string {
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
