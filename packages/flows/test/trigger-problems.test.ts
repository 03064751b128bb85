import { describe, expect, it } from '@jest/globals';
import type { FlowDocument, Trigger } from '../src/index.js';
import { triggerProblems } from '../src/trigger-problems.js';

const codes = (subject: FlowDocument['subject'], trigger: Trigger): string[] =>
  triggerProblems({ subject, trigger } as FlowDocument).map(({ code }) => code);
const at = (cron: string): Trigger & { type: 'schedule' } => ({ type: 'schedule', cron, timeZone: 'Europe/Berlin' });

describe('a trigger', () => {
  it.each<[FlowDocument['subject'], Trigger, string[]]>([
    ['partner', { type: 'segment', segment: 'idle', on: 'entered' }, []],
    ['order', { type: 'segment', segment: 'idle', on: 'left' }, ['segment_subject']],
    ['programme', at('0 9 1 * *'), []],
    ['batch', at('0 9 1 * *'), []],
    ['partner', at('0 9 1 * *'), []],
    ['partner', { ...at('0 9 1 * *'), segment: 'idle' }, []],
    ['batch', { ...at('0 9 1 * *'), segment: 'idle' }, ['segment_subject']],
    ['order', at('0 9 1 * *'), ['schedule_subject']],
    ['partner', { type: 'manual' }, []],
  ])('of a flow about a %s that could never begin is an error: %j', (subject, trigger, expected) => {
    expect(codes(subject, trigger)).toEqual(expected);
  });

  it.each(['0 9 * * 1', '*/15 0-6,22 1,15 jan-mar MON', '59 23 31 12 7', '5/10 * * * sun'])('has times: %s', (cron) =>
    expect(codes('programme', at(cron))).toEqual([]),
  );

  it.each([
    'every day',
    '60 9 * * *',
    '0 24 * * *',
    '0 9 0 * *',
    '0 9 * 13 *',
    '0 9 * * 8',
    '0 9 * *',
    '0 9 * * * *',
    '9-5 * * * *',
    '*/0 * * * *',
    '1-2-3 * * * *',
  ])('has none: %s', (cron) => expect(codes('programme', at(cron))).toEqual(['bad_cron']));
});
