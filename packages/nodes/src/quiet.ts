import type { SentencePart, WaitRequest } from '@sluice/flows';
import type { JsonObject } from '@sluice/domain';
import type { FormField } from './form-types.js';
import { isObject, text } from './read.js';

/** What a waiting step's settings say of the calendar and the quiet hours; a wait without them asks as it always did. */
export function zoneAndQuiet(config: JsonObject): Pick<WaitRequest, 'zone' | 'quiet'> {
  const { quiet } = config;
  const [from, to] = isObject(quiet) ? [text(quiet, 'from'), text(quiet, 'to')] : [];
  const days = isObject(quiet) ? quiet['weekdays'] : undefined;
  const weekdays = Array.isArray(days) ? days.filter((day): day is number => typeof day === 'number') : undefined;
  return {
    ...(config['zone'] === 'partner' && { zone: 'partner' as const }),
    ...(from !== undefined && to !== undefined && { quiet: { from, to, ...(weekdays && { weekdays }) } }),
  };
}

/** As the card says it: "…, in the partner's time, not between 22:00 and 08:00". */
export function zoneAndQuietInWords(config: JsonObject): SentencePart[] {
  const { zone, quiet } = zoneAndQuiet(config);
  return [
    ...(zone ? [", in the partner's ", { token: 'time', field: 'zone' }] : []),
    ...(quiet ? [', not between ', { token: `${quiet.from} and ${quiet.to}`, field: 'quiet' }] : []),
  ];
}

export const zoneAndQuietFields: FormField[] = [
  {
    key: 'zone',
    label: 'Whose time',
    input: 'choice',
    options: [
      { value: 'programme', label: "The programme's" },
      { value: 'partner', label: "The partner's" },
    ],
    help: 'Days and hours are counted on this calendar.',
  },
  {
    key: 'quiet',
    label: 'Quiet hours',
    input: 'quiet_hours',
    help: 'A wait that would end in them goes on to their end.',
  },
];
