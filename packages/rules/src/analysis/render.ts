import type { Locale } from '@sluice/domain/money/format';
import type { ProblemCode } from '../check/problem.js';
import type { Json } from '../cst/value.js';
import { list as listed } from '../explain/write.js';
import { clauseText, shortText } from './clause-text.js';
import type { Clause, Finding, FindingCode, FindingFix, Words } from './types.js';

type Params = Finding['params'];
interface Texts {
  /** A few words: "Gap: Silver, exactly $500.00". */
  readonly title: (params: Params, finding: Finding) => string;
  /** One or two sentences. */
  readonly sentence: (params: Params, finding: Finding) => string;
}

/** What was found, in one or two sentences. */
export function renderFinding(finding: Finding, locale: Locale = 'en'): string {
  return TEXTS[locale][finding.code].sentence(finding.params, finding);
}

/** What was found, in a few words. */
export function renderFindingTitle(finding: Finding, locale: Locale = 'en'): string {
  return TEXTS[locale][finding.code].title(finding.params, finding);
}

/** The label of the button that mends it. */
export function renderFix({ label: { code, params } }: FindingFix, locale: Locale = 'en'): string {
  const branch = row(params['branch']);
  const value = words(params['value'], locale);
  const operator = BOUNDS[locale][String(params['operator'])] ?? '';
  if (locale === 'en') {
    const texts: Readonly<Record<typeof code, string>> = {
      include_bound: `Change branch ${branch} to “${operator}”`,
      move_bound: `Let branch ${branch} count ${operator} ${value}`,
      move_above: `Move above ${row(params['above'])}`,
      remove_branch: `Remove branch ${branch}`,
      add_branch: `Add a branch for ${value}`,
      replace: String(params['message'] ?? ''),
    };
    return texts[code];
  }
  const texts: Readonly<Record<typeof code, string>> = {
    include_bound: `Zweig ${branch} auf „${operator}“ ändern`,
    move_bound: `Zweig ${branch} ${operator} ${value} gelten lassen`,
    move_above: `Über ${row(params['above'])} verschieben`,
    remove_branch: `Zweig ${branch} entfernen`,
    add_branch: `Zweig für ${value} anlegen`,
    replace: `Durch ${String(params['to'] ?? '')} ersetzen`,
  };
  return texts[code];
}

const BOUNDS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: { at_least: 'at least', at_most: 'at most', more_than: 'more than', less_than: 'less than' },
  de: { at_least: 'mindestens', at_most: 'höchstens', more_than: 'mehr als', less_than: 'weniger als' },
};

/** People count branches from 1. */
const row = (value: Json | undefined): string => String(Number(value ?? -1) + 1);

function words(value: Json | undefined, locale: Locale): string {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as unknown as Words)[locale]
    : String(value ?? '');
}

const clauses = (value: Json | undefined): readonly Clause[] =>
  Array.isArray(value) ? (value as unknown as readonly Clause[]) : [];
const clause = (value: Json | undefined): Clause => value as unknown as Clause;

/** All that a finding says of its facts, the fact in question last. */
function said(params: Params): readonly Clause[] {
  return [...clauses(params['where']), ...(params['what'] === undefined ? [] : [clause(params['what'])])];
}

const both = (params: Params, locale: Locale): string =>
  listed(
    said(params).map((each) => clauseText(each, locale)),
    locale === 'en' ? 'and' : 'und',
  );
const short = (params: Params, locale: Locale): string =>
  said(params)
    .map((each) => shortText(each, locale))
    .join(', ');

