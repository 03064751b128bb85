import type { FlowProblem } from '../problem.js';
import type { LintFix } from './types.js';

type Locale = 'en' | 'de';
type Params = NonNullable<FlowProblem['params']>;

/** A problem as a sentence; `**…**` marks the values in it. What comes from a schema or a checker stays as it was said. */
export function renderProblem(problem: FlowProblem, locale: Locale = 'en'): string {
  const { code, message, params } = problem;
  const parks = code === 'dead_end' && params?.['parks'] === 1 ? 'dead_end_parks' : code;
  const said = PROBLEMS[parks]?.[locale];
  return said === undefined || params === undefined ? message : filled(said, params, locale);
}

/** What a fix does, as its link says it. */
export function renderFix({ label }: Pick<LintFix, 'label'>, locale: Locale = 'en'): string {
  return filled(FIXES[label.code]?.[locale] ?? label.code, label.params, locale);
}

function filled(text: string, params: Params, locale: Locale): string {
  return text.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = String(params[name] ?? '');
    return name === 'wanted' ? (MEANINGS[value]?.[locale] ?? value) : value;
  });
}

type Words = Readonly<Record<string, Readonly<Record<Locale, string>>>>;

const MEANINGS: Words = {
  partner: { en: 'a partner', de: 'einen Partner' },
  order: { en: 'an order', de: 'eine Bestellung' },
  commissions: { en: 'commissions', de: 'Provisionen' },
  batch: { en: 'a batch', de: 'einen Stapel' },
  approval: { en: 'an approval', de: 'eine Freigabe' },
  task: { en: 'a task', de: 'eine Aufgabe' },
  decision: { en: 'a decision of a rule', de: 'eine Entscheidung einer Regel' },
  application: { en: 'an application', de: 'eine Bewerbung' },
  referral: { en: 'a referral', de: 'eine Empfehlung' },
  document: { en: 'a document', de: 'ein Dokument' },
  coupon: { en: 'a coupon', de: 'einen Gutschein' },
};

