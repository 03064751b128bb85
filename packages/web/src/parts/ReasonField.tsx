import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Why somebody does it, for the audit log; `missing` once it was left out. */
export function ReasonField({
  value,
  missing,
  onChange,
  ...first
}: {
  value: string;
  missing: boolean;
  onChange: (text: string) => void;
  'data-autofocus'?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t('Reason')}
      description={t('Kept in the audit log with your name.')}
      autosize
      minRows={2}
      value={value}
      error={missing ? t('Say why, so that others can follow it.') : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...first}
    />
  );
}