const TEXTS: Readonly<Record<Locale, Readonly<Record<FindingCode, Texts>>>> = {
  en: {
    syntax: { title: () => 'This is no JSON', sentence: (p) => String(p['message']) },
    type: { title: () => 'Refused', sentence: (p) => String(p['message']) },
    unknown_fact: { title: () => 'Unknown fact', sentence: (p) => String(p['message']) },
    outcome: { title: () => 'Wrong outcome', sentence: (p) => String(p['message']) },
    fault: {
      title: () => 'Stops the rule',
      sentence: (p) => `Some facts stop the rule here. ${String(p['message'])}`,
    },
    red_case: {
      title: (p) => `Case “${String(p['title'])}” is red`,
      sentence: (p) =>
        p['error'] === undefined
          ? `The case “${String(p['title'])}” does not give what it should. Publishing waits for it.`
          : `The case “${String(p['title'])}” stops the rule: ${errorMessage(p)} Publishing waits for it.`,
    },
    gap: {
      title: (p) => `Gap: ${short(p, 'en')}`,
      sentence: (p) => {
        const otherwise = lower(words(p['otherwise'], 'en'));
        const falls =
          p['throws'] === true ? 'falls to otherwise, which stops the rule' : `falls to otherwise (${otherwise})`;
        if (p['kind'] === 'value') return `No branch names ${short(p, 'en')}: ${upperless(both(p, 'en'))} ${falls}.`;
        return `When ${both(p, 'en')}, no branch matches and it ${falls}.`;
      },
    },
    unreachable: {
      title: (_, { branch }) => `Branch ${row(branch)} is never reached`,
      sentence: (p, { branch }) => {
        const start = `Branch ${row(branch)} is never reached.`;
        if (p['why'] === 'contradiction') return `${start} Its conditions contradict one another.`;
        if (p['why'] === 'context') return `${start} What leads here rules its conditions out.`;
        const who = listed(numbers(p['takers']), 'and');
        const what = clauses(p['where']).length > 0 ? `All where ${both(p, 'en')}` : 'All of its facts';
        return `${start} ${what} is taken by ${numbers(p['takers']).length > 1 ? 'branches' : 'branch'} ${who} first.`.replace(
          'All of its facts is',
          'All of its facts are',
        );
      },
    },
    overlap: {
      title: (p, { branch }) => `Branch ${row(branch)} overlaps ${row(p['with'])}`,
      sentence: (p, { branch }) =>
        p['kind'] === 'special'
          ? `Branch ${row(branch)} is a special case of ${row(p['with'])} and wins.`
          : `Branches ${row(branch)} and ${row(p['with'])} both match${where(p, 'en')}; ${row(branch)} comes first and wins.`,
    },
    constant: {
      title: (p) => (p['value'] === true ? 'Always holds' : 'Never holds'),
      sentence: (p) =>
        p['value'] === true ? 'This condition always holds, so it decides nothing.' : 'This condition can never hold.',
    },
    no_case: {
      title: (p, { branch }) =>
        p['all'] === true
          ? 'No cases yet'
          : p['otherwise'] === true
            ? 'Otherwise has no case'
            : `Branch ${row(branch)} has no case`,
      sentence: (p, { branch }) => {
        if (p['all'] === true) return 'No case shows yet what this rule should give.';
        const who = p['otherwise'] === true ? 'otherwise' : `branch ${row(branch)}`;
        return `No saved case takes ${who}.`;
      },
    },
    cost: {
      title: () => 'Costly',
      sentence: (p) =>
        `With lists of a hundred items this takes ${String(p['steps'])} steps; a run is stopped after ${String(p['most'])}.`,
    },
    undecided: {
      title: (p) => `Not decided: ${questions(p, 'en')}`,
      sentence: (p) =>
        p['reason'] === 'too_large'
          ? `The rule tells more than ${String(p['most'])} regions of facts apart, so ${questions(p, 'en')} were not looked for.`
          : `Whether there are ${questions(p, 'en')} could not be decided${about(p, ': it hangs on ')}.`,
    },
  },
  de: {
    syntax: {
      title: () => 'Das ist kein JSON',
      sentence: (p) => `Der Text ist kein JSON (Zeile ${String(p['line'])}, Spalte ${String(p['column'])}).`,
    },
    type: { title: () => 'Nicht angenommen', sentence: problemDe },
    unknown_fact: { title: () => 'Unbekannte Angabe', sentence: problemDe },
    outcome: { title: () => 'Falsches Ergebnis', sentence: problemDe },
    fault: {
      title: () => 'Hält die Regel an',
      sentence: (p) => `Manche Angaben halten die Regel hier an: ${faultDe(p['problem'])}.`,
    },
    red_case: {
      title: (p) => `Fall „${String(p['title'])}“ ist rot`,
      sentence: (p) =>
        p['error'] === undefined
          ? `Der Fall „${String(p['title'])}“ ergibt nicht, was er soll. Die Veröffentlichung wartet darauf.`
          : `Der Fall „${String(p['title'])}“ hält die Regel an: ${faultDe(errorCode(p))}. Die Veröffentlichung wartet darauf.`,
    },
    gap: {
      title: (p) => `Lücke: ${short(p, 'de')}`,
      sentence: (p) => {
        const otherwise = lower(words(p['otherwise'], 'de'));
        const falls = p['throws'] === true ? 'es gilt „sonst“, was die Regel anhält' : `es gilt „sonst“ (${otherwise})`;
        if (p['kind'] === 'value') return `Kein Zweig nennt ${short(p, 'de')}; ${falls}.`;
        return `Wenn ${both(p, 'de')}, passt kein Zweig und ${falls}.`;
      },
    },
    unreachable: {
      title: (_, { branch }) => `Zweig ${row(branch)} wird nie erreicht`,
      sentence: (p, { branch }) => {
        const start = `Zweig ${row(branch)} wird nie erreicht.`;
        if (p['why'] === 'contradiction') return `${start} Seine Bedingungen widersprechen einander.`;
        if (p['why'] === 'context') return `${start} Was hierher führt, schließt seine Bedingungen aus.`;
        const who = numbers(p['takers']);
        const verb = who.length > 1 ? 'nehmen die Zweige' : 'nimmt Zweig';
        const what = clauses(p['where']).length > 0 ? `Alles, wofür ${both(p, 'de')},` : 'Alle seine Fälle';
        return `${start} ${what} ${verb} ${listed(who, 'und')} vorher.`;
      },
    },
    overlap: {
      title: (p, { branch }) => `Zweig ${row(branch)} überschneidet ${row(p['with'])}`,
      sentence: (p, { branch }) =>
        p['kind'] === 'special'
          ? `Zweig ${row(branch)} ist ein Sonderfall von ${row(p['with'])} und gewinnt.`
          : `Die Zweige ${row(branch)} und ${row(p['with'])} passen beide${where(p, 'de')}; ${row(branch)} steht weiter oben und gewinnt.`,
    },
    constant: {
      title: (p) => (p['value'] === true ? 'Trifft immer zu' : 'Trifft nie zu'),
      sentence: (p) =>
        p['value'] === true
          ? 'Diese Bedingung trifft immer zu und entscheidet daher nichts.'
          : 'Diese Bedingung kann nie zutreffen.',
    },
    no_case: {
      title: (p, { branch }) =>
        p['all'] === true
          ? 'Noch keine Fälle'
          : p['otherwise'] === true
            ? '„Sonst“ hat keinen Fall'
            : `Zweig ${row(branch)} hat keinen Fall`,
      sentence: (p, { branch }) => {
        if (p['all'] === true) return 'Noch zeigt kein Fall, was diese Regel ergeben soll.';
        const who = p['otherwise'] === true ? '„sonst“' : `Zweig ${row(branch)}`;
        return `Kein gespeicherter Fall nimmt ${who}.`;
      },
    },
    cost: {
      title: () => 'Aufwendig',
      sentence: (p) =>
        `Mit Listen von hundert Einträgen sind das ${String(p['steps'])} Schritte; nach ${String(p['most'])} wird ein Lauf angehalten.`,
    },
    undecided: {
      title: (p) => `Nicht entschieden: ${questions(p, 'de')}`,
      sentence: (p) =>
        p['reason'] === 'too_large'
          ? `Die Regel unterscheidet mehr als ${String(p['most'])} Bereiche von Angaben; nach ${questions(p, 'de')} wurde nicht gesucht.`
          : `Ob es ${questions(p, 'de')} gibt, ließ sich nicht entscheiden${about(p, ': es hängt ab von ')}.`,
    },
  },
};

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const upperless = (text: string): string => `whoever has it (${text})`;

