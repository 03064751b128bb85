import { Textarea, TextInput } from '@mantine/core';
import type { Json } from '@sluice/domain';
import type { FieldProps } from './types.js';

/** One line of text; empty takes the setting away. */
export function TextField({ id, describedBy, value, disabled, onChange }: FieldProps) {
  return (
    <TextInput
      id={id}
      aria-describedby={describedBy}
      value={written(value)}
      disabled={disabled}
      onChange={(event) => onChange(orNothing(event.currentTarget.value))}
    />
  );
}

export function LongTextField({ id, describedBy, value, disabled, onChange }: FieldProps) {
  return (
    <Textarea
      id={id}
      aria-describedby={describedBy}
      autosize
      minRows={2}
      maxRows={10}
      value={written(value)}
      disabled={disabled}
      onChange={(event) => onChange(orNothing(event.currentTarget.value))}
    />
  );
}

/** A whole number; what is none stays as it was typed, and the schema says so below. */
export function NumberField({ id, describedBy, value, disabled, onChange }: FieldProps) {
  return (
    <TextInput
      id={id}
      aria-describedby={describedBy}
      inputMode="numeric"
      classNames={{ input: 'num' }}
      value={written(value)}
      disabled={disabled}
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        onChange(text === '' ? undefined : /^-?\d{1,15}$/.test(text) ? Number(text) : text);
      }}
    />
  );
}

export function written(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function orNothing(text: string): string | undefined {
  return text === '' ? undefined : text;
}
