import { INHERITED_NAMES } from '../facts/schema.js';
import type { FactField, FactsSchema, FactType } from '../facts/schema.js';
import { ANY, typeOfFact } from '../types.js';
import type { Type } from '../types.js';

/** What a path leads to. */
export type Lookup =
  | { readonly found: 'fact'; readonly type: Type; readonly optional: boolean }
  | { readonly found: 'untyped'; readonly why: string; readonly optional: boolean }
  | { readonly found: 'inherited'; readonly name: string }
  | { readonly found: 'nothing'; readonly known: readonly string[]; readonly at: string }
  /** Facts are inferred from a sample that does not have this one. */
  | { readonly found: 'absent'; readonly present: boolean };

/** The facts that `var` sees: those of the schema, or of one item of a list; with what is known to be there. */
export class Scope {
  private constructor(
    readonly kind: 'facts' | 'item',
    private readonly type: Type,
    private readonly inferred: boolean,
    private readonly present: ReadonlySet<string>,
    /** The name that the item has inside `reduce`. */
    private readonly name?: string,
  ) {}

  static ofFacts(schema: FactsSchema): Scope {
    return new Scope('facts', { k: 'object', fields: schema.fields }, schema.inferred === true, new Set());
  }

  static ofItem(type: Type, name?: string): Scope {
    return new Scope('item', type, false, new Set(), name);
  }

  with(paths: readonly string[]): Scope {
    if (paths.length === 0) return this;
    return new Scope(this.kind, this.type, this.inferred, new Set([...this.present, ...paths]), this.name);
  }

  /** The path from the facts or the item on: inside `reduce` without the item's name. Undefined when it leads elsewhere. */
  within(path: string): string | undefined {
    const { name } = this;
    if (name === undefined) return path;
    if (path === name) return '';
    return path.startsWith(`${name}.`) ? path.slice(name.length + 1) : undefined;
  }

  lookup(written: string): Lookup {
    const path = this.within(written);
    if (path === undefined) return { found: 'nothing', known: [this.name ?? ''], at: written };
    if (path === '') return { found: 'fact', type: this.type, optional: false };
    const names = path.split('.');
    const inherited = names.find((name) => INHERITED_NAMES.has(name));
    if (inherited !== undefined) return { found: 'inherited', name: inherited };
    let type = this.type;
    let optional = false;
    let fact: FactType | undefined;
    for (const [i, name] of names.entries()) {
      const next = step(type, fact, name);
      if (!next) {
        if (this.inferred && type.k === 'object') return { found: 'absent', present: this.present.has(path) };
        const known = type.k === 'object' ? Object.keys(type.fields) : [];
        return { found: 'nothing', known: known.map((key) => [...names.slice(0, i), key].join('.')), at: path };
      }
      optional ||= next.optional === true;
      fact = next.field;
      type = next.type;
    }
    optional &&= !this.present.has(path);
    if (fact?.type === 'unknown') return { found: 'untyped', why: fact.why, optional };
    return { found: 'fact', type, optional };
  }
}

function step(
  type: Type,
  fact: FactType | undefined,
  name: string,
): { type: Type; optional?: boolean; field?: FactType } | undefined {
  if (type.k === 'list' && /^(0|[1-9]\d{0,5})$/.test(name)) {
    return { type: type.of, optional: true, ...(fact?.type === 'list' ? { field: fact.of } : {}) };
  }
  if (type.k === 'any' && fact === undefined) return { type: ANY };
  if (type.k !== 'object' || !Object.hasOwn(type.fields, name)) return undefined;
  const field: FactField | undefined = type.fields[name];
  return field && { type: typeOfFact(field), optional: field.optional === true, field };
}
