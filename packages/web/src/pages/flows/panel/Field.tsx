import { Menu } from '@mantine/core';
import type { Json } from '@sluice/domain';
import type { FlowNode } from '@sluice/flows';
import { setConfig } from '@sluice/flows/edit/index';
import { catalogue } from '@sluice/nodes/catalogue';
import type { FormField } from '@sluice/nodes/form-types';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../parts/basics.js';
import { useFlowEditor } from '../editor/context.js';
import { controlOf, mayRefer } from './fields/registry.js';
import { Standing } from './fields/Reference.js';
import { useVariables } from './fields/use-variables.js';
import { isReference, referenceOf } from './fields/variables.js';

/** One setting: its label, its control, what helps, and what is wrong with it. Typing in one field is one step of undo. */
export function Field({ node, field }: { node: FlowNode; field: FormField }) {
  const { t } = useTranslation();
  const { document, apply, readOnly } = useFlowEditor();
  const id = useId();
  const value = node.config[field.key];
  const label = t(field.label);
  const errors = errorsOf(node, field.key);
  const choices = useVariables(node.id, field.key, field.input);
  const onChange = (next: Json | undefined) =>
    apply(setConfig(document, node.id, field.key, next), `${node.id}/${field.key}`);
  const describedBy = field.help || errors.length > 0 ? `${id}-help` : undefined;
  const Control = controlOf(field);
  const stands = mayRefer(field) && isReference(value);
  const offered = choices.filter(({ value: each }) => accepts(node, field.key, referenceOf(each)));
  return (
    <div className="field" data-setting={field.key}>
      <div className="lab">
        <label htmlFor={id}>{label}</label>
        {!field.required && <span className="muted fp-opt">{t('optional')}</span>}
        <span className="grow" />
        {!readOnly && mayRefer(field) && !stands && offered.length > 0 && (
          <Menu position="bottom-end" width={300}>
            <Menu.Target>
              <IconButton small icon="variable" label={t('Take {{field}} from elsewhere', { field: label })} />
            </Menu.Target>
            <Menu.Dropdown className="fp-menu">
              {offered.slice(0, 40).map((choice, index) => (
                <div key={choice.value}>
                  {choice.group !== offered[index - 1]?.group && <Menu.Label>{choice.group}</Menu.Label>}
                  <Menu.Item onClick={() => onChange(referenceOf(choice.value))}>
                    <span className="fp-option">
                      <span>{choice.label}</span>
                      <span className="mono muted t11">{choice.value.slice(choice.value.indexOf(':') + 1)}</span>
                    </span>
                  </Menu.Item>
                </div>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {stands ? (
        <Standing label={label} choices={offered} value={value} disabled={readOnly} onChange={onChange} />
      ) : (
        <Control {...{ field, label, node, value, id, describedBy, onChange }} disabled={readOnly} />
      )}
      {errors.map((message) => (
        <p key={message} className="fp-err" id={describedBy}>
          {message}
        </p>
      ))}
      {field.help && errors.length === 0 && (
        <p className="help" id={describedBy}>
          {t(field.help)}
        </p>
      )}
    </div>
  );
}

/** What the schema has against a setting, in its words; that it is missing is said as such. */
function errorsOf(node: FlowNode, key: string): string[] {
  const issues = catalogue[node.type]?.schema.safeParse(node.config).error?.issues ?? [];
  const own = issues.filter(({ path }) => path[0] === key).map(({ message }) => message);
  return node.config[key] === undefined && own.length > 0 ? ['It is missing.'] : [...new Set(own)].slice(0, 2);
}

function accepts(node: FlowNode, key: string, value: Json): boolean {
  const issues = catalogue[node.type]?.schema.safeParse({ ...node.config, [key]: value }).error?.issues ?? [];
  return !issues.some(({ path }) => path[0] === key);
}
