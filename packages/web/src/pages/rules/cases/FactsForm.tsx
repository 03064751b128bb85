import { fieldAt } from '@sluice/rules/facts/schema';
import { local } from '@sluice/rules/views/local';
import { nameLabel, YES_NO } from '@sluice/rules/views/cells-values';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor/context.js';
import { useLocale } from '../table/useTable.js';
import type { FactsDraft } from './draft-facts.js';
import { leaves, type Leaf } from './facts.js';

/** The facts of a case as fields of their types, by group; those that the rule reads come first. */
export function FactsForm({
  draft,
  problems,
  read,
  onChange,
}: {
  draft: FactsDraft;
  problems: ReadonlyMap<string, string>;
  read: readonly string[];
  onChange: (draft: FactsDraft) => void;
}) {
  const { t } = useTranslation();
  const { schema } = useEditor();
  const [all, setAll] = useState(false);
  const every = leaves(schema);
  const used = every.filter(({ path }) => read.includes(path));
  const first = used.length > 0 ? used : every;
  const rest = every.filter((leaf) => !first.includes(leaf));
  const field = (leaf: Leaf) => (
    <FactInput
      key={leaf.path}
      leaf={leaf}
      text={draft.texts.get(leaf.path) ?? ''}
      problem={problems.get(leaf.path)}
      onChange={(text) => onChange({ ...draft, texts: new Map([...draft.texts, [leaf.path, text]]) })}
    />
  );
  const hidden = rest.some(({ path }) => problems.has(path));
  return (
    <div className="facts">
      <div className="facts-grid">{first.map(field)}</div>
      {rest.length > 0 && (
        <details open={all || hidden} onToggle={(event) => setAll(event.currentTarget.open)}>
          <summary className="sec">{t('{{count}} facts that the rule does not read', { count: rest.length })}</summary>
          <div className="facts-grid">{rest.map(field)}</div>
        </details>
      )}
    </div>
  );
}

function FactInput({
  leaf,
  text,
  problem,
  onChange,
}: {
  leaf: Leaf;
  text: string;
  problem: string | undefined;
  onChange: (text: string) => void;
}) {
  const { t } = useTranslation();
  const { schema } = useEditor();
  const locale = useLocale();
  const id = useId();
  const { field, path, group } = leaf;
  const label = field.label === undefined ? path : local(field.label, locale);
  const parent = group === '' ? undefined : fieldAt(schema, group)?.label;
  const choices =
    field.type === 'enum'
      ? field.values.map((each) => nameLabel(each, locale))
      : field.type === 'boolean'
        ? [...YES_NO[locale]]
        : undefined;
  const unit = field.unit === undefined ? undefined : local(field.unit, locale);
  const common = {
    id,
    value: text,
    'aria-invalid': problem !== undefined,
    'aria-describedby': `${id}-help`,
    title: path,
  };
  return (
    <div className="field">
      <label className="lab" htmlFor={id}>
        {label}
        {parent !== undefined && !label.includes(local(parent, locale)) && (
          <span className="muted">{local(parent, locale)}</span>
        )}
      </label>
      {choices ? (
        <select {...common} className="inp" onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{field.optional ? t('not given') : t('choose…')}</option>
          {text !== '' && !choices.includes(text) && <option value={text}>{text}</option>}
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <span className="inp">
          <input
            {...common}
            className="bare grow"
            placeholder={field.optional ? t('not given') : ''}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          {field.type === 'money' && <span className="unit">{schema.currency}</span>}
          {unit && <span className="unit">{unit}</span>}
        </span>
      )}
      <p id={`${id}-help`} className={problem ? 'help neg' : 'help'}>
        {problem ?? (field.help === undefined ? '' : local(field.help, locale))}
      </p>
    </div>
  );
}
