import { MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import { eventTypes, type Json } from '@sluice/domain';
import { catalogue } from '@sluice/nodes/catalogue';
import { useTranslation } from 'react-i18next';
import { Seg } from '../../../../parts/basics.js';
import { written } from './Texts.js';
import type { FieldProps } from './types.js';

/** One of a few: side by side where they are short. */
export function ChoiceField(props: FieldProps) {
  const { t } = useTranslation();
  const { field, label, value, disabled, id, describedBy, onChange } = props;
  const options = (field.options ?? []).map((option) => ({ value: option.value, label: t(option.label) }));
  const width = options.reduce((sum, option) => sum + option.label.length + 3, 0);
  const chosen = written(value) || (isRequired(props) ? '' : written(standsFor(props)));
  if (width <= 36 && !disabled)
    return (
      <Seg
        label={label}
        value={chosen}
        options={options}
        onChange={(next) => onChange(field.required || next !== chosen ? typed(props, next) : undefined)}
      />
    );
  return (
    <Select
      id={id}
      aria-describedby={describedBy}
      data={options}
      value={chosen === '' ? null : chosen}
      clearable={!field.required && value !== undefined}
      allowDeselect={false}
      disabled={disabled}
      placeholder={t('Choose')}
      onChange={(next) => onChange(next === null ? undefined : typed(props, next))}
    />
  );
}

/** Yes or no; what the schema says where nothing is set. */
export function YesNoField(props: FieldProps) {
  const { t } = useTranslation();
  const { label, value, disabled, onChange } = props;
  const on = value ?? standsFor(props);
  return (
    <Seg
      label={label}
      value={on === true ? 'yes' : 'no'}
      options={[
        { value: 'yes', label: t('yes') },
        { value: 'no', label: t('no') },
      ]}
      onChange={(next) => !disabled && onChange(next === 'yes')}
    />
  );
}

export function ChoicesField({ field, id, describedBy, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      id={id}
      aria-describedby={describedBy}
      data={(field.options ?? []).map((option) => ({ value: option.value, label: t(option.label) }))}
      value={textsOf(value)}
      disabled={disabled}
      onChange={(next) => onChange(next.length === 0 ? undefined : next)}
    />
  );
}

/** One of a few, or a number. */
export function ChoiceOrNumberField({ field, id, describedBy, label, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation();
  const number = typeof value === 'number';
  return (
    <div className="fp-pair">
      <Select
        id={id}
        aria-describedby={describedBy}
        data={[
          ...(field.options ?? []).map((option) => ({ value: option.value, label: t(option.label) })),
          { value: '#', label: t('so many have come') },
        ]}
        value={number ? '#' : written(value) || (field.options?.[0]?.value ?? null)}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => onChange(next === '#' ? 2 : (next ?? undefined))}
      />
      {number && (
        <TextInput
          aria-label={t('Number for {{field}}', { field: label })}
          inputMode="numeric"
          value={String(value)}
          disabled={disabled}
          onChange={(event) => {
            const text = event.currentTarget.value.trim();
            if (/^\d{1,6}$/.test(text)) onChange(Number(text));
          }}
        />
      )}
    </div>
  );
}

export function TagsField({ id, describedBy, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation();
  return (
    <TagsInput
      id={id}
      aria-describedby={describedBy}
      value={textsOf(value)}
      disabled={disabled}
      {...(textsOf(value).length === 0 ? { placeholder: t('Type and press Enter') } : {})}
      onChange={(next) => onChange(next.length === 0 ? undefined : next)}
    />
  );
}

/** Events by their groups; events of one's own begin with `custom.`. */
export function EventTypesField({ id, describedBy, value, disabled, onChange }: FieldProps) {
  return <EventTypes {...{ id, describedBy, disabled }} value={textsOf(value)} onChange={onChange} />;
}

export function EventTypes({
  id,
  describedBy,
  value,
  disabled,
  onChange,
}: {
  id: string;
  describedBy: string | undefined;
  value: string[];
  disabled: boolean;
  onChange: (value: string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <TagsInput
      id={id}
      aria-describedby={describedBy}
      data={[...eventTypes]}
      value={value}
      disabled={disabled}
      maxDropdownHeight={240}
      {...(value.length === 0 ? { placeholder: t('An event, e.g. order.paid') } : {})}
      onChange={onChange}
    />
  );
}

export function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/** "2" is a number where the schema wants one. */
function typed({ node, field }: FieldProps, text: string): Json {
  const issues = catalogue[node.type]?.schema.safeParse({ ...node.config, [field.key]: text }).error?.issues ?? [];
  return issues.some(({ path }) => path[0] === field.key) && /^\d+$/.test(text) ? Number(text) : text;
}

function isRequired({ field }: FieldProps): boolean {
  return field.required === true;
}

/** What counts where nothing is set: the schema's own default. */
function standsFor({ node, field }: FieldProps): Json | undefined {
  const parsed = catalogue[node.type]?.schema.safeParse(node.config);
  if (!parsed?.success || typeof parsed.data !== 'object' || parsed.data === null) return undefined;
  return (parsed.data as Record<string, Json | undefined>)[field.key];
}
