import { Textarea } from '@mantine/core';
import type { Json } from '@sluice/domain';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Any value as JSON: what is typed counts as soon as it parses; until then the old one stays, and it says so. */
export function JsonText({
  id,
  label,
  value,
  disabled,
  onChange,
}: {
  id?: string;
  label: string;
  value: Json | undefined;
  disabled: boolean;
  onChange: (value: Json | undefined) => void;
}) {
  const { t } = useTranslation();
  const written = value === undefined ? '' : JSON.stringify(value, null, 2);
  const [text, setText] = useState(written);
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    if (!typing) setText(written);
  }, [written, typing]);
  return (
    <Textarea
      {...(id === undefined ? { 'aria-label': label } : { id })}
      autosize
      minRows={1}
      maxRows={12}
      value={text}
      disabled={disabled}
      error={text !== '' && read(text) === undefined ? t('This is not JSON yet; the old value stays.') : undefined}
      styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      onFocus={() => setTyping(true)}
      onBlur={() => setTyping(false)}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        if (next.trim() === '') onChange(undefined);
        else {
          const parsed = read(next);
          if (parsed !== undefined) onChange(parsed.json);
        }
      }}
    />
  );
}

function read(text: string): { json: Json } | undefined {
  try {
    return { json: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}