function where(params: Params, locale: Locale): string {
  if (clauses(params['where']).length === 0) return '';
  return locale === 'en' ? ` when ${both(params, 'en')}` : `, wenn ${both(params, 'de')}`;
}

function about(params: Params, start: string): string {
  const { text } = params;
  if (typeof text !== 'string') return '';
  return `${start}${text.length > 120 ? `${text.slice(0, 119)}…` : text}`;
}

const numbers = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(row) : []);

const QUESTIONS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: { reach: 'facts that get here', gap: 'gaps', overlap: 'overlaps' },
  de: { reach: 'Angaben, die hierher führen,', gap: 'Lücken', overlap: 'Überschneidungen' },
};

function questions(params: Params, locale: Locale): string {
  const asked = Array.isArray(params['questions']) ? (params['questions'] as readonly Json[]).map(String) : [];
  const few = params['reason'] === 'too_large' ? asked.filter((each) => each !== 'reach') : asked;
  return listed(
    few.map((each) => QUESTIONS[locale][each] ?? each),
    locale === 'en' ? 'and' : 'und',
  );
}

function errorMessage(params: Params): string {
  return String((params['error'] as { readonly message?: Json } | undefined)?.message ?? '');
}

const errorCode = (params: Params): Json | undefined => (params['error'] as { readonly code?: Json } | undefined)?.code;

