/** A page as its reader sees it: its words in order, and where in them each link begins. */
export interface ReadPage {
  /** A line a block: no words of two blocks stand in one line. */
  text: string;
  links: { at: number; href: string; rel: string }[];
  /** Words that are in the page and that nobody sees. */
  hidden: string;
}

/** Elements whose content is no text of the page. */
const raw = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'textarea',
  'title',
  'iframe',
  'object',
  'head',
]);
/** Elements that stand within a line: no space between their words and those around. */
const inline = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  euro: '€',
  ndash: '–',
  mdash: '—',
  rsquo: '’',
  lsquo: '‘',
  hellip: '…',
};

/**
 * Reads HTML from anybody in one pass, in time linear to its length, whatever it holds. It knows tags, comments, attributes and
 * entities, and takes for hidden what the markup itself hides; it runs no scripts and reads no style sheets.
 */
export function readHtml(html: string): ReadPage {
  const page = new Page();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    page.words(html.slice(at, open < 0 ? html.length : open));
    if (open < 0) break;
    at = page.markup(html, open);
  }
  return page.done();
}

class Page {
  private readonly parts: string[] = [];
  private readonly unseen: string[] = [];
  private readonly links: ReadPage['links'] = [];
  private length = 0;
  /** Open elements from the first hidden one on; while there is one, words are unseen. */
  private readonly hiddenBy: string[] = [];

  words(html: string): void {
    if (html === '') return;
    const text = decode(html).normalize('NFC').replace(/\s+/g, ' ');
    if (this.hiddenBy.length > 0) this.unseen.push(text);
    else this.put(text);
  }

  /** What begins with `<` at `open`; answers where the rest goes on. */
  markup(html: string, open: number): number {
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      return end < 0 ? html.length : end + 3;
    }
    const next = html[open + 1] ?? '';
    if (next === '!' || next === '?') return after(html, '>', open);
    if (!/[a-z/]/i.test(next)) {
      this.words('&lt;');
      return open + 1;
    }
    const { name, attributes, closing, end } = readTag(html, open);
    if (closing) this.close(name);
    else if (raw.has(name) && name !== 'head') return this.skip(html, name, end);
    else this.open(name, attributes);
    return end;
  }

  done(): ReadPage {
    return { text: this.parts.join(''), links: this.links, hidden: this.unseen.join('') };
  }

  private open(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'br') this.words(' ');
    else if (!inline.has(name)) this.gap();
    if (this.hiddenBy.length > 0 || hides(name, attributes)) {
      if (!empty.has(name)) this.hiddenBy.push(name);
      return;
    }
    const href = attributes.get('href');
    if (name === 'a' && href !== undefined)
      this.links.push({ at: this.length, href: href.trim(), rel: attributes.get('rel') ?? '' });
  }

  private close(name: string): void {
    if (!inline.has(name)) this.gap();
    const from = this.hiddenBy.lastIndexOf(name);
    if (from >= 0) this.hiddenBy.length = from;
  }

  private skip(html: string, name: string, from: number): number {
    const end = new RegExp(`</${name}[\\s/>]`, 'gi');
    end.lastIndex = from;
    const found = end.exec(html);
    if (!found) return html.length;
    return after(html, '>', found.index);
  }

  private gap(): void {
    if (this.hiddenBy.length > 0) this.unseen.push('\n');
    else if (this.length > 0 && !this.parts.at(-1)?.endsWith('\n')) this.put('\n');
  }

  private put(text: string): void {
    this.parts.push(text);
    this.length += text.length;
  }
}

interface Tag {
  name: string;
  attributes: Map<string, string>;
  closing: boolean;
  end: number;
}

/** A tag and its attributes; `>` within quotes does not end it. */
function readTag(html: string, open: number): Tag {
  const part = /[\s/]+|([^\s/>="']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?|>|["'=]/y;
  const closing = html[open + 1] === '/';
  const attributes = new Map<string, string>();
  let name = '';
  part.lastIndex = open + (closing ? 2 : 1);
  for (let found = part.exec(html); found; found = part.exec(html)) {
    if (found[0] === '>') break;
    const word = found[1]?.toLowerCase();
    if (word === undefined) continue;
    if (name === '') name = word;
    else if (!attributes.has(word)) attributes.set(word, decode(found[2] ?? found[3] ?? found[4] ?? ''));
  }
  const end = part.lastIndex > open ? part.lastIndex : html.length;
  return { name, attributes, closing, end };
}

function hides(name: string, attributes: ReadonlyMap<string, string>): boolean {
  const style = (attributes.get('style') ?? '').toLowerCase().replace(/\s+/g, '');
  return (
    name === 'head' ||
    attributes.has('hidden') ||
    /display:none|visibility:hidden|font-size:0(?:px|em|rem|%|;|$)|opacity:0(?:;|$)|text-indent:-\d{3,}/.test(style)
  );
}

function after(html: string, mark: string, from: number): number {
  const end = html.indexOf(mark, from);
  return end < 0 ? html.length : end + mark.length;
}

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/gi, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return entities[name] ?? whole;
    const point = parseInt(String(hex ?? decimal), hex === undefined ? 10 : 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '';
  });
}
