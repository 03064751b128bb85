import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { List } from '@sluice/contracts/list';
import type { PartnerDetail, PartnerRow } from '@sluice/contracts/partner';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../lib/data.js';

/** One partner, found by typing; `label` shows above where it is a field of a form. */
export function PartnerFilter({
  value,
  onChange,
  label,
  error,
}: {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
  label?: string;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const { data } = useGet<List<PartnerRow>>('/v1/partners', { search, limit: 20 });
  const chosen = useGet<PartnerDetail>(value && `/v1/partners/${value}`);
  const found = (data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const known = value === undefined || found.some((option) => option.value === value);
  return (
    <Select
      {...(label ? { label } : { 'aria-label': t('Partner') })}
      placeholder={t('Any partner')}
      searchable
      clearable
      size={label ? 'sm' : 'xs'}
      error={error}
      nothingFoundMessage={t('Nobody by that name.')}
      clearButtonProps={{ 'aria-label': t('Any partner') }}
      data={known ? found : [...found, { value, label: chosen.data?.name ?? value }]}
      value={value ?? null}
      // The server has searched already, in more than the name.
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
