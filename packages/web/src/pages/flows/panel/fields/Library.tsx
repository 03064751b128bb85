import { Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFlowEditor } from '../../editor/context.js';
import { written } from './Texts.js';
import type { FieldProps } from './types.js';

interface Option {
  value: string;
  label: string;
}

/** One of what is published; what is not (any more) stays and is marked. */
function Picker({ props, options, known }: { props: FieldProps; options: Option[]; known: boolean }) {
  const { t } = useTranslation();
  const { id, describedBy, value, disabled, field, onChange } = props;
  const chosen = written(value);
  const missing = chosen !== '' && !options.some((option) => option.value === chosen);
  return (
    <Select
      id={id}
      aria-describedby={describedBy}
      data={missing ? [...options, { value: chosen, label: known ? `${chosen} ?` : chosen }] : options}
      value={chosen === '' ? null : chosen}
      searchable
      clearable={!field.required}
      disabled={disabled}
      placeholder={t('Choose')}
      nothingFoundMessage={t('Nothing of that name')}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}

/** What each kind of step asks. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  compute_commission: ['commission', 'lead_commission'],
  fraud_check: ['fraud'],
};

export function RuleField(props: FieldProps) {
  const { t } = useTranslation();
  const { library } = useFlowEditor();
  const asked = written(props.node.config['decides']);
  const kinds = KINDS[props.node.type] ?? (asked === '' ? [] : [asked]);
  const options = Object.entries(library?.rules ?? {})
    .filter(([, rule]) => kinds.length === 0 || kinds.includes(rule.kind))
    .map(([value, { title }]) => ({ value, label: title }));
  const chosen = written(props.value);
  return (
    <>
      <Picker props={props} options={options} known={library !== undefined} />
      {library && chosen in library.rules && (
        <Link to="/rules/$key" params={{ key: chosen }} className="t12 fp-more">
          {t('Open the rule, v{{version}}', { version: library.rules[chosen]?.version })}
        </Link>
      )}
    </>
  );
}

export function TemplateField(props: FieldProps) {
  const { i18n } = useTranslation();
  const { library } = useFlowEditor();
  const options = Object.entries(library?.templates ?? {}).map(([value, { content }]) => {
    const subject = (content.locales[i18n.language] ?? content.locales['en'])?.subject;
    return { value, label: subject ? `${value}: ${subject}` : value };
  });
  return <Picker props={props} options={options} known={library !== undefined} />;
}

export function FlowField(props: FieldProps) {
  const { library, flowKey } = useFlowEditor();
  const options = Object.entries(library?.flows ?? {})
    .filter(([key]) => key !== flowKey)
    .map(([value, { document }]) => ({ value, label: document.title }));
  return <Picker props={props} options={options} known={library !== undefined} />;
}

const ROLES = ['admin', 'ops', 'manager', 'finance'] as const;

export function RoleField(props: FieldProps) {
  const { t } = useTranslation();
  return <Picker props={props} options={ROLES.map((value) => ({ value, label: t(value) }))} known />;
}
