import type { ConditionView, GroupMode } from '@sluice/rules/views/decision-list';
import { addCondition, group, groupText, removeCondition, setMode, ungroup } from '@sluice/rules/views/write-condition';
import { rowText } from '@sluice/rules/views/write-row';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton, Seg } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { useConditions } from './condition-context.js';
import { AdvancedText } from './AdvancedText.js';
import { firstRow, usualFact } from './facts.js';
import { RowEditor } from './RowEditor.js';

/** When: all, any or none of the conditions, nested as deep as they go. `whole` is the branch's condition. */
export function WhenEditor({ whole }: { whole: ConditionView }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="sec">
        <h3 id={id}>{t('When')}</h3>
        <span className="grow" />
        <Mode view={whole} label={t('How the conditions are taken together')} />
      </div>
      <Level whole={whole} view={whole} depth={0} />
    </section>
  );
}

function Mode({ view, label }: { view: ConditionView; label: string }) {
  const { t } = useTranslation();
  const { document, edit, readOnly } = useConditions();
  const mode: GroupMode = view.kind === 'group' ? view.mode : 'all';
  // Not simply "all": in other languages the word depends on what is counted.
  const words = { all: t('all (conditions)'), any: t('any (conditions)'), none: t('none (conditions)') };
  if (view.kind === 'always' || readOnly || !document)
    return view.kind === 'group' ? <span className="muted">{words[mode]}</span> : null;
  return (
    <Seg<GroupMode>
      small
      label={label}
      value={mode}
      options={(['all', 'any', 'none'] as const).map((value) => ({ value, label: words[value] }))}
      onChange={(next) => {
        if (next !== mode) edit(setMode(document, view, next), t('Take the conditions together otherwise'));
      }}
    />
  );
}

function Level({ whole, view, depth }: { whole: ConditionView; view: ConditionView; depth: number }) {
  const { t } = useTranslation();
  const { document, schema, list, edit, readOnly } = useConditions();
  const items = view.kind === 'group' ? view.items : view.kind === 'always' ? [] : [view];
  const fact = usualFact(list, schema);
  if (!document) return null;
  const row = fact ? rowText(firstRow(fact.path, fact.field), schema) : 'true';
  return (
    <div className="grp">
      {view.kind === 'always' && <p className="sub">{t('Always. Add a condition to narrow it down.')}</p>}
      {items.map((item, index) => (
        <Item key={item.pointer} whole={whole} view={view} item={item} index={index} depth={depth} />
      ))}
      {!readOnly && (
        <div className="row adds">
          <Button
            look="ghost"
            size="sm"
            icon="plus"
            onClick={() => edit(addCondition(document, view, row), t('Add a condition'))}
          >
            {t('Condition')}
          </Button>
          {view.kind !== 'always' && depth < 4 && (
            <Button
              look="ghost"
              size="sm"
              icon="plus"
              onClick={() => edit(addCondition(document, view, groupText('any', [row])), t('Add a group'))}
            >
              {t('Group')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Item({
  whole,
  view,
  item,
  index,
  depth,
}: {
  whole: ConditionView;
  view: ConditionView;
  item: ConditionView;
  index: number;
  depth: number;
}) {
  const { t } = useTranslation();
  const { document, edit, readOnly } = useConditions();
  if (!document) return null;
  const remove = () => edit(removeCondition(document, whole, item.pointer), t('Remove a condition'));
  if (item.kind === 'row') return <RowEditor row={item} remove={remove} />;
  if (item.kind === 'group') {
    return (
      <div className="cond" role="group" aria-label={t('Group {{number}}', { number: index + 1 })}>
        <div className="l1">
          <Mode view={item} label={t('How the conditions of the group are taken together')} />
          <span className="grow" />
          {!readOnly && view.kind === 'group' && (
            <IconButton
              small
              icon="split"
              label={t('Dissolve the group')}
              onClick={() => edit(ungroup(document, whole, item.pointer), t('Dissolve a group'))}
            />
          )}
          {!readOnly && <IconButton small icon="x" label={t('Remove the group')} onClick={remove} />}
        </div>
        <Level whole={whole} view={item} depth={depth + 1} />
      </div>
    );
  }
  const text = item.kind === 'advanced' ? item.text : 'true';
  return (
    <div className="cond" role="group" aria-label={t('Advanced expression')}>
      <div className="l1">
        <span className="chip">
          <Icon name="lock" size={12} />
          {item.kind === 'always' ? t('always') : t('Advanced expression')}
        </span>
        <span className="grow" />
        {!readOnly && view.kind === 'group' && depth < 4 && (
          <IconButton
            small
            icon="layers"
            label={t('Put it into a group')}
            onClick={() => edit(group(document, view, index, 1, 'any'), t('Group a condition'))}
          />
        )}
        {!readOnly && <IconButton small icon="x" label={t('Remove the condition')} onClick={remove} />}
      </div>
      <AdvancedText pointer={item.pointer} text={text} />
    </div>
  );
}
