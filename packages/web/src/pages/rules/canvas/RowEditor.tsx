import { Select } from '@mantine/core';
import type { ConditionRow, RowOperator } from '@sluice/rules/views/decision-list';
import { setRow, type RowParts } from '@sluice/rules/views/write-row';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../parts/basics.js';
import { useConditions } from './condition-context.js';
import { factChoices, fieldAt, firstRow, operatorsFor, valueCount, withOperator } from './facts.js';
import { OPERATOR_WORDS } from './operator-words.js';
import { useLanguage } from './use-language.js';
import { ValueField, ValuesField } from './ValueField.js';

/** One condition: fact, operator, values. */
export function RowEditor({ row, remove }: { row: ConditionRow; remove: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { document, schema, edit, readOnly } = useConditions();
  const choices = useMemo(() => factChoices(schema, language), [schema, language]);
  const groups = useMemo(() => grouped(choices), [choices]);
  const field = fieldAt(schema, row.fact);
  if (!field || !document) return null;
  const choice = choices.find(({ path }) => path === row.fact);
  const name = choice?.label ?? row.fact;
  const set = (next: RowParts, label: string, step?: string) =>
    edit(setRow(document, schema, row.pointer, next), label, step);
  const parts: RowParts = { fact: row.fact, operator: row.operator, values: row.values };
  const count = valueCount(row.operator);
  const manyTexts = Array.isArray(row.values) && row.values.length > 1;
  const operators = operatorsFor(field);
  const common = { path: row.fact, field, schema, disabled: readOnly };
  const step = `value ${row.pointer}`;
  const changed = t('Change the value of {{fact}}', { fact: name });
  return (
    <div className="cond" role="group" aria-label={name}>
      <div className="l1">
        <Select
          className="grow"
          variant="unstyled"
          aria-label={t('Fact')}
          data={groups}
          value={row.fact}
          searchable
          allowDeselect={false}
          disabled={readOnly}
          comboboxProps={{ width: 280, position: 'bottom-start' }}
          onChange={(path) => {
            const next = path === null ? undefined : fieldAt(schema, path);
            if (path !== null && next) set(firstRow(path, next), t('Choose another fact'));
          }}
        />
        <span className="mono muted t11 ell" title={row.fact}>
          {row.fact}
        </span>
        {!readOnly && (
          <IconButton small icon="x" label={t('Remove the condition on {{fact}}', { fact: name })} onClick={remove} />
        )}
      </div>
      <div className="l2">
        <Select
          className="op"
          aria-label={t('How {{fact}} is compared', { fact: name })}
          data={(operators.includes(row.operator) ? operators : [row.operator, ...operators]).map((value) => ({
            value,
            label: t(OPERATOR_WORDS[value]),
          }))}
          value={row.operator}
          allowDeselect={false}
          disabled={readOnly}
          comboboxProps={{ width: 170, position: 'bottom-start' }}
          onChange={(next) =>
            next !== null &&
            set(withOperator(parts, next as RowOperator, field), t('Compare {{fact}} otherwise', { fact: name }))
          }
        />
        {(count === 'many' || (count === 1 && manyTexts)) && (
          <div className="grow">
            <ValuesField
              {...common}
              label={t('Values of {{fact}}', { fact: name })}
              values={row.values}
              onChange={(values) => set({ ...parts, values: asTyped(values, row.values) }, changed)}
            />
          </div>
        )}
        {count === 1 && !manyTexts && (
          <div className="grow">
            <ValueField
              {...common}
              label={t('Value of {{fact}}', { fact: name })}
              value={row.values[0] ?? ''}
              onChange={(value) => set({ ...parts, values: [value] }, changed, step)}
            />
          </div>
        )}
        {count === 2 &&
          [t('Lowest value of {{fact}}', { fact: name }), t('Highest value of {{fact}}', { fact: name })].map(
            (label, at) => (
              <div className="grow" key={label}>
                <ValueField
                  {...common}
                  label={label}
                  value={row.values[at] ?? ''}
                  onChange={(value) =>
                    set({ ...parts, values: row.values.with(at, value) }, changed, `${step}/${String(at)}`)
                  }
                />
              </div>
            ),
          )}
      </div>
      {row.absentAs !== undefined && row.absentAs !== '' && row.absentAs !== false && (
        <p className="help t11 muted">
          {t('Where it is not known it counts as {{value}}.', { value: String(row.absentAs) })}
        </p>
      )}
    </div>
  );
}

/** Numbers stay numbers where the list holds numbers. */
function asTyped(values: readonly unknown[], before: ConditionRow['values']): ConditionRow['values'] {
  const numbers = before.every((value) => typeof value === 'number');
  return values.map((value) => (numbers && !Number.isNaN(Number(value)) ? Number(value) : String(value)));
}

function grouped(choices: ReturnType<typeof factChoices>) {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { path, label, group } of choices) {
    const items = groups.get(group) ?? [];
    items.push({ value: path, label });
    groups.set(group, items);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
