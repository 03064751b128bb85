import { Select } from '@mantine/core';
import type { Json } from '@sluice/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../../parts/basics.js';
import { choiceOf, isReference, referenceOf, type VariableChoice } from './variables.js';
import { useVariables } from './use-variables.js';
import { JsonText } from './JsonText.js';
import type { FieldProps } from './types.js';

/** What a step before this one gives, a parameter, or a value of one's own. */
export function ReferenceField(props: FieldProps) {
  const { id, describedBy, value, disabled, field, node, onChange } = props;
  const choices = useVariables(node.id, field.key);
  return (
    <ValuePicker
      {...{ id, describedBy, disabled, choices, value }}
      label={props.label}
      clearable={!field.required}
      onChange={onChange}
    />
  );
}

export function ValuePicker({
  id,
  describedBy,
  label,
  choices,
  value,
  disabled,
  clearable,
  onChange,
}: {
  id?: string;
  describedBy?: string | undefined;
  label: string;
  choices: readonly VariableChoice[];
  value: Json | undefined;
  disabled: boolean;
  clearable: boolean;
  onChange: (value: Json | undefined) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const chosen = choiceOf(value);
  if (value !== undefined && value !== null && typeof value === 'object' && chosen === undefined)
    return <JsonText label={label} value={value} disabled={disabled} onChange={onChange} />;
  const own = value === undefined || value === null || chosen !== undefined ? undefined : `own:${String(value)}`;
  const groups = groupsOf(choices);
  if (own !== undefined) groups.unshift({ group: t('A fixed value'), items: [{ value: own, label: own.slice(4) }] });
  else if (typed.trim() !== '' && !choices.some(({ label: each }) => each === typed))
    groups.push({
      group: t('A fixed value'),
      items: [{ value: `own:${typed.trim()}`, label: t('“{{text}}” as it is', { text: typed.trim() }) }],
    });
  const known = chosen === undefined || choices.some((choice) => choice.value === chosen);
  if (chosen !== undefined && !known)
    groups.push({
      group: t('Not given here'),
      items: [{ value: chosen, label: `${chosen.slice(chosen.indexOf(':') + 1)} ?` }],
    });
  return (
    <Select
      {...(id === undefined ? { 'aria-label': label } : { id })}
      aria-describedby={describedBy}
      data={groups}
      value={chosen ?? own ?? null}
      searchable
      clearable={clearable && value !== undefined}
      disabled={disabled}
      placeholder={t('Choose a value, or type one')}
      comboboxProps={{ width: 300, position: 'bottom-start' }}
      maxDropdownHeight={280}
      filter={({ options, search }) => {
        const wanted = search.toLowerCase().trim();
        return options.flatMap((option): (typeof options)[number][] => {
          if (!('group' in option)) return [option];
          const items = option.items.filter(
            (item) =>
              item.value.startsWith('own:') ||
              `${option.group} ${item.label} ${item.value}`.toLowerCase().includes(wanted),
          );
          return items.length > 0 ? [{ ...option, items }] : [];
        });
      }}
      renderOption={({ option }) => (
        <span className="fp-option">
          <span>{option.label}</span>
          {!option.value.startsWith('own:') && (
            <span className="mono muted t11">{option.value.slice(option.value.indexOf(':') + 1)}</span>
          )}
        </span>
      )}
      onSearchChange={setTyped}
      onChange={(next) => {
        if (next === null) return onChange(undefined);
        onChange(next.startsWith('own:') ? next.slice(4) : referenceOf(next));
      }}
    />
  );
}

/** A reference in place of a value of one's own: what it stands for, and the way back. */
export function Standing({
  label,
  choices,
  value,
  disabled,
  onChange,
}: {
  label: string;
  choices: readonly VariableChoice[];
  value: Json;
  disabled: boolean;
  onChange: (value: Json | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="fp-stands">
      <div className="grow">
        <ValuePicker {...{ label, choices, value, disabled, onChange }} clearable={false} />
      </div>
      {!disabled && isReference(value) && (
        <IconButton small icon="x" label={t('Set a value of its own')} onClick={() => onChange(undefined)} />
      )}
    </div>
  );
}

function groupsOf(choices: readonly VariableChoice[]): { group: string; items: { value: string; label: string }[] }[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { value, label, group } of choices) {
    const items = groups.get(group) ?? [];
    items.push({ value, label });
    groups.set(group, items);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
