import { Select, Switch, TagsInput, Textarea } from '@mantine/core';
import type { Json } from '@sluice/rules/cst/value';
import type { OutcomeField, OutcomeFields, OutcomeShape } from '@sluice/rules/outcome/shape';
import { local } from '@sluice/rules/views/local';
import { createContext, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../parts/basics.js';
import { useShell } from '../../../shell/context.js';
import { amountOf, amountText, decimalOf, decimalText } from './amounts.js';
import { OUTCOME_WORDS, UNCHOSEN_WORDS } from './outcome-words.js';
import { Typed } from './Typed.js';
import { useLanguage } from './use-language.js';

type Entries = { readonly [name: string]: Json };

interface FormProps {
  shape: OutcomeShape;
  value: Json;
  disabled: boolean;
  onChange: (value: Json) => void;
}

/** What all fields of a form know: the shape of the whole, and the currency of its amounts. */
const Setting = createContext<{ shape: string; currency: string }>({ shape: '', currency: 'USD' });

/** Then: the form of an outcome, made from its shape. Amounts are in the programme's currency unless another is named. */
export function OutcomeForm({ currency, ...form }: FormProps & { currency?: string | undefined }) {
  const { programme } = useShell();
  return (
    <Setting.Provider value={{ shape: form.shape.id, currency: currency ?? programme?.currency ?? 'USD' }}>
      <ShapeForm {...form} />
    </Setting.Provider>
  );
}

function ShapeForm({ shape, value, disabled, onChange }: FormProps) {
  const { t } = useTranslation();
  switch (shape.kind) {
    case 'value':
      return <PlainForm shape={shape} value={value} disabled={disabled} onChange={onChange} />;
    case 'list': {
      const items = Array.isArray(value) ? (value as readonly Json[]) : [];
      return (
        <div className="outs">
          {items.length === 0 && <p className="sub">{t('Nothing.')}</p>}
          {items.map((item, index) => (
            <div className="grp" role="group" aria-label={t('Entry {{number}}', { number: index + 1 })} key={index}>
              <ShapeForm
                shape={shape.of}
                value={item}
                disabled={disabled}
                onChange={(next) => onChange(items.with(index, next))}
              />
              {!disabled && (
                <Button look="ghost" size="sm" icon="x" onClick={() => onChange(items.toSpliced(index, 1))}>
                  {t('Remove entry {{number}}', { number: index + 1 })}
                </Button>
              )}
            </div>
          ))}
          {!disabled && (
            <Button look="ghost" size="sm" icon="plus" onClick={() => onChange([...items, startOf(shape.of)])}>
              {t('Entry')}
            </Button>
          )}
        </div>
      );
    }
    case 'record':
      return (
        <Fields fields={shape.fields} value={entriesOf(value)} disabled={disabled} onChange={onChange} order={[]} />
      );
    case 'variants':
      return <VariantForm shape={shape} value={value} disabled={disabled} onChange={onChange} />;
  }
}

function VariantForm({ shape, value, disabled, onChange }: FormProps & { shape: OutcomeShape & { kind: 'variants' } }) {
  const { t } = useTranslation();
  const entries = entriesOf(value);
  const tag = String(entries[shape.tag]);
  const fields = shape.variants[tag] ?? {};
  const label = t(OUTCOME_WORDS[`${shape.id}.${shape.tag}`] ?? shape.tag);
  return (
    <Fields fields={fields} value={entries} disabled={disabled} onChange={onChange} order={[shape.tag]}>
      <Select
        label={label}
        data={Object.keys(shape.variants).map((name) => ({
          value: name,
          label: t(OUTCOME_WORDS[`${shape.id}.${name}`] ?? name.replaceAll('_', ' ')),
        }))}
        value={tag}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => {
          if (next === null || next === tag) return;
          const wanted = shape.variants[next] ?? {};
          const kept = Object.fromEntries(
            Object.entries(wanted).flatMap(([name, field]) => {
              const before = entries[name];
              if (before !== undefined && fields[name]?.type === field.type) return [[name, before] as const];
              return field.optional ? [] : [[name, startOfField(field)] as const];
            }),
          );
          const oneOf = shape.oneOf?.[next] ?? [];
          const needed = oneOf.some((name) => name in kept) ? undefined : oneOf[0];
          const field = needed === undefined ? undefined : wanted[needed];
          onChange({
            [shape.tag]: next,
            ...kept,
            ...(needed !== undefined && field && { [needed]: startOfField(field) }),
          });
        }}
      />
    </Fields>
  );
}

