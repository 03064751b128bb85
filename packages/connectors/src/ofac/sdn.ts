import { SaxesParser } from 'saxes';
import type { SanctionsEntry } from '@sluice/domain/sanctions/entry';
import { countryOf } from './country.js';

/** A list as OFAC publishes it, read. */
export interface SdnList {
  /** Day of publication, `YYYY-MM-DD`, where the file says it. */
  publishedOn?: string | undefined;
  /** Persons and organisations; ships and aircraft are counted and left out. */
  entries: SanctionsEntry[];
  leftOut: number;
}

export class SdnError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SdnError';
  }
}

/**
 * Reads the Specially Designated Nationals list in OFAC's own XML (`SDN.XML`), piece by piece, so that no more than the entries
 * is kept. Refuses what is not such a list, what declares a document type (and with it entities of its own), what is
 * cut off, and what says that it has more entries than it holds: a list that is not whole would clear those who are missing.
 */
export class SdnReader {
  private readonly parser = new SaxesParser();
  private readonly path: string[] = [];
  private text = '';
  private draft: Draft | undefined;
  private readonly list: SdnList = { entries: [], leftOut: 0 };
  private declared: number | undefined;

  constructor() {
    this.parser.on('error', (error) => {
      throw new SdnError(`This is not well-formed XML: ${error.message}`);
    });
    this.parser.on('doctype', () => {
      throw new SdnError('A list does not declare a document type.');
    });
    this.parser.on('opentag', ({ name }) => this.open(local(name)));
    this.parser.on('text', (text) => (this.text += text));
    this.parser.on('cdata', (text) => (this.text += text));
    this.parser.on('closetag', () => this.close());
  }

  write(piece: string): void {
    this.parser.write(piece);
  }

  /** The whole list, after the last piece. */
  end(): SdnList {
    this.parser.close();
    const { entries, leftOut } = this.list;
    const held = entries.length + leftOut;
    if (held === 0) throw new SdnError('There is nobody on this list.');
    if (this.declared !== undefined && this.declared !== held)
      throw new SdnError(`The list says that it has ${this.declared} entries, and has ${held}.`);
    return this.list;
  }

  private open(name: string): void {
    if (this.path.length === 0 && name !== 'sdnList')
      throw new SdnError('This is not OFAC’s list: it does not begin with sdnList.');
    this.path.push(name);
    this.text = '';
    if (name === 'sdnEntry') this.draft = newDraft();
    if (name === 'aka') this.draft?.akas.push({ first: '', last: '', weak: false });
  }

  private close(): void {
    const name = this.path.pop() ?? '';
    const text = this.text.trim();
    const inside = this.path.at(-1) ?? '';
    this.text = '';
    if (name === 'sdnEntry') this.finish();
    else if (this.draft) fill(this.draft, name, inside, text);
    else if (name === 'Publish_Date') this.list.publishedOn = dayOf(text);
    else if (name === 'Record_Count' && /^\d+$/.test(text)) this.declared = Number(text);
  }

  private finish(): void {
    const draft = this.draft;
    this.draft = undefined;
    if (!draft) return;
    const name = whole(draft.first, draft.last);
    if (draft.uid === '' || name === '') throw new SdnError('An entry has no number or no name.');
    const kind = kinds[draft.type.toLowerCase()];
    if (kind === undefined) {
      this.list.leftOut += 1;
      return;
    }
    this.list.entries.push({
      uid: draft.uid,
      kind,
      name,
      aliases: draft.akas
        .map(({ first, last, weak }) => ({ name: whole(first, last), weak }))
        .filter((alias) => alias.name !== ''),
      programs: draft.programs,
      births: draft.births,
      countries: [...new Set(draft.countries.map(countryOf))],
    });
  }
}

interface Draft {
  uid: string;
  first: string;
  last: string;
  type: string;
  programs: string[];
  akas: { first: string; last: string; weak: boolean }[];
  births: string[];
  countries: string[];
}

const kinds: Readonly<Record<string, SanctionsEntry['kind']>> = { individual: 'individual', entity: 'entity' };

function newDraft(): Draft {
  return { uid: '', first: '', last: '', type: '', programs: [], akas: [], births: [], countries: [] };
}

function fill(draft: Draft, name: string, inside: string, text: string): void {
  const aka = inside === 'aka' ? draft.akas.at(-1) : undefined;
  if (name === 'lastName') (aka ?? draft).last = text;
  else if (name === 'firstName') (aka ?? draft).first = text;
  else if (name === 'category' && aka) aka.weak = text.toLowerCase() === 'weak';
  else if (name === 'uid' && inside === 'sdnEntry') draft.uid = text;
  else if (name === 'sdnType') draft.type = text;
  else if (name === 'program' && text !== '') draft.programs.push(text);
  else if (name === 'dateOfBirth' && text !== '') draft.births.push(text);
  else if (name === 'country' && text !== '') draft.countries.push(text);
}

function whole(first: string, last: string): string {
  return `${first} ${last}`.trim();
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** `11/20/2026` as the list writes it, or an ISO day; today’s day is not guessed. */
function dayOf(text: string): string | undefined {
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? [];
  if (year !== undefined) return `${year}-${month}-${day}`;
  return /^\d{4}-\d\d-\d\d/.exec(text)?.[0];
}