const PROBLEMS: Words = {
  reserved_name: {
    en: '**{name}** is the name of something every run has',
    de: '**{name}** heißt schon etwas, das jeder Lauf hat',
  },
  double_id: { en: 'Two steps are called **{name}**', de: 'Zwei Schritte heißen **{name}**' },
  double_parameter: { en: 'Two parameters are called **{name}**', de: 'Zwei Parameter heißen **{name}**' },
  unknown_node_type: {
    en: 'There is no kind of step called **{type}**',
    de: 'Es gibt keine Art von Schritt namens **{type}**',
  },
  unknown_node: {
    en: 'A path begins or ends at **{name}**, which is no step',
    de: 'Ein Pfad beginnt oder endet bei **{name}**, das kein Schritt ist',
  },
  unknown_port: {
    en: 'A path leaves by **{port}**, which this step does not have',
    de: 'Ein Pfad verlässt den Schritt bei **{port}**, das er nicht hat',
  },
  double_edge: { en: 'Two paths leave by **{port}**', de: 'Zwei Pfade gehen von **{port}** aus' },
  no_entry: { en: 'Nothing follows the trigger', de: 'Auf den Auslöser folgt nichts' },
  no_end: { en: 'No end can be reached', de: 'Kein Ende ist erreichbar' },
  unreachable: { en: 'No path leads here', de: 'Kein Pfad führt hierher' },
  dead_end: { en: '**{port}** leads nowhere', de: '**{port}** führt nirgends hin' },
  dead_end_parks: {
    en: 'There is no path for **{port}**: the run would park',
    de: 'Für **{port}** fehlt ein Pfad: Der Lauf würde angehalten',
  },
  never_ends: { en: 'From here no end can be reached', de: 'Von hier aus ist kein Ende erreichbar' },
  endless_loop: {
    en: 'It lies in a loop that waits for nothing',
    de: 'Der Schritt liegt in einer Schleife, die auf nichts wartet',
  },
  unapproved_payout: {
    en: 'A path leads to the payout past every approval',
    de: 'Ein Pfad führt an jeder Freigabe vorbei zur Auszahlung',
  },
  unbound_variable: { en: 'Nothing before it gives **{name}**', de: 'Nichts davor liefert **{name}**' },
  exit_variable: { en: 'An exit cannot count on **{name}**', de: 'Ein Ausgang kann **{name}** nicht voraussetzen' },
  unknown_parameter: { en: 'There is no parameter **{name}**', de: 'Es gibt keinen Parameter **{name}**' },
  needs_calendar: {
    en: '**{operator}** needs the calendar of a time zone: ask a rule',
    de: '**{operator}** braucht den Kalender einer Zeitzone: Fragen Sie eine Regel',
  },
  mixed_branches: {
    en: 'It is reached from inside and from outside a parallel step',
    de: 'Hierher führt ein Pfad aus einem parallelen Schritt und einer von außerhalb',
  },
  join_alone: {
    en: 'It joins nothing: no parallel step leads here',
    de: 'Hier trifft sich nichts: Kein paralleler Schritt führt hierher',
  },
  never_joined: {
    en: 'Its branches never meet: the first that ends, ends the run',
    de: 'Die Zweige treffen sich nie: Der erste, der endet, beendet den Lauf',
  },
  segment_subject: {
    en: 'Segments are of partners: let the flow be about a partner',
    de: 'Segmente bestehen aus Partnern: Der Ablauf muss von einem Partner handeln',
  },
  schedule_subject: {
    en: 'At a time only a flow about the programme, a batch or each partner can begin',
    de: 'Zu festen Zeiten beginnt nur ein Ablauf über das Programm, einen Stapel oder jeden Partner',
  },
  bad_cron: {
    en: 'The times are not five fields: minute, hour, day, month, weekday',
    de: 'Die Zeiten sind nicht fünf Felder: Minute, Stunde, Tag, Monat, Wochentag',
  },
  wrong_rule_kind: {
    en: '**{key}** is a rule of the kind {kind}; this step asks one of the kind {kinds}',
    de: '**{key}** ist eine Regel der Art {kind}; dieser Schritt fragt eine der Art {kinds}',
  },
  missing_rule: { en: 'There is no published rule **{key}**', de: 'Es gibt keine veröffentlichte Regel **{key}**' },
  missing_template: { en: 'There is no mail **{key}**', de: 'Es gibt keine Nachricht **{key}**' },
  missing_flow: { en: 'There is no published flow **{key}**', de: 'Es gibt keinen veröffentlichten Ablauf **{key}**' },
  wrong_value: { en: '**{name}** does not stand for {wanted}', de: '**{name}** steht nicht für {wanted}' },
  no_such_value: { en: '“{title}” gives no **{name}**', de: '„{title}“ liefert kein **{name}**' },
  waits_forever: {
    en: 'Nobody is reminded and nothing ends the wait',
    de: 'Niemand wird erinnert, und nichts beendet das Warten',
  },
  one_approver: {
    en: 'One person lets payouts go, however large; above the threshold two should',
    de: 'Eine Person gibt Auszahlungen jeder Höhe frei; ab der Schwelle sollten es zwei sein',
  },
  unapproved_bonus: {
    en: 'Nobody approves this sum, which is above the threshold for a second approver',
    de: 'Niemand gibt diesen Betrag frei, der über der Schwelle für eine zweite Freigabe liegt',
  },
  no_way_back: {
    en: 'No path leads back to it, so that it goes round only once',
    de: 'Kein Pfad führt hierher zurück, also gibt es nur eine Runde',
  },
  too_large: {
    en: 'The flow takes **{kib} KiB**; {most} are allowed. Move a part into a flow of its own',
    de: 'Der Ablauf braucht **{kib} KiB**; erlaubt sind {most}. Verlegen Sie einen Teil in einen eigenen Ablauf',
  },
  template_variable: {
    en: 'The mail “{key}” says **{name}**, which this step does not tell it',
    de: 'Die Nachricht „{key}“ nennt **{name}**, das dieser Schritt ihr nicht mitgibt',
  },
  greets_by: {
    en: 'The mail “{key}” greets by **{name}**, which a partner may lack',
    de: 'Die Nachricht „{key}“ grüßt mit **{name}**, das einem Partner fehlen kann',
  },
};

const FIXES: Words = {
  connect_to: { en: 'Connect to “{title}”', de: 'Mit „{title}“ verbinden' },
  add_end: { en: 'Add an end', de: 'Ein Ende ergänzen' },
  add_path: { en: 'Add a path', de: 'Einen Pfad ergänzen' },
  draw_from: { en: 'Draw it from “{port}” instead', de: 'Stattdessen von „{port}“ ausgehen lassen' },
  remove_path: { en: 'Remove the path', de: 'Den Pfad entfernen' },
  remove_step: { en: 'Remove the step', de: 'Den Schritt entfernen' },
  begin_with: { en: 'Begin with “{title}”', de: 'Mit „{title}“ beginnen' },
  add_wait: { en: 'Wait a day in between', de: 'Dazwischen einen Tag warten' },
  add_approval: { en: 'Ask for an approval first', de: 'Vorher eine Freigabe einholen' },
  remove_parameter: { en: 'Remove one of them', de: 'Einen davon entfernen' },
  use_instead: { en: 'Use “{name}” instead', de: 'Stattdessen „{name}“ verwenden' },
  add_parameter: { en: 'Add the parameter', de: 'Den Parameter ergänzen' },
  clear_setting: { en: 'Clear “{key}”', de: '„{key}“ leeren' },
  remind_daily: { en: 'Remind daily', de: 'Täglich erinnern' },
  give_up_after: { en: 'Give up after 5 days', de: 'Nach 5 Tagen aufgeben' },
  ask_by_amount: { en: 'Ask two people from the threshold on', de: 'Ab der Schwelle zwei Personen fragen' },
  give_value: { en: 'Give it a value', de: 'Einen Wert mitgeben' },
  greet_without: { en: 'Use “Hello” instead', de: 'Stattdessen „Hallo“ verwenden' },
};
