import type { CaseRun, Expectation, FlowDocument, ScriptedEvent, SimulationCase, TimelineItem } from '@sluice/flows';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import type { TFunction } from 'i18next';
import { stepTitle } from '../../../parts/flow/words.js';
import { offsetOf } from './scenario-edits.js';

/** `order.paid` → `order paid`; codes as people read them. */
export function plainWord(code: string): string {
  return code.replaceAll(/[._]/g, ' ');
}

export function titleOfStep(document: FlowDocument, id: string | undefined, t: TFunction): string {
  const node = document.nodes.find((each) => each.id === id);
  return node ? stepTitle(node, t) : (id ?? '');
}

/** `d 14`, `2 h`, `40 m`: when something scripted happens. */
export function offsetWord(duration: string, t: TFunction): string {
  const offset = offsetOf(duration);
  if (!offset) return duration;
  const { count, unit } = offset;
  if (unit === 'days') return t('d {{count}}', { count });
  if (unit === 'hours') return t('{{count}} h', { count });
  return unit === 'minutes' ? t('{{count}} m', { count }) : t('{{count}} s', { count });
}

const outcomes: Readonly<Record<string, string>> = { approve: 'approved', reject: 'rejected', done: 'task done' };

export const faultWords: Readonly<Record<SimulationCase['faults'][number]['kind'], string>> = {
  error: 'fails for good',
  down: 'is down for a while',
  lost_reply: 'acts, but its answer is lost',
  worker_killed: 'worker killed after it acted',
};

export function answerWords(answer: SimulationCase['answers'][number], document: FlowDocument, t: TFunction): string {
  const said = t(outcomes[answer.outcome] ?? answer.outcome);
  const comment = answer.comment ? `, ${t('with a note')}` : '';
  return `${said}${comment}: ${titleOfStep(document, answer.node, t)}`;
}

export function faultWord(fault: SimulationCase['faults'][number], document: FlowDocument, t: TFunction): string {
  const span = fault.for ? `, ${offsetWord(fault.for, t)}` : '';
  return `${titleOfStep(document, fault.node, t)} ${t(faultWords[fault.kind])}${span}`;
}

export function eventWords({ type, data }: Pick<ScriptedEvent, 'type' | 'data'>): string {
  const about = Object.values(data).find((value) => typeof value === 'string' && value.length < 24);
  return typeof about === 'string' ? `${plainWord(type)}, ${about}` : plainWord(type);
}

/** What a mark of the timeline says, in the console's language. */
export function itemWords(item: TimelineItem, document: FlowDocument, t: TFunction): string {
  const state =
    item.state === 'off' ? `, ${t('switched off')}` : item.state === 'unreached' ? `, ${t('not reached')}` : '';
  if (item.lane === 'fault') {
    const [kind] = item.label.split(': ').slice(-1);
    const known = Object.entries(faultWords).find(([each]) => each === kind)?.[1];
    return `${titleOfStep(document, item.node, t)} ${t(known ?? item.label)}${state}`;
  }
  if (item.lane === 'event') return `${t(plainWord(item.label))}${state}`;
  if (item.lane === 'people' && item.until === undefined) {
    const [code] = item.label.split(': ').slice(-1);
    return `${t(outcomes[code ?? ''] ?? item.label)}${state}`;
  }
  if (item.lane === 'money' || item.lane === 'effect') return t(plainWord(item.label));
  return titleOfStep(document, item.node, t) || item.label;
}

/** What is expected, as a sentence. */
export function expectationWords(expectation: Expectation, document: FlowDocument, t: TFunction): string {
  const step = (node: string) => titleOfStep(document, node, t);
  switch (expectation.kind) {
    case 'status':
      return t('The run is {{status}}', { status: t(expectation.status) });
    case 'outcome':
      return t('It ends with “{{outcome}}”', { outcome: t(plainWord(expectation.outcome)) });
    case 'visited':
      return t('“{{step}}” is reached', { step: step(expectation.node) }) + often(expectation.times, t);
    case 'not_visited':
      return t('“{{step}}” is not reached', { step: step(expectation.node) });
    case 'mail': {
      const day = expectation.day === undefined ? '' : ` ${t('on day {{day}}', { day: expectation.day })}`;
      return (
        t('The mail “{{template}}” is sent', { template: expectation.template }) + day + often(expectation.times, t)
      );
    }
    case 'effect':
      return t('“{{effect}}” happens', { effect: t(plainWord(expectation.effect)) }) + often(expectation.times, t);
    case 'variable':
      return t('“{{name}}” is {{value}}', { name: expectation.name, value: JSON.stringify(expectation.equals) });
  }
}

function often(times: number | undefined, t: TFunction): string {
  if (times === undefined || times === 1) return '';
  return times === 0 ? `, ${t('never')}` : `, ${t('{{count}} times', { count: times })}`;
}

/** Event types that can be told: those the flow listens or waits for, then what Sluice knows. */
export function eventTypes(document: FlowDocument, library: FlowLibrary): string[] {
  const listened = document.trigger.type === 'event' ? document.trigger.events : [];
  const waited = document.nodes.flatMap(({ config }) => {
    const events = config['events'];
    return Array.isArray(events) ? events.filter((each): each is string => typeof each === 'string') : [];
  });
  const exits = document.exits.flatMap((exit) => ('events' in exit && Array.isArray(exit.events) ? exit.events : []));
  const others = Object.values(library.flows).flatMap(({ document: { trigger } }) =>
    trigger.type === 'event' ? trigger.events : [],
  );
  return [...new Set([...waited, ...exits.map(String), ...listened, ...others, ...common])];
}

const common = [
  'order.paid',
  'order.refunded',
  'dispute.opened',
  'lead.created',
  'partner.approved',
  'document.signed',
  'mail.opened',
  'visit.recorded',
];

export function endWords({ state }: CaseRun, t: TFunction): string {
  if (state.status !== 'closed') return t(state.status);
  return t(plainWord(state.outcome ?? state.closed?.status ?? 'completed'));
}
