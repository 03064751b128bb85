import { TextInput } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';

interface Props<V> {
  label: string;
  hideLabel?: boolean;
  value: V;
  /** The value as a person reads it. */
  write: (value: V) => string;
  /** What was typed as a value, or undefined where it is none (yet). */
  read: (text: string) => V | undefined;
  /** Said below while what stands there is no value. */
  wrong: string;
  unit?: ReactNode;
  numeric?: boolean;
  disabled?: boolean;
  type?: 'text' | 'date' | 'datetime-local';
  onChange: (value: V) => void;
}

/** A field for one value: what is typed counts as soon as it is a value; until then the old one stays, and it says so. */
export function Typed<V>({
  label,
  hideLabel,
  value,
  write,
  read,
  wrong,
  unit,
  numeric,
  disabled,
  type,
  onChange,
}: Props<V>) {
  const written = write(value);
  const [text, setText] = useState(written);
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    if (!typing) setText(written);
  }, [written, typing]);
  const bad = typing || text !== written ? read(text) === undefined : false;
  return (
    <TextInput
      {...(hideLabel ? { 'aria-label': label } : { label })}
      type={type ?? 'text'}
      value={text}
      disabled={disabled ?? false}
      {...(numeric ? { inputMode: 'decimal' as const, classNames: { input: 'num' } } : {})}
      {...(unit ? { rightSection: <span className="unit">{unit}</span>, rightSectionWidth: 44 } : {})}
      error={bad ? wrong : undefined}
      onFocus={() => setTyping(true)}
      onBlur={() => {
        setTyping(false);
        setText(write(value));
      }}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const next = read(typed);
        if (next !== undefined && write(next) !== written) onChange(next);
      }}
    />
  );
}
