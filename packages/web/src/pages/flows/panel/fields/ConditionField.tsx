import type { Json } from '@sluice/domain';
import { parse } from '@sluice/rules/cst/parse';
import { applyEdit } from '@sluice/rules/edit/splice';
import type { FactsSchema } from '@sluice/rules/facts/schema';
import { readCondition } from '@sluice/rules/views/read-condition';
import { whenWords } from '@sluice/rules/views/words';
import { conditionFacts } from '@sluice/flows/lint/index';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../../parts/basics.js';
import { ConditionContext, type ConditionEditing } from '../../../rules/canvas/condition-context.js';
import { useLanguage } from '../../../rules/canvas/use-language.js';
import { WhenEditor } from '../../../rules/canvas/WhenEditor.js';
import { Words } from '../../../rules/canvas/Words.js';
import { useFlowEditor } from '../../editor/context.js';
import { JsonText } from './JsonText.js';
import type { FieldProps } from './types.js';
import { lintContext } from './variables.js';

export function ConditionField({ node, label, value, disabled, onChange }: FieldProps) {
  return <Condition at={node.id} label={label} value={value} disabled={disabled} onChange={onChange} optional />;
}

/** A condition by the rules' own rows and groups, over what is known at a step; what they cannot show stays as JSON. */
export function Condition({
  at,
  label,
  value,
  disabled,
  optional,
  onChange,
}: {
  at: string;
  label: string;
  value: Json | undefined;
  disabled: boolean;
  optional?: boolean;
  onChange: (value: Json | undefined) => void;
}) {
  const { t } = useTranslation();
  const schema = useConditionFacts(at);
  const [asJson, setAsJson] = useState(false);
  const text = JSON.stringify(value ?? true, null, 2);
  const document = useMemo(() => parse(text), [text]);
  const whole = useMemo(() => readCondition(document.root, schema), [document, schema]);
  const editing: ConditionEditing = {
    document,
    schema,
    list: null,
    readOnly: disabled,
    edit: (edit) => {
      const next = JSON.parse(applyEdit(text, edit)) as Json;
      onChange(optional && next === true ? undefined : next);
    },
    select: () => undefined,
    showView: () => setAsJson(true),
  };
  return (
    <div className="fp-cond">
      {asJson ? (
        <JsonText label={label} value={value} disabled={disabled} onChange={onChange} />
      ) : (
        <ConditionContext.Provider value={editing}>
          <WhenEditor whole={whole} />
        </ConditionContext.Provider>
      )}
      <Button look="ghost" size="sm" icon={asJson ? 'outline' : 'braces'} onClick={() => setAsJson(!asJson)}>
        {asJson ? t('Show as conditions') : t('Edit as JSON')}
      </Button>
    </div>
  );
}

function useConditionFacts(at: string): FactsSchema {
  const { document, library } = useFlowEditor();
  return useMemo(() => conditionFacts(lintContext(document, library), at), [document, library, at]);
}

/** The condition as a sentence. */
export function ConditionSays({ at, value }: { at: string; value: Json | undefined }) {
  const language = useLanguage();
  const schema = useConditionFacts(at);
  const whole = useMemo(() => readCondition(parse(JSON.stringify(value ?? true)).root, schema), [value, schema]);
  return <Words parts={whenWords(whole, schema, language, 'full')} />;
}
