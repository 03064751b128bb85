import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Seg } from '../../../../parts/basics.js';
import { written } from './Texts.js';
import type { FieldProps } from './types.js';
import { objectOf } from './Values.js';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A date with its time, on the calendar of the programme; or the next weekday and hour. */
export function MomentField(props: FieldProps) {
  return props.field.key === 'next' ? <NextField {...props} /> : <AtField {...props} />;
}

function AtField({ id, describedBy, value, disabled, onChange }: FieldProps) {
  return (
    <TextInput
      id={id}
      aria-describedby={describedBy}
      type="datetime-local"
      value={localOf(written(value))}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}

/** `2026-12-24` is shown with midnight; an instant with its zone as it is written. */
function localOf(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text.slice(0, 16);
}

function NextField({ id, describedBy, label, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation();
  const next = objectOf(value);
  const time = written(next['time']);
  const weekday = written(next['weekday']);
  const set = (day: string, at: string) =>
    onChange(
      day === '' && at === ''
        ? undefined
        : { ...(day !== '' && day !== 'any' && { weekday: Number(day) }), time: at === '' ? '09:00' : at },
    );
  return (
    <div className="fp-pair">
      <Select
        id={id}
        aria-describedby={describedBy}
        data={[
          { value: 'any', label: t('any day') },
          ...DAYS.map((day, index) => ({ value: String(index + 1), label: t(day) })),
        ]}
        value={time === '' ? null : weekday === '' ? 'any' : weekday}
        clearable
        disabled={disabled}
        placeholder={t('Not set')}
        onChange={(day) => (day === null ? onChange(undefined) : set(day, time))}
      />
      <TextInput
        type="time"
        aria-label={t('Time of {{field}}', { field: label })}
        value={time}
        disabled={disabled}
        onChange={(event) => set(weekday === '' ? 'any' : weekday, event.currentTarget.value)}
      />
    </div>
  );
}

/** Local hours in which nothing is to happen, and on which days. */
export function QuietHoursField({ label, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation();
  const quiet = objectOf(value);
  const on = value !== undefined && value !== null;
  const days = Array.isArray(quiet['weekdays']) ? quiet['weekdays'].map(Number) : [1, 2, 3, 4, 5, 6, 7];
  const set = (change: { from?: string; to?: string; weekdays?: number[] }) => {
    const weekdays = change.weekdays ?? days;
    onChange({
      from: change.from ?? (written(quiet['from']) || '22:00'),
      to: change.to ?? (written(quiet['to']) || '08:00'),
      ...(weekdays.length > 0 && weekdays.length < 7 && { weekdays: [...weekdays].sort((a, b) => a - b) }),
    });
  };
  return (
    <div className="fp-stack">
      <Seg
        label={label}
        value={on ? 'on' : 'off'}
        options={[
          { value: 'off', label: t('none') },
          { value: 'on', label: t('from … to') },
        ]}
        onChange={(next) => !disabled && (next === 'off' ? onChange(undefined) : set({}))}
      />
      {on && (
        <>
          <div className="fp-pair">
            <TextInput
              type="time"
              aria-label={t('Quiet from')}
              value={written(quiet['from'])}
              disabled={disabled}
              onChange={(event) => set({ from: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              aria-label={t('Quiet to')}
              value={written(quiet['to'])}
              disabled={disabled}
              onChange={(event) => set({ to: event.currentTarget.value })}
            />
          </div>
          <div className="fp-days" role="group" aria-label={t('On these days')}>
            {DAYS.map((day, index) => {
              const number = index + 1;
              const chosen = days.includes(number);
              return (
                <button
                  key={day}
                  type="button"
                  aria-pressed={chosen}
                  aria-label={t(day)}
                  className={chosen ? 'on' : ''}
                  disabled={disabled || (chosen && days.length === 1)}
                  onClick={() => set({ weekdays: chosen ? days.filter((each) => each !== number) : [...days, number] })}
                >
                  {t(day).slice(0, 2)}
                </button>
              );
            })}
          </div>
        </>
      )}
    </div>
  );
}
