import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons.js';

/** A filter as a token: `Kind: any`; choosing is in the address, so that a view can be sent to somebody. */
export function Filter({
  label,
  value,
  options,
  unset,
  onChange,
}: {
  label: string;
  value: string | undefined;
  /** What it says while nothing is chosen; "any" where absent. */
  unset?: string;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const chosen = options.find((option) => option.value === value);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={chosen ? 'tok set' : 'tok'}>
          {label}: {chosen?.label ?? unset ?? t('any')}
          <Icon name="down" size={11} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChange(undefined)}>{unset ?? t('any')}</Menu.Item>
        {options.map((option) => (
          <Menu.Item key={option.value} onClick={() => onChange(option.value)} aria-current={option.value === value}>
            {option.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** From a day on and before another, as they stand in the address. */
export function PeriodFilter({
  filters,
  onChange,
}: {
  filters: { from?: string | undefined; to?: string | undefined };
  onChange: (change: { from?: string | undefined; to?: string | undefined }) => void;
}) {
  const { t } = useTranslation();
  return (['from', 'to'] as const).map((edge) => (
    <label key={edge} className="tok">
      {edge === 'from' ? t('from') : t('before')}{' '}
      <input
        type="date"
        className="date"
        value={filters[edge] ?? ''}
        onChange={(event) => onChange({ [edge]: event.currentTarget.value || undefined })}
      />
    </label>
  ));
}

/** Search within a list; Enter or leaving the field searches. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (text: string | undefined) => void;
}) {
  return (
    <form
      role="search"
      className="inp search"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get('q');
        onChange(typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined);
      }}
    >
      <Icon name="search" size={14} />
      <input
        key={value ?? ''}
        name="q"
        type="search"
        aria-label={label}
        placeholder={label}
        defaultValue={value ?? ''}
        data-page-search
        onBlur={(event) => {
          const text = event.currentTarget.value.trim();
          if (text !== (value ?? '')) onChange(text === '' ? undefined : text);
        }}
      />
    </form>
  );
}
