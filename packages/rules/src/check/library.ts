import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import type { ProblemCode } from './problem.js';
import type { RuleClass, TypedNode } from './typed.js';

/** A published rule that another may use. `hash` is its content address and is kept with what the using rule decides. */
export interface PublishedRule {
  readonly text: string;
  readonly schema: FactsSchema;
  readonly shape: OutcomeShape;
  readonly hash: string;
  readonly version?: number;
}

/** Where the rules that a rule uses are found: the version in force of a key. */
export type RuleSource = (key: string) => PublishedRule | undefined;

/** A rule that was used, directly or by one that was used, with the content that counted. */
export interface UsedRule {
  readonly key: string;
  readonly hash: string;
  readonly version?: number;
}

export interface Callee {
  readonly root: TypedNode;
  readonly class: RuleClass;
}

/** A rule that may be used: what it gives has the shape of that id. */
export interface Usable extends Callee {
  readonly shape: string;
  /** How deep the rules that it uses go, itself counted. */
  readonly height: number;
}

/** Why a rule cannot be used. */
export interface Unusable {
  readonly code: ProblemCode;
  readonly message: string;
}

type CheckCallee = (rule: PublishedRule, library: Library) => Callee | Unusable;

/** How deep rules may use one another. */
const DEEPEST = 4;

/** The refusals that are told as they are, from however deep they come. */
const OWN_CODES: readonly ProblemCode[] = ['unknown_rule', 'rule_cycle', 'rule_too_deep'];

/** The rules that one rule uses, each checked once against the facts of the rule that is being checked. */
export class Library {
  private readonly known = new Map<string, Usable | Unusable>();
  private readonly used = new Map<string, UsedRule>();
  /** The rules being looked into, the outermost first, and how deep the ones inside each go. */
  private readonly open: { readonly key: string; inside: number }[] = [];

  constructor(
    private readonly source: RuleSource | undefined,
    private readonly checkCallee: CheckCallee,
    private readonly own?: string,
  ) {}

  /** Every rule used, in the order of their keys. */
  get uses(): readonly UsedRule[] {
    return [...this.used.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  callee(key: string): Usable | Unusable {
    const path = [...(this.own === undefined ? [] : [this.own]), ...this.open.map((each) => each.key)];
    if (path.includes(key)) {
      const circle = [...path.slice(path.indexOf(key)), key].join(' → ');
      return { code: 'rule_cycle', message: `The rule would ask itself without end: ${circle}.` };
    }
    const known = this.known.get(key) ?? this.look(key);
    this.known.set(key, known);
    if (!('root' in known)) return known;
    if (this.open.length + known.height > DEEPEST) return tooDeep;
    const outer = this.open.at(-1);
    if (outer) outer.inside = Math.max(outer.inside, known.height);
    return known;
  }

  private look(key: string): Usable | Unusable {
    if (this.open.length >= DEEPEST) return tooDeep;
    const rule = this.source?.(key);
    if (!rule) return { code: 'unknown_rule', message: `There is no published rule "${key}".` };
    const here = { key, inside: 0 };
    this.open.push(here);
    const callee = this.checkCallee(rule, this);
    this.open.pop();
    if ('code' in callee) {
      if (OWN_CODES.includes(callee.code)) return callee;
      return { code: 'rule_unusable', message: `The rule "${key}" cannot be used here. ${callee.message}` };
    }
    const { hash, version } = rule;
    this.used.set(key, { key, hash, ...(version === undefined ? {} : { version }) });
    return { ...callee, shape: rule.shape.id, height: here.inside + 1 };
  }
}

const tooDeep: Unusable = { code: 'rule_too_deep', message: `Rules may use one another only ${DEEPEST} deep.` };
