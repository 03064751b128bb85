import { TextInput } from '@mantine/core';
import { addItem, removeItem, setItem } from '@sluice/flows/edit/index';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../parts/basics.js';
import { useFlowEditor } from '../editor/context.js';
import { EventTypes } from './fields/Choices.js';
import { Condition } from './fields/ConditionField.js';

/** What ends a run at any time, wherever it is. */
export function ExitsForm() {
  const { t } = useTranslation();
  const { document, apply, readOnly } = useFlowEditor();
  return (
    <>
      <p className="sub fp-lead">{t('An exit ends a run at any time when such an event about its subject comes.')}</p>
      {document.exits.map((exit, index) => (
        <fieldset key={index} className="fp-item">
          <legend className="sr">{t('Exit {{number}}', { number: index + 1 })}</legend>
          <div className="row">
            <span className="grow m">{exit.events.join(', ') || t('No event yet')}</span>
            {!readOnly && (
              <IconButton
                small
                icon="trash"
                label={t('Remove exit {{number}}', { number: index + 1 })}
                onClick={() => apply(removeItem(document, 'exits', index))}
              />
            )}
          </div>
          <div className="field">
            <div className="lab">
              <label htmlFor={`exit-${String(index)}`}>{t('Events')}</label>
            </div>
            <EventTypes
              id={`exit-${String(index)}`}
              describedBy={undefined}
              value={exit.events}
              disabled={readOnly}
              onChange={(events) => apply(setItem(document, 'exits', index, { ...exit, events }))}
            />
            {exit.events.length === 0 && <p className="fp-err">{t('It is missing.')}</p>}
          </div>
          <div className="field">
            <div className="lab">{t('Only when')}</div>
            <Condition
              at=""
              label={t('Only when')}
              value={exit.filter}
              disabled={readOnly}
              optional
              onChange={(filter) => {
                const { filter: _was, ...rest } = exit;
                apply(
                  setItem(document, 'exits', index, filter === undefined ? rest : { ...rest, filter }),
                  `exit/${String(index)}/filter`,
                );
              }}
            />
          </div>
          <div className="field">
            <div className="lab">
              <label htmlFor={`exit-outcome-${String(index)}`}>{t('Outcome')}</label>
            </div>
            <TextInput
              id={`exit-outcome-${String(index)}`}
              value={exit.outcome}
              disabled={readOnly}
              onChange={(event) =>
                apply(
                  setItem(document, 'exits', index, { ...exit, outcome: event.currentTarget.value }),
                  `exit/${String(index)}/outcome`,
                )
              }
            />
          </div>
        </fieldset>
      ))}
      {!readOnly && (
        <Button
          look="ghost"
          size="sm"
          icon="plus"
          onClick={() =>
            apply(addItem(document, 'exits', { events: ['partner.terminated'], outcome: 'partner_terminated' }))
          }
        >
          {t('Add an exit')}
        </Button>
      )}
    </>
  );
}
