import type { RuleChangeDto } from '@sluice/contracts';
import { canonicalJson, type Json, type JsonObject } from '@sluice/domain';
import type { RuleCase } from '@sluice/rules';
import { ruleTextHash, type RuleContent } from '@sluice/store';

/** A change as a code with parameters, as it is stored; its sentences are written when it is shown. */
export interface RuleChange {
  code: string;
  params: JsonObject;
  branch?: number;
}

/** What is compared: a version or a draft. */
export type Compared = RuleContent & { title: string };

/** What becomes different between two contents of a rule; everything is new where there was nothing before. */
export function changesBetween(before: Compared | null, after: Compared): RuleChange[] {
  if (!before) return [{ code: 'new_rule', params: { title: after.title, cases: after.cases.length } }];
  const changes: RuleChange[] = [];
  if (before.title !== after.title)
    changes.push({ code: 'title', params: { before: before.title, after: after.title } });
  if (ruleTextHash(before.logic) !== ruleTextHash(after.logic)) changes.push({ code: 'logic', params: {} });
  if (before.facts.id !== after.facts.id || before.facts.version !== after.facts.version)
    changes.push({ code: 'facts', params: { before: before.facts.version, after: after.facts.version } });
  return [...changes, ...caseChanges(before.cases, after.cases)];
}

function caseChanges(before: readonly RuleCase[], after: readonly RuleCase[]): RuleChange[] {
  const old = new Map(before.map((one) => [one.id, one]));
  const kept = new Set(after.map(({ id }) => id));
  const text = ({ facts, expected }: RuleCase) => canonicalJson({ facts, expected } as unknown as Json);
  const of = (code: string, cases: readonly RuleCase[]): RuleChange[] =>
    cases.map(({ id, title }) => ({ code, params: { case: title || id } }));
  return [
    ...of(
      'case_added',
      after.filter(({ id }) => !old.has(id)),
    ),
    ...of(
      'case_changed',
      after.filter((one) => {
        const was = old.get(one.id);
        return was !== undefined && text(was) !== text(one);
      }),
    ),
    ...of(
      'case_removed',
      before.filter(({ id }) => !kept.has(id)),
    ),
  ];
}

/** The changes with their sentences. */
export function worded(changes: readonly RuleChange[]): RuleChangeDto[] {
  return changes.map((change) => ({ ...change, text: { en: sentence(change, 'en'), de: sentence(change, 'de') } }));
}

function sentence({ code, params }: RuleChange, locale: 'en' | 'de'): string {
  const write = Object.hasOwn(sentences[locale], code) ? sentences[locale][code] : undefined;
  return write ? write((name) => String(params[name] ?? '')) : code;
}

type Write = (param: (name: string) => string) => string;

const sentences: Record<'en' | 'de', Record<string, Write>> = {
  en: {
    new_rule: (param) => `The rule is new: ${param('title')}.`,
    title: (param) => `The title changes from “${param('before')}” to “${param('after')}”.`,
    logic: () => 'The logic changes.',
    facts: (param) => `It reads version ${param('after')} of its facts instead of ${param('before')}.`,
    case_added: (param) => `Case added: ${param('case')}.`,
    case_changed: (param) => `Case changed: ${param('case')}.`,
    case_removed: (param) => `Case removed: ${param('case')}.`,
  },
  de: {
    new_rule: (param) => `Die Regel ist neu: ${param('title')}.`,
    title: (param) => `Der Titel wird von „${param('before')}“ zu „${param('after')}“.`,
    logic: () => 'Die Logik ändert sich.',
    facts: (param) => `Sie liest Version ${param('after')} ihrer Fakten statt ${param('before')}.`,
    case_added: (param) => `Fall hinzugefügt: ${param('case')}.`,
    case_changed: (param) => `Fall geändert: ${param('case')}.`,
    case_removed: (param) => `Fall entfernt: ${param('case')}.`,
  },
};
