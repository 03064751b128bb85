import { Select } from '@mantine/core';
import type { JsonObject } from '@sluice/domain';
import { useTranslation } from 'react-i18next';
import { ValuePicker } from './Reference.js';
import { written } from './Texts.js';
import type { FieldProps } from './types.js';
import { useVariables } from './use-variables.js';
import { objectOf } from './Values.js';

/** Who gets a mail, and the setting that says which. */
const KINDS: Readonly<Record<string, { label: string; key: string; which: string }>> = {
  partner: { label: 'a partner', key: 'partner', which: 'Which partner' },
  commission: { label: 'the partner of each commission', key: 'commissions', which: 'Which commissions' },
  batch: { label: 'each partner of a batch', key: 'batch', which: 'Which batch' },
  role: { label: 'everybody of a role', key: 'role', which: 'Which role' },
};

const ROLES = ['admin', 'ops', 'manager', 'finance'];

/** Whom a mail goes to. */
export function RecipientField({ field, id, describedBy, node, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation();
  const to: JsonObject = objectOf(value);
  const kind = written(to['kind']);
  const chosen = KINDS[kind];
  const choices = useVariables(node.id, `${field.key}/${chosen?.key ?? ''}`);
  const set = (next: JsonObject[string] | undefined) =>
    chosen && onChange(next === undefined ? { kind } : { kind, [chosen.key]: next });
  return (
    <div className="fp-stack">
      <Select
        id={id}
        aria-describedby={describedBy}
        data={Object.entries(KINDS).map(([name, { label }]) => ({ value: name, label: t(label) }))}
        value={kind === '' ? null : kind}
        allowDeselect={false}
        disabled={disabled}
        placeholder={t('Choose')}
        onChange={(next) => next !== null && next !== kind && onChange({ kind: next })}
      />
      {chosen &&
        (chosen.key === 'role' && typeof to['role'] !== 'object' ? (
          <Select
            aria-label={t(chosen.which)}
            data={ROLES.map((role) => ({ value: role, label: t(role) }))}
            value={written(to['role']) || null}
            disabled={disabled}
            placeholder={t(chosen.which)}
            allowDeselect={false}
            onChange={(next) => set(next ?? undefined)}
          />
        ) : (
          <ValuePicker
            label={t(chosen.which)}
            choices={choices}
            value={to[chosen.key]}
            disabled={disabled}
            clearable={false}
            onChange={set}
          />
        ))}
    </div>
  );
}
