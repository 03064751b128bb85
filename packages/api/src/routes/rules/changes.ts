import type { RuleChangeDto } from '@sluice/contracts';
import { asJson, type JsonObject } from '@sluice/domain';
import type { FactsSchema, OutcomeShape } from '@sluice/rules';
import { diffRules, renderChange, type RuleChange as ChangeOfRule } from '@sluice/rules/diff/diff';
import type { RuleContent } from '@sluice/store';

/** A change as a code with parameters, as it is stored; its sentences are written when it is shown. */
export type RuleChange = ChangeOfRule | { code: 'title_changed' | 'facts_changed'; params: JsonObject };

/** What is compared: a version or a draft. */
export type Compared = RuleContent & { title: string };

/** What becomes different between two contents of a rule, in the facts of the newer; everything is new where there was nothing. */
export function changesBetween(
  before: Compared | null,
  after: Compared,
  { schema, shape }: { schema: FactsSchema; shape: OutcomeShape },
): RuleChange[] {
  return [...besideLogic(before, after), ...diffRules(before, after, schema, shape)];
}

function besideLogic(before: Compared | null, after: Compared): RuleChange[] {
  if (!before) return [];
  const changes: RuleChange[] = [];
  if (before.title !== after.title)
    changes.push({ code: 'title_changed', params: { from: before.title, to: after.title } });
  if (before.facts.version !== after.facts.version)
    changes.push({ code: 'facts_changed', params: { from: before.facts.version, to: after.facts.version } });
  return changes;
}

/** The changes with their sentences. */
export function worded(changes: readonly RuleChange[]): RuleChangeDto[] {
  return changes.map((change) => ({
    // Plain JSON: what is read back from an approval and what was just worked out are the same.
    ...(asJson(change) as Omit<RuleChangeDto, 'text'>),
    text: { en: sentence(change, 'en'), de: sentence(change, 'de') },
  }));
}

function sentence(change: RuleChange, locale: 'en' | 'de'): string {
  switch (change.code) {
    case 'title_changed':
    case 'facts_changed':
      return sentences[locale][change.code](String(change.params['from']), String(change.params['to']));
    default:
      return renderChange(change, locale);
  }
}

type Write = (from: string, to: string) => string;

const sentences: Record<'en' | 'de', Record<'title_changed' | 'facts_changed', Write>> = {
  en: {
    title_changed: (from, to) => `Title: “${from}” → “${to}”`,
    facts_changed: (from, to) => `Facts: version ${from} → ${to}`,
  },
  de: {
    title_changed: (from, to) => `Titel: „${from}“ → „${to}“`,
    facts_changed: (from, to) => `Angaben: Version ${from} → ${to}`,
  },
};
