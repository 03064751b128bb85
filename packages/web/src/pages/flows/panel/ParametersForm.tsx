import { Select, TextInput } from '@mantine/core';
import type { Json } from '@sluice/domain';
import type { FlowDocument, Parameter } from '@sluice/flows';
import { addItem, removeItem, setItem } from '@sluice/flows/edit/index';
import { referencesOf } from '@sluice/flows/resolve';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../parts/basics.js';
import { useFlowEditor } from '../editor/context.js';
import { ParameterValue } from '../parameters/ParameterValue.js';

const TYPES: Readonly<Record<Parameter['type'], string>> = {
  duration: 'Duration',
  money: 'Amount',
  decimal: 'Decimal number',
  integer: 'Whole number',
  string: 'Text',
  role: 'Role',
  template: 'Mail',
};

/** What people may change for new runs without redrawing the flow: typed, with defaults. */
export function ParametersForm() {
  const { t } = useTranslation();
  const { document, apply, readOnly, library } = useFlowEditor();
  const set = (index: number, parameter: Parameter, step?: string) =>
    apply(setItem(document, 'parameters', index, parameter), step);
  return (
    <>
      <p className="sub fp-lead">
        {t(
          'Parameters are set for new runs without publishing. The defaults here count until somebody sets another value.',
        )}
      </p>
      {document.parameters.map((parameter, index) => {
        const users = usersOf(document, parameter.key);
        const twice = document.parameters.some((other, at) => at !== index && other.key === parameter.key);
        return (
          <fieldset key={index} className="fp-item">
            <legend className="sr">{parameter.title || parameter.key}</legend>
            <div className="row">
              <span className="mono t12 grow">{parameter.key}</span>
              <span className="muted t11">{t('used in {{count}} steps', { count: users.length })}</span>
              {!readOnly && (
                <IconButton
                  small
                  icon="trash"
                  label={t('Remove the parameter {{name}}', { name: parameter.key })}
                  onClick={() => apply(removeItem(document, 'parameters', index))}
                />
              )}
            </div>
            {twice && <p className="fp-err">{t('Two parameters have this name.')}</p>}
            <div className="field">
              <div className="lab">
                <label htmlFor={`parameter-title-${String(index)}`}>{t('What it is')}</label>
              </div>
              <TextInput
                id={`parameter-title-${String(index)}`}
                value={parameter.title}
                disabled={readOnly}
                onChange={(event) =>
                  set(index, { ...parameter, title: event.currentTarget.value }, `parameter/${String(index)}/title`)
                }
              />
            </div>
            <div className="field">
              <div className="lab">
                <label htmlFor={`parameter-type-${String(index)}`}>{t('Type')}</label>
              </div>
              <Select
                id={`parameter-type-${String(index)}`}
                data={Object.entries(TYPES).map(([value, label]) => ({ value, label: t(label) }))}
                value={parameter.type}
                allowDeselect={false}
                disabled={readOnly}
                onChange={(type) =>
                  type !== null &&
                  type !== parameter.type &&
                  set(index, { ...parameter, type: type as Parameter['type'], default: null })
                }
              />
            </div>
            <div className="field">
              <div className="lab">{t('Default')}</div>
              <ParameterValue
                parameter={parameter}
                label={t('Default of {{name}}', { name: parameter.title || parameter.key })}
                value={parameter.default}
                disabled={readOnly}
                templates={Object.keys(library?.templates ?? {})}
                onChange={(value: Json) =>
                  set(index, { ...parameter, default: value }, `parameter/${String(index)}/default`)
                }
              />
            </div>
          </fieldset>
        );
      })}
      {!readOnly && (
        <Button
          look="ghost"
          size="sm"
          icon="plus"
          onClick={() => apply(addItem(document, 'parameters', newParameter(document, t('New parameter'))))}
        >
          {t('Add a parameter')}
        </Button>
      )}
    </>
  );
}

function newParameter(document: FlowDocument, title: string): Parameter {
  const taken = new Set(document.parameters.map(({ key }) => key));
  let number = taken.size + 1;
  while (taken.has(`parameter${String(number)}`)) number += 1;
  return { key: `parameter${String(number)}`, title, type: 'duration', default: 'P1D' };
}

/** The steps whose settings name a parameter. */
function usersOf(document: FlowDocument, key: string): string[] {
  return document.nodes
    .filter(({ config }) =>
      referencesOf(config).some(({ reference }) => reference.kind === 'param' && reference.name.split('.')[0] === key),
    )
    .map(({ id }) => id);
}
