import { TextInput } from '@mantine/core';
import type { Json, JsonObject } from '@sluice/domain';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { Button, IconButton } from '../../../../parts/basics.js';
import { ValuePicker } from './Reference.js';
import type { FieldProps } from './types.js';
import { useVariables } from './use-variables.js';

/** Values by name, each a fixed one or one that an earlier step gives. */
export function ValuesField({ field, node, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation();
  const choices = useVariables(node.id, field.key);
  const entries = Object.entries(objectOf(value));
  const [name, setName] = useState('');
  const free = name.trim() !== '' && !entries.some(([known]) => known === name.trim());
  const set = (next: [string, Json][]) =>
    onChange(next.length === 0 && !field.required ? undefined : Object.fromEntries(next));
  const add = () => {
    if (!free) return;
    set([...entries, [name.trim(), '']]);
    setName('');
  };
  return (
    <div className="fp-values">
      {entries.map(([key, each], index) => (
        <div key={key} className="row">
          <span className="fp-name mono t12 ell" title={key}>
            {key}
          </span>
          <div className="grow">
            <ValuePicker
              label={t('Value of {{name}}', { name: key })}
              choices={choices}
              value={each}
              disabled={disabled}
              clearable={false}
              onChange={(next) => set(entries.with(index, [key, next ?? '']))}
            />
          </div>
          {!disabled && (
            <IconButton
              small
              icon="x"
              label={t('Remove the value {{name}}', { name: key })}
              onClick={() => set(entries.toSpliced(index, 1))}
            />
          )}
        </div>
      ))}
      {!disabled && (
        <div className="row">
          <TextInput
            className="grow"
            aria-label={t('Name of a new value')}
            placeholder={t('Name of a new value')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') add();
            }}
          />
          <Button size="sm" icon="plus" disabled={!free} onClick={add}>
            {t('Add')}
          </Button>
        </div>
      )}
    </div>
  );
}

export function objectOf(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
