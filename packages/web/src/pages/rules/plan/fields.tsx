import type { Json } from '@sluice/rules/cst/value';
import { cellProblemText } from '@sluice/rules/views/cells-problem';
import { readMoney, writeMoney } from '@sluice/rules/views/cells-numbers';
import { outcomeText, readOutcomeCell, writeOutcomeCell } from '@sluice/rules/views/cells-outcome';
import { outcomeContext, type TableContext } from '@sluice/rules/views/table';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../parts/icons.js';

/** A field that keeps what is typed while it cannot be read, and says what to write instead. */
function TextField({
  label,
  shown,
  read,
  placeholder,
  hideLabel,
  suggestions,
}: {
  label: string;
  /** The value as text, as the rule has it now. */
  shown: string;
  /** Takes the text, or says why it cannot. */
  read: (text: string) => string | undefined;
  placeholder?: string;
  hideLabel?: boolean;
  suggestions?: ReactNode;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();
  return (
    <div className="field plan-field">
      <label className={hideLabel ? 'sr' : 'lab'} htmlFor={id}>
        {label}
      </label>
      <span className="inp">
        <input
          id={id}
          className="bare grow num"
          value={typed ?? shown}
          placeholder={placeholder}
          aria-invalid={problem !== undefined}
          aria-describedby={problem ? `${id}-why` : undefined}
          list={suggestions ? `${id}-list` : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setProblem(read(event.currentTarget.value));
          }}
          onBlur={() => {
            if (!problem) setTyped(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || typed === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            setTyped(undefined);
            setProblem(undefined);
          }}
        />
        {suggestions && <datalist id={`${id}-list`}>{suggestions}</datalist>}
      </span>
      {problem && (
        <p id={`${id}-why`} className="help neg" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Terms in words: "20 % of net", "$25.00", "none: reason"; terms that words cannot say are locked. */
export function TermsField({
  label,
  value,
  context,
  optional,
  hideLabel,
  onChange,
}: {
  label: string;
  value: Json | undefined;
  context: TableContext;
  /** Empty takes them away. */
  optional?: boolean;
  hideLabel?: boolean;
  onChange: (value: Json | undefined) => void;
}) {
  const { t } = useTranslation();
  const outcomes = outcomeContext(context);
  const words = value === undefined ? undefined : writeOutcomeCell(value, outcomes);
  if (value !== undefined && !words) {
    return (
      <span className="dt-chip" title={JSON.stringify(value)}>
        <Icon name="lock" size={12} />
        {t('terms that the form cannot show')}
      </span>
    );
  }
  return (
    <TextField
      label={label}
      hideLabel={hideLabel === true}
      shown={words ? outcomeText(words) : ''}
      placeholder={t('no terms of its own')}
      read={(text) => {
        if (optional && text.trim() === '') {
          onChange(undefined);
          return undefined;
        }
        const read = readOutcomeCell(text, outcomes);
        if (!read.ok) return cellProblemText(read.problem, context.locale);
        onChange(read.value);
        return undefined;
      }}
    />
  );
}

/** An amount in the programme's currency; empty is none. */
export function AmountField({
  label,
  value,
  context,
  onChange,
}: {
  label: string;
  value: number | undefined;
  context: TableContext;
  onChange: (value: number | undefined) => void;
}) {
  const { t } = useTranslation();
  const { schema, locale } = context;
  const currency = schema.currency ?? 'USD';
  return (
    <TextField
      label={label}
      shown={value === undefined ? '' : writeMoney(value, currency, locale)}
      placeholder={t('any amount')}
      read={(text) => {
        if (text.trim() === '') {
          onChange(undefined);
          return undefined;
        }
        const read = readMoney(text, currency, locale);
        if (!read.ok) return cellProblemText(read.problem, locale);
        onChange(read.value);
        return undefined;
      }}
    />
  );
}

/** Several names, with commas between them; where there are choices only those. */
export function WordsField({
  label,
  value,
  placeholder,
  choices,
  onChange,
}: {
  label: string;
  value: readonly string[];
  placeholder: string;
  choices?: readonly { readonly value: string; readonly label: string }[];
  onChange: (value: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const shown = value.map((each) => choices?.find((choice) => choice.value === each)?.label ?? each).join(', ');
  return (
    <TextField
      label={label}
      shown={shown}
      placeholder={placeholder}
      suggestions={choices?.map((choice) => (
        <option key={choice.value} value={choice.label} />
      ))}
      read={(text) => {
        const words = text
          .split(/[,;]/)
          .map((word) => word.trim())
          .filter((word) => word !== '');
        const found = words.map((word) => {
          const lower = word.toLowerCase();
          if (!choices) return word;
          return choices.find((each) => each.value.toLowerCase() === lower || each.label.toLowerCase() === lower)
            ?.value;
        });
        const unknown = words[found.indexOf(undefined)];
        if (unknown !== undefined) {
          return t('“{{text}}” is not one of {{values}}.', {
            text: unknown,
            values: choices?.map((each) => each.label).join(', ') ?? '',
          });
        }
        onChange([...new Set(found.filter((each) => each !== undefined))]);
        return undefined;
      }}
    />
  );
}

/** For how many months renewals earn; empty is without end. */
export function MonthsField({
  value,
  onChange,
}: {
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('Renewals earn for this many months')}
      shown={value === undefined ? '' : String(value)}
      placeholder={t('without end')}
      read={(text) => {
        if (text.trim() === '') {
          onChange(undefined);
          return undefined;
        }
        const months = Number(text);
        if (!/^\d{1,3}$/.test(text.trim()) || months < 1) return t('Write a number of months, such as 12.');
        onChange(months);
        return undefined;
      }}
    />
  );
}
