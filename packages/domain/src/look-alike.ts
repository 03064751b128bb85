/** A name as the eye reads it: two names with the same skeleton look alike (Unicode TR39). A label in Punycode is read as it looks. */
export function skeleton(name: string): string {
  const decoded = name.startsWith('xn--') ? decodeLabel(name) : name;
  const plain = decoded
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f-]/g, '');
  return [...plain]
    .map((letter) => lookAlikes[letter] ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** Look-alikes drawn together: a small part of Unicode TR39's confusables, what is seen in registered names. */
const lookAlikes: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '5': 's',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  і: 'i',
  ѕ: 's',
  ԁ: 'd',
  ɡ: 'g',
  ı: 'i',
};

/** Punycode of one label (RFC 3492, section 6.2), so that `xn--…` is compared as it looks; the label itself if malformed. */
function decodeLabel(label: string): string {
  const text = label.slice(4);
  const split = text.lastIndexOf('-');
  const output = split > 0 ? [...text.slice(0, split)].map((letter) => letter.codePointAt(0) ?? 0) : [];
  let [n, i, bias] = [128, 0, 72];
  for (let at = split > 0 ? split + 1 : 0; at < text.length;) {
    const before = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = '0123456789'.includes(text[at] ?? '!') ? Number(text[at]) + 26 : (text.codePointAt(at) ?? 0) - 97;
      at += 1;
      if (!(digit >= 0 && digit < 36)) return label;
      i += digit * weight;
      const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const length = output.length + 1;
    bias = adapt(i - before, length, before === 0);
    n += Math.floor(i / length);
    i %= length;
    if (n > 0x10ffff) return label;
    output.splice(i, 0, n);
    i += 1;
  }
  return String.fromCodePoint(...output);
}

function adapt(change: number, length: number, first: boolean): number {
  let delta = first ? Math.floor(change / 700) : Math.floor(change / 2);
  delta += Math.floor(delta / length);
  let k = 0;
  for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
  return k + Math.floor((36 * delta) / (delta + 38));
}
