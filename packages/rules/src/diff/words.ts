import type { Json as DomainJson } from '@sluice/domain';
import type { Locale } from '@sluice/domain/money/format';
import type { Words } from '../analysis/types.js';
import type { CstDocument } from '../cst/cst.js';
import { printNode } from '../cst/print.js';
import { nodeAt } from '../edit/nodes.js';
import { writeOutcome } from '../explain/outcome.js';
import { list } from '../explain/write.js';
import { fieldAt } from '../facts/schema.js';
import type { FactsSchema } from '../facts/schema.js';
import { isTerms, type OutcomeShape } from '../outcome/shape.js';
import type { Branch, ConditionRow, ConditionView, OutcomeView } from '../views/decision-list.js';
import { plainText } from '../views/parts.js';
import { conditionWords, valueWords } from '../views/words.js';
import { outcomeWords } from '../views/words-outcome.js';

type Named = { readonly who: Words; readonly when: Words };

/** Says in both languages what a change is about. */
export class Teller {
  constructor(
    private readonly schema: FactsSchema,
    private readonly shape: OutcomeShape,
  ) {}

  /** Which branch: by the names that it asks for ("Gold"), what else it asks for in `when`; else by its place. */
  who({ when }: Branch, at: number): Named {
    const items = when.kind === 'group' && when.mode === 'all' ? when.items : [when];
    const head = items.filter((item): item is ConditionRow => this.names(item));
    const rest = items.filter((item) => !this.names(item) && item.kind !== 'always');
    const heads = both((locale) => head.map(({ fact, values }) => this.values(fact, values, locale)).join(', '));
    const place = both((locale) => `${locale === 'en' ? 'Branch' : 'Zweig'} ${String(at + 1)}`);
    const conditions = both((locale) =>
      list(
        rest.map((item) => this.text(item, locale)),
        locale === 'en' ? 'and' : 'und',
      ),
    );
    return { who: head.length > 0 ? heads : place, when: conditions };
  }

  branch(branch: Branch, at: number): Named & { readonly outcome: Words } {
    return { ...this.who(branch, at), outcome: both((locale) => this.outcome(branch.outcome, locale)) };
  }

  condition(view: ConditionView): Words {
    return both((locale) => (view.kind === 'advanced' ? view.text : this.text(view, locale)));
  }

  /** Two outcomes, as short as they can be told apart. */
  outcomes(
    before: OutcomeView,
    after: OutcomeView,
    document: CstDocument,
  ): { readonly from: Words; readonly to: Words } {
    const ways: readonly ((view: OutcomeView, locale: Locale) => string)[] = [
      (view, locale) => this.short(view, locale),
      (view, locale) => this.outcome(view, locale),
    ];
    for (const way of ways) {
      const [from, to] = [both((locale) => way(before, locale)), both((locale) => way(after, locale))];
      if (before === after || (from.en !== to.en && from.de !== to.de)) return { from, to };
    }
    const raw = (view: OutcomeView): Words => {
      const node = nodeAt(document, view.pointer);
      const text =
        view.kind === 'literal'
          ? JSON.stringify(view.value)
          : view.kind === 'advanced'
            ? view.text
            : node
              ? printNode(node)
              : '';
      return { en: text, de: text };
    };
    return { from: raw(before), to: raw(after) };
  }

  private short(view: OutcomeView, locale: Locale): string {
    if (view.kind !== 'literal' || !isTerms(this.shape)) return this.outcome(view, locale);
    return writeOutcome(view.value as unknown as DomainJson, this.schema.currency ?? null, locale);
  }

  private outcome(view: OutcomeView, locale: Locale): string {
    return plainText(outcomeWords(view, this.shape, this.schema, locale));
  }

  private text(view: ConditionView, locale: Locale): string {
    return plainText(conditionWords(view, this.schema, locale, 'card'));
  }

  private names(view: ConditionView): boolean {
    if (view.kind !== 'row' || (view.operator !== 'is' && view.operator !== 'one_of')) return false;
    const type = fieldAt(this.schema, view.fact)?.type;
    return type === 'enum' || type === 'string';
  }

  private values(fact: string, values: ConditionRow['values'], locale: Locale): string {
    const field = fieldAt(this.schema, fact);
    const written = values.map((value) => valueWords(value, field, this.schema, locale));
    return list(written, locale === 'en' ? 'or' : 'oder');
  }
}

const both = (write: (locale: Locale) => string): Words => ({ en: write('en'), de: write('de') });