/** The fields of a record in two columns; members keep the order of the shape, so that the text is the same in every view. */
function Fields({
  fields,
  value,
  disabled,
  order,
  onChange,
  children,
}: {
  fields: OutcomeFields;
  value: Entries;
  disabled: boolean;
  order: readonly string[];
  onChange: (value: Json) => void;
  children?: React.ReactNode;
}) {
  const set = (name: string, next: Json | undefined) => {
    const known = [...order, ...Object.keys(fields)];
    const there = Object.keys(value);
    // What stands in another order stays so; a new member comes where the shape has it.
    const names = there.includes(name) ? there : [...known, ...there.filter((each) => !known.includes(each))];
    onChange(
      Object.fromEntries(
        names.flatMap((each) => {
          const content = each === name ? next : value[each];
          return content === undefined ? [] : [[each, content] as const];
        }),
      ),
    );
  };
  return (
    <div className="two">
      {children}
      {Object.entries(fields).map(([name, field]) => (
        <FieldInput
          key={name}
          name={name}
          field={field}
          value={value[name]}
          disabled={disabled}
          onChange={(next) => set(name, next)}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  name: string;
  field: OutcomeField;
  value: Json | undefined;
  disabled: boolean;
  /** Undefined takes an optional field away. */
  onChange: (value: Json | undefined) => void;
}

function FieldInput({ name, field, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { shape, currency } = useContext(Setting);
  const { programme } = useShell();
  const label =
    field.label === undefined ? t(OUTCOME_WORDS[name] ?? name.replaceAll('_', ' ')) : local(field.label, language);
  const common = { label, disabled };
  const optional = field.optional === true;
  switch (field.type) {
    case 'rate':
      return (
        <Typed<Json>
          {...common}
          numeric
          unit="%"
          value={value ?? ''}
          write={(each) => decimalText(each, language)}
          read={(text) => (optional && text === '' ? '' : decimalOf(text, language))}
          wrong={t('A rate, e.g. {{example}}', { example: decimalText('12.5', language) })}
          onChange={(next) => onChange(next === '' ? undefined : next)}
        />
      );
    case 'factor':
      return (
        <Typed<Json>
          {...common}
          numeric
          unit="×"
          value={value ?? ''}
          write={(each) => decimalText(each, language)}
          read={(text) => decimalOf(text, language)}
          wrong={t('A factor, e.g. {{example}}', { example: decimalText('1.5', language) })}
          onChange={onChange}
        />
      );
    case 'duration':
      return (
        <Typed<Json>
          {...common}
          numeric
          unit={t('days')}
          value={value ?? ''}
          write={(each) => daysText(each)}
          read={(text) => durationOf(text)}
          wrong={t('A number of days, or a duration such as P3M')}
          onChange={onChange}
        />
      );
    case 'outcome':
      return (
        <div className="span2 grp" role="group" aria-label={label}>
          <span className="lab t12 m">{label}</span>
          <VariantForm shape={field.shape} value={value ?? {}} disabled={disabled} onChange={onChange} />
        </div>
      );
    case 'amount':
      return (
        <Typed<Json>
          {...common}
          numeric
          unit={currency}
          value={value ?? ''}
          write={(each) => (each === '' ? '' : amountText(String(each), currency, language))}
          read={(text) => (optional && text === '' ? '' : amountOf(text, currency, language))}
          wrong={t('An amount, e.g. {{example}}', { example: amountText(50000, currency, language) })}
          onChange={(next) => onChange(next === '' ? undefined : typeof value === 'string' ? String(next) : next)}
        />
      );
    case 'integer':
      return (
        <Typed<Json>
          {...common}
          numeric
          value={value ?? ''}
          write={String}
          read={(text) => (/^-?\d{1,15}$/.test(text.trim()) ? Number(text) : optional && text === '' ? '' : undefined)}
          wrong={t('A whole number')}
          onChange={(next) => onChange(next === '' ? undefined : next)}
        />
      );
    case 'text': {
      const tiers = shape === 'tier_decision' && name === 'tier' ? programme?.tiers : undefined;
      if (tiers) return <TierInput {...common} value={value} tiers={tiers} onChange={onChange} />;
      return (
        <Typed<Json>
          {...common}
          value={value ?? ''}
          write={String}
          read={(text) => (text === '' && !optional ? undefined : text)}
          wrong={t('Say something here')}
          onChange={(next) => onChange(next === '' ? undefined : next)}
        />
      );
    }
    case 'choice':
      return (
        <Select
          {...common}
          data={field.values.map((each) => ({
            value: each,
            label: t(OUTCOME_WORDS[each] ?? each.replaceAll('_', ' ')),
          }))}
          value={typeof value === 'string' ? value : null}
          placeholder={optional ? t(UNCHOSEN_WORDS[name] ?? 'as in settings') : t('choose')}
          clearable={optional}
          allowDeselect={false}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'boolean':
      return (
        <Switch
          {...common}
          size="xs"
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'list':
      return (
        <ListInput name={name} field={field} value={value} disabled={disabled} onChange={onChange} label={label} />
      );
    case 'record':
      return (
        <div className="span2 grp" role="group" aria-label={label}>
          <Fields
            fields={field.fields}
            value={entriesOf(value ?? {})}
            disabled={disabled}
            order={[]}
            onChange={onChange}
          />
        </div>
      );
    case 'params':
      return <ParamsInput {...common} value={value} onChange={onChange} />;
  }
}

function TierInput({
  label,
  disabled,
  value,
  tiers,
  onChange,
}: {
  label: string;
  disabled: boolean;
  value: Json | undefined;
  tiers: readonly { key: string; name: string }[];
  onChange: (value: Json) => void;
}) {
  const { t } = useTranslation();
  const data = [
    { value: 'keep', label: t('keep the tier') },
    ...tiers.map(({ key, name }) => ({ value: key, label: name })),
  ];
  const now = String(value ?? '');
  return (
    <Select
      label={label}
      disabled={disabled}
      data={data.some((each) => each.value === now) ? data : [...data, { value: now, label: now }]}
      value={now}
      allowDeselect={false}
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}

function ListInput({
  field,
  value,
  disabled,
  onChange,
  label,
}: FieldProps & { field: OutcomeField & { type: 'list' }; label: string }) {
  const { t } = useTranslation();
  const items = Array.isArray(value) ? (value as readonly Json[]) : [];
  const { of } = field;
  if (of.type === 'text') {
    return (
      <TagsInput
        size="xs"
        className="span2"
        label={label}
        disabled={disabled}
        value={items.map(String)}
        onChange={(next) => onChange(next.length === 0 && field.optional ? undefined : next)}
      />
    );
  }
  return (
    <div className="span2" role="group" aria-label={label}>
      <span className="lab t12 m">{label}</span>
      {items.map((item, index) => (
        <div className="row listrow" key={index}>
          <div className="grow">
            {of.type === 'record' ? (
              <Fields
                fields={of.fields}
                value={entriesOf(item)}
                disabled={disabled}
                order={[]}
                onChange={(next) => onChange(items.with(index, next))}
              />
            ) : (
              <FieldInput
                name={`${label} ${String(index + 1)}`}
                field={of}
                value={item}
                disabled={disabled}
                onChange={(next) => onChange(next === undefined ? items.toSpliced(index, 1) : items.with(index, next))}
              />
            )}
          </div>
          {!disabled && (
            <IconButton
              small
              icon="x"
              label={t('Remove entry {{number}}', { number: index + 1 })}
              onClick={() => {
                const left = items.toSpliced(index, 1);
                onChange(left.length === 0 && field.optional ? undefined : left);
              }}
            />
          )}
        </div>
      ))}
      {!disabled && (
        <Button look="ghost" size="sm" icon="plus" onClick={() => onChange([...items, ...moreOf(field, items.length)])}>
          {t('Entry')}
        </Button>
      )}
    </div>
  );
}

/** What is added to a list; parts of a whole begin as halves. */
function moreOf({ of, total }: OutcomeField & { type: 'list' }, count: number): Json[] {
  const start = startOfField(of);
  if (!total || count > 0) return [start];
  return ['P0D', 'P30D'].map((after) => ({ ...entriesOf(start), [total.field]: '50', after }));
}

const daysText = (value: Json): string => /^P(\d+)D$/.exec(String(value))?.[1] ?? String(value);

function durationOf(text: string): string | undefined {
  const given = text.trim().toUpperCase();
  if (/^\d{1,5}$/.test(given)) return `P${given}D`;
  return /^P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/.test(given) ? given : undefined;
}

/** Free details as JSON: texts, numbers, yes/no by name. */
function ParamsInput({
  label,
  disabled,
  value,
  onChange,
}: {
  label: string;
  disabled: boolean;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value));
  const [bad, setBad] = useState(false);
  return (
    <Textarea
      className="span2"
      label={label}
      disabled={disabled}
      autosize
      minRows={1}
      value={text}
      error={bad ? t('JSON with a name for each detail, two or more') : undefined}
      styles={{ input: { fontFamily: 'var(--mono)' } }}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const read = paramsOf(event.currentTarget.value);
        setBad(read === null);
        if (read !== null) onChange(read);
      }}
    />
  );
}

function paramsOf(text: string): Json | undefined | null {
  if (text.trim() === '') return undefined;
  try {
    const value = JSON.parse(text) as Json;
    const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value) : [];
    return entries.length > 1 && entries.every((each) => typeof each !== 'object') ? value : null;
  } catch {
    return null;
  }
}

function PlainForm({ shape, value, disabled, onChange }: FormProps & { shape: OutcomeShape & { kind: 'value' } }) {
  const { t } = useTranslation();
  if (shape.type.type === 'boolean') {
    return (
      <Select
        label={t('Answer')}
        data={[
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
        value={String(value)}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => onChange(next === 'true')}
      />
    );
  }
  return (
    <Typed<Json>
      label={t('Answer')}
      value={value}
      write={String}
      read={(text) => (typeof value === 'number' ? (Number.isNaN(Number(text)) ? undefined : Number(text)) : text)}
      wrong={t('A number, e.g. {{example}}', { example: '12' })}
      disabled={disabled}
      onChange={onChange}
    />
  );
}

function entriesOf(value: Json): Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entries) : {};
}

/** A new outcome of a shape. */
export function startOf(shape: OutcomeShape): Json {
  if (shape.kind === 'list') return [];
  if (shape.kind === 'value') return shape.type.type === 'boolean' ? true : '';
  const [first] = shape.kind === 'variants' ? Object.entries(shape.variants) : [];
  const fields = shape.kind === 'record' ? shape.fields : (first?.[1] ?? {});
  const own = Object.entries(fields).filter(([, field]) => !field.optional);
  return {
    ...(shape.kind === 'variants' && first ? { [shape.tag]: first[0] } : {}),
    ...Object.fromEntries(own.map(([name, field]) => [name, startOfField(field)])),
  };
}

function startOfField(field: OutcomeField): Json {
  switch (field.type) {
    case 'rate':
      return '10';
    case 'amount':
      return 0;
    case 'integer':
      return 1;
    case 'text':
      return 'say_why';
    case 'choice':
      return field.values[0] ?? '';
    case 'boolean':
      return false;
    case 'factor':
      return '1.5';
    case 'duration':
      return 'P30D';
    case 'outcome':
      return startOf(field.shape);
    case 'list':
      return field.of.type === 'text' ? [] : [startOfField(field.of)];
    case 'record':
      return Object.fromEntries(
        Object.entries(field.fields).flatMap(([name, inner]) =>
          inner.optional && field.oneOf?.[0] !== name ? [] : [[name, startOfField(inner)]],
        ),
      );
    case 'params':
      return {};
  }
}
