import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDuration, UNITS, writeDuration, type Unit } from './duration.js';
import type { FieldProps } from './types.js';
import { written } from './Texts.js';

/** A number and its unit; a duration of several units stays as its text. */
export function DurationField({ id, describedBy, label, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation();
  const text = written(value);
  const read = readDuration(text);
  const [unit, setUnit] = useState<Unit>(read?.unit ?? 'days');
  const shown = read?.unit ?? unit;
  if (text !== '' && !read)
    return (
      <TextInput
        id={id}
        aria-describedby={describedBy}
        value={text}
        disabled={disabled}
        styles={{ input: { fontFamily: 'var(--mono)' } }}
        onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      />
    );
  return (
    <div className="fp-pair">
      <TextInput
        id={id}
        aria-describedby={describedBy}
        inputMode="numeric"
        classNames={{ input: 'num' }}
        value={read ? String(read.count) : ''}
        disabled={disabled}
        onChange={(event) => {
          const typed = event.currentTarget.value.trim();
          if (typed === '') onChange(undefined);
          else if (/^\d{1,6}$/.test(typed)) onChange(writeDuration(Number(typed), shown));
        }}
      />
      <Select
        aria-label={t('Unit of {{field}}', { field: label })}
        data={UNITS.map((each) => ({ value: each, label: t(each) }))}
        value={shown}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => {
          if (next === null) return;
          setUnit(next as Unit);
          if (read) onChange(writeDuration(read.count, next as Unit));
        }}
      />
    </div>
  );
}
