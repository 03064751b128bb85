import type { FlowDocument } from './document.js';
import type { FlowProblem } from './problem.js';

/** What a schedule can give a flow to be about: the programme is known, a batch is made, and partners are told of one by one. */
const SCHEDULED: readonly FlowDocument['subject'][] = ['programme', 'batch', 'partner'];

/** Triggers that would never begin a run. */
export function triggerProblems({ trigger, subject }: FlowDocument): FlowProblem[] {
  if (trigger.type === 'segment' && subject !== 'partner')
    return [problem('/subject', 'segment_subject', 'Segments are of partners: the flow is about something else.')];
  if (trigger.type !== 'schedule') return [];
  return [
    ...(SCHEDULED.includes(subject)
      ? []
      : [
          problem(
            '/subject',
            'schedule_subject',
            'At a time only a flow about the programme, a batch or each partner can begin.',
          ),
        ]),
    ...(trigger.segment === undefined || subject === 'partner'
      ? []
      : [problem('/subject', 'segment_subject', 'Segments are of partners: the flow is about something else.')]),
    ...(isCron(trigger.cron)
      ? []
      : [problem('/trigger/cron', 'bad_cron', 'The times are not five fields: minute, hour, day, month, weekday.')]),
  ];
}

/** The least and the most of each field, and the names it may have. */
const FIELDS: readonly [least: number, most: number, names?: readonly string[]][] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12, ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']],
  [0, 7, ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']],
];

/** True for five fields of numbers, names, ranges, lists and steps, such as `0 9 1-7 * mon`. */
function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return fields.length === FIELDS.length && fields.every((field, index) => isField(field, FIELDS[index]!));
}

function isField(field: string, [least, most, names = []]: (typeof FIELDS)[number]): boolean {
  return field.split(',').every((part) => {
    const [range = '', step, ...rest] = part.split('/');
    if (rest.length > 0 || (step !== undefined && !/^[1-9]\d?$/.test(step))) return false;
    if (range === '*') return true;
    const ends = range.split('-').map((end) => valueOf(end, least, names));
    return ends.length <= 2 && ends.every((end) => end >= least && end <= most) && ends[0]! <= (ends[1] ?? most);
  });
}

function valueOf(text: string, least: number, names: readonly string[]): number {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const named = names.indexOf(text.toLowerCase());
  return named < 0 ? NaN : named + least;
}

function problem(pointer: string, code: string, message: string): FlowProblem {
  return { severity: 'error', pointer, code, message };
}