const FAULTS_DE: Readonly<Record<string, string>> = {
  fact_missing: 'eine Angabe fehlt',
  fact_type: 'eine Angabe hat die falsche Art',
  overflow: 'eine Zahl wird zu groß',
  division_by_zero: 'es wird durch null geteilt',
  budget_exceeded: 'es sind zu viele Schritte',
  not_exact: 'ein Ergebnis ist nicht genau',
  bad_outcome: 'das Ergebnis ist nicht zulässig',
};

const faultDe = (code: Json | undefined): string => FAULTS_DE[String(code)] ?? 'ein Fehler beim Rechnen';

/** The checker speaks English; its codes are told in German without the particulars. */
const PROBLEMS_DE: Readonly<Partial<Record<ProblemCode, string>>> = {
  not_json: 'Der Text ist kein JSON.',
  too_large: 'Die Regel ist zu lang; teilen Sie sie auf mehrere Regeln auf.',
  too_many_nodes: 'Die Regel hat zu viele Teile; teilen Sie sie auf mehrere Regeln auf.',
  too_deep: 'Die Regel ist zu tief verschachtelt; schreiben Sie die Bedingungen nacheinander.',
  duplicate_key: 'Dieser Name steht zweimal da; nur einer würde zählen.',
  inherited_name: 'Dieser Name kann nicht verwendet werden.',
  unknown_operator: 'Diesen Operator gibt es nicht.',
  operator_not_offered: 'Dieser Operator wird nicht angeboten.',
  wrong_arguments: 'Der Operator bekommt zu viele, zu wenige oder falsche Werte.',
  mixed_types: 'Diese Werte haben nicht dieselbe Art.',
  wrong_type: 'Ein Wert dieser Art passt hier nicht.',
  not_in_enum: 'Dieser Wert ist keiner der vorgesehenen Namen.',
  not_a_day: 'Das ist kein Datum; schreiben Sie es wie „2026-01-31“.',
  minor_units: 'Geld wird in ganzen kleinsten Einheiten (Cent) geschrieben, ohne Komma.',
  number_out_of_range: 'Diese Zahl ist zu lang, um genau zu sein; höchstens 15 Stellen gehen.',
  in_ambiguous: 'Das würde einen Teil eines Textes suchen („US“ in „AUS“); schreiben Sie die Werte in eine Liste.',
  null_value: 'Leere Werte gibt es hier nicht; fragen Sie mit „missing“, ob eine Angabe da ist.',
  unknown_fact: 'Diese Angabe gibt es nicht.',
  untyped_fact: 'Diese Angabe kann nicht verwendet werden, da ihre Art nicht bekannt ist.',
  computed_fact: 'Der Name einer Angabe ist ein fester Text; er kann nicht berechnet werden.',
  optional_unhandled: 'Diese Angabe kann fehlen; geben Sie einen Ersatzwert an oder fragen Sie vorher mit „missing“.',
  no_otherwise: 'Die Regel muss sagen, was sonst gilt, wenn keine Bedingung zutrifft.',
  not_rounded: 'Dieses Ergebnis endet vielleicht nicht; runden Sie es mit „round“.',
  bad_literal: 'Dieser Wert ist leer oder unvollständig.',
  computed_literal: 'In einem Ergebnis wird nichts berechnet; bauen Sie es mit „outcome“.',
  wrong_outcome: 'Das Ergebnis hat nicht die Form, die diese Regel geben muss.',
};

function problemDe(params: Params): string {
  const text = PROBLEMS_DE[String(params['problem']) as ProblemCode];
  return text ?? `Die Regel wird hier nicht angenommen (${String(params['problem'])}).`;
}
