import type { BranchCoverage, Finding } from '@sluice/rules/analysis/types';
import type { FactsSchema } from '@sluice/rules/facts/schema';
import type { OutcomeShape } from '@sluice/rules/outcome/shape';
import type { ConditionView, DecisionList, OutcomeView } from '@sluice/rules/views/decision-list';
import type { WordPart } from '@sluice/rules/views/parts';
import { plainText } from '@sluice/rules/views/parts';
import { valueWords, whenWords } from '@sluice/rules/views/words';
import { outcomeWords } from '@sluice/rules/views/words-outcome';
import type { IconName } from '../../../parts/icons.js';
import type { CaseRun, RuleEditor } from '../editor/context.js';
import { takenIn } from '../editor/run-cases.js';
import { factValue, fieldAt, rowsOf, type Language } from './facts.js';
import { placesOf, type Place } from './places.js';

export type Look = 'on' | 'off' | 'plain';

/** One line of the canvas: a branch with its outcome, ready to be drawn or read out. */
export interface DrawnBranch {
  readonly place: Place;
  readonly parts: readonly WordPart[];
  readonly outcome: readonly WordPart[];
  readonly icon: IconName;
  readonly category: 'logic' | 'money' | 'partner' | 'people';
  readonly advanced: boolean;
  readonly badge?: { readonly tone: 'bad' | 'warn'; readonly count: number };
  /** "2 cases", "no case", "never reached". */
  readonly cover?: { readonly cases: number; readonly never: boolean };
  readonly gap?: Finding;
  /** Where a case that is evaluated goes: through this condition, and out at its outcome. */
  readonly tried: boolean;
  readonly taken: boolean;
  /** Said on the edge: the values that led out at the side, or on to the next branch. */
  readonly why: string;
  readonly never: boolean;
}

/** Everything the canvas shows of a list. */
export function drawBranches(
  editor: Pick<RuleEditor, 'schema' | 'shape' | 'analysis'>,
  list: DecisionList,
  scope: string | null,
  run: CaseRun | undefined,
  language: Language,
): readonly DrawnBranch[] {
  const { schema, shape, analysis } = editor;
  const taken = run ? takenIn(list, run.trace) : [];
  return placesOf(list, scope).map((place) => {
    const { branch, outcome } = place;
    const cover = coverOf(analysis?.coverage ?? [], place);
    const findings = (analysis?.findings ?? []).filter((finding) => concerns(finding, place));
    const gap = findings.find(({ code }) => code === 'gap');
    // "no case" is said on the outcome already.
    const bad = findings.filter(({ severity }) => severity === 'error').length;
    const warn = findings.filter(({ severity, code }) => severity === 'warning' && code !== 'no_case').length;
    const here = taken.includes(place.index);
    const tried = run !== undefined && (branch ? run.path.has(branch.pointer) || here : here);
    return {
      place,
      parts: branch ? whenWords(branch.when, schema, language) : otherwiseWords(language),
      outcome: outcomeWords(outcome, shape, schema, language),
      ...lookOf(outcome, shape),
      advanced: branch !== undefined && isAdvanced(branch.when),
      ...(bad + warn > 0 ? { badge: { tone: bad > 0 ? 'bad' : 'warn', count: bad + warn } as const } : {}),
      ...(cover ? { cover: { cases: cover.cases.length, never: cover.reach === 'never' } } : {}),
      ...(gap ? { gap } : {}),
      tried,
      taken: here,
      why: run && tried && branch ? whyWords(branch.when, here, run, schema, language) : '',
      never: cover?.reach === 'never',
    };
  });
}

const otherwiseWords = (language: Language): WordPart[] => [
  { text: language === 'en' ? 'Otherwise' : 'Sonst', value: false },
];

function coverOf(coverage: readonly BranchCoverage[], { list, index }: Place): BranchCoverage | undefined {
  return coverage.find((each) => each.list === list.pointer && each.branch === index);
}

/** Whether a finding belongs to a branch: by its place in the list, else by its pointer. */
export function concerns(finding: Finding, { list, index, pointer, outcome }: Place): boolean {
  if (finding.list !== undefined) return finding.list === list.pointer && finding.branch === index;
  if (outcome.kind === 'list' && within(finding.pointer, outcome.pointer)) return false;
  return within(finding.pointer, pointer) || within(finding.pointer, outcome.pointer);
}

const within = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

function isAdvanced(view: ConditionView): boolean {
  return view.kind === 'advanced' || (view.kind === 'group' && view.items.some(isAdvanced));
}

type OutcomeLook = Pick<DrawnBranch, 'icon' | 'category'>;

const LOOKS: Readonly<Record<string, OutcomeLook>> = {
  'commission_terms.percent': { icon: 'percent', category: 'money' },
  'commission_terms.flat': { icon: 'wallet', category: 'money' },
  'commission_terms.tiered': { icon: 'chart', category: 'money' },
  'commission_terms.none': { icon: 'ban', category: 'logic' },
  'lead_terms.bounty': { icon: 'wallet', category: 'money' },
  'lead_terms.flat': { icon: 'wallet', category: 'money' },
  'lead_terms.multiplier': { icon: 'wallet', category: 'money' },
  'lead_terms.none': { icon: 'ban', category: 'logic' },
  fraud_scores: { icon: 'shield', category: 'money' },
  tier_decision: { icon: 'star', category: 'partner' },
  route: { icon: 'send', category: 'people' },
  eligibility: { icon: 'userCheck', category: 'partner' },
  shares: { icon: 'users', category: 'partner' },
  condition: { icon: 'check', category: 'logic' },
};

function lookOf(outcome: OutcomeView, shape: OutcomeShape): OutcomeLook {
  if (outcome.kind === 'list') return { icon: 'split', category: 'logic' };
  if (outcome.kind === 'advanced') return { icon: 'lock', category: 'logic' };
  const { value } = outcome;
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const tag = shape.kind === 'variants' ? `.${String((entries as Record<string, unknown>)[shape.tag])}` : '';
  if (value === false || (Array.isArray(value) && value.length === 0)) return { icon: 'ban', category: 'logic' };
  return LOOKS[`${shape.id}${tag}`] ?? { icon: 'flag', category: 'logic' };
}

const MOST = 24;

/** The values that decided: of a condition that holds all of them, of one that does not the first that failed. */
function whyWords(when: ConditionView, holds: boolean, run: CaseRun, schema: FactsSchema, language: Language): string {
  const results = new Map(run.trace.map(({ pointer, value }) => [pointer, value]));
  const rows = rowsOf(when);
  const shown = holds ? rows : rows.filter(({ pointer }) => results.get(pointer) === false).slice(0, 1);
  const values = (shown.length > 0 ? shown : rows.slice(0, 1)).map(({ fact }) => {
    const value = factValue(run.case.facts, fact);
    if (value === undefined) return language === 'en' ? 'not known' : 'unbekannt';
    return valueWords(value, fieldAt(schema, fact), schema, language);
  });
  const text = [...new Set(values)].join(', ');
  const cut = text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
  if (holds) return cut;
  return `${language === 'en' ? 'no' : 'nein'}${cut ? `: ${cut}` : ''}`;
}

/** The condition of a branch as one text. */
export const titleOf = (drawn: DrawnBranch): string => plainText(drawn.parts);
