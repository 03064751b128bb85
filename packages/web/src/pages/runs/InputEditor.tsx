import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A step's input as fields: texts and numbers as they are, anything deeper as JSON. For this run only. */
export function InputEditor({
  value,
  onChange,
}: {
  value: Record<string, unknown>;
  onChange: (value: Record<string, unknown>) => void;
}) {
  const { t } = useTranslation();
  const entries = Object.entries(value);
  if (entries.length === 0) return <p className="muted">{t('This step has no input to edit.')}</p>;
  return (
    <>
      {entries.map(([name, current]) => {
        const label = name.replaceAll('_', ' ');
        if (typeof current === 'string' || typeof current === 'number')
          return (
            <TextInput
              key={name}
              label={label}
              value={String(current)}
              type={typeof current === 'number' ? 'number' : 'text'}
              onChange={(event) => {
                const text = event.currentTarget.value;
                onChange({ ...value, [name]: typeof current === 'number' ? Number(text) : text });
              }}
            />
          );
        return (
          <JsonField
            key={name}
            label={label}
            value={current}
            onChange={(next) => onChange({ ...value, [name]: next })}
          />
        );
      })}
    </>
  );
}

function JsonField({ label, value, onChange }: { label: string; value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [wrong, setWrong] = useState(false);
  return (
    <Textarea
      label={label}
      autosize
      minRows={1}
      maxRows={8}
      value={text}
      error={wrong ? t('This is not JSON yet.') : undefined}
      styles={{ input: { fontFamily: 'var(--mono)' } }}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        try {
          onChange(JSON.parse(next) as unknown);
          setWrong(false);
        } catch {
          setWrong(true);
        }
      }}
    />
  );
}
