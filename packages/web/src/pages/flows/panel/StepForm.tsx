import { TextInput } from '@mantine/core';
import type { FlowNode } from '@sluice/flows';
import { setConfig, setNode } from '@sluice/flows/edit/index';
import { catalogue } from '@sluice/nodes/catalogue';
import { forms } from '@sluice/nodes/forms';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../parts/icons.js';
import { coreOf } from '../../../parts/flow/core.js';
import { sentenceWords } from '../../../parts/flow/words.js';
import { Sentence } from '../../../parts/values.js';
import { useFlowEditor } from '../editor/context.js';
import { Field } from './Field.js';
import { JsonText } from './fields/JsonText.js';
import { PathsOut } from './PathsOut.js';

/** The sentence that a step is, its settings, and where it leads. Settings that no field knows are kept and shown. */
export function StepForm({ node }: { node: FlowNode }) {
  const { t } = useTranslation();
  const { document, apply, readOnly } = useFlowEditor();
  const core = coreOf(node.type);
  const fields = forms[node.type]?.fields ?? [];
  const known = new Set(fields.map(({ key }) => key));
  const rest = Object.keys(node.config).filter((key) => !known.has(key));
  const whole = (catalogue[node.type]?.schema.safeParse(node.config).error?.issues ?? []).filter(
    ({ path }) => path.length === 0,
  );
  return (
    <>
      {core && <Sentence className="say sub fp-sentence" segments={sentenceWords(core.sentence(node.config), t)} />}
      {whole.map(({ message }) => (
        <p key={message} className="fp-err">
          {message}
        </p>
      ))}
      {fields.map((field) => (
        <Field key={`${node.id}/${field.key}`} node={node} field={field} />
      ))}
      {node.type === 'approval' && (
        <p className="row fp-always">
          <Icon name="lock" size={14} />
          <span className="grow">{t('Never the maker')}</span>
          <span className="muted t12">{t('Always on')}</span>
        </p>
      )}
      {rest.map((key) => (
        <div className="field" key={`${node.id}/${key}`}>
          <div className="lab">
            <span className="mono">{key}</span>
          </div>
          <JsonText
            label={key}
            value={node.config[key]}
            disabled={readOnly}
            onChange={(value) => apply(setConfig(document, node.id, key, value), `${node.id}/${key}`)}
          />
        </div>
      ))}
      <div className="field">
        <div className="lab">
          <label htmlFor={`title-${node.id}`}>{t('Name on the card')}</label>
          <span className="muted fp-opt">{t('optional')}</span>
        </div>
        <TextInput
          id={`title-${node.id}`}
          value={node.title ?? ''}
          maxLength={200}
          disabled={readOnly}
          placeholder={t('The sentence')}
          onChange={(event) =>
            apply(setNode(document, node.id, { title: event.currentTarget.value || undefined }), `${node.id} title`)
          }
        />
      </div>
      <PathsOut node={node} />
    </>
  );
}
