import { Select, TextInput } from '@mantine/core';
import type { FlowDocument, Reentry, SubjectKind, Trigger } from '@sluice/flows';
import { SUBJECT_KINDS } from '@sluice/flows/document';
import { setFlow } from '@sluice/flows/edit/index';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton, Seg, Tabs } from '../../../parts/basics.js';
import { StepIcon, stepCategory } from '../../../parts/flow/StepIcon.js';
import { triggerWords } from '../../../parts/flow/trigger.js';
import { Sentence } from '../../../parts/values.js';
import { useShell } from '../../../shell/context.js';
import { useFlowEditor } from '../editor/context.js';
import { Condition } from './fields/ConditionField.js';
import { EventTypes } from './fields/Choices.js';
import { JsonText } from './fields/JsonText.js';
import { ExitsForm } from './ExitsForm.js';
import { ParametersForm } from './ParametersForm.js';
import { PathsOut } from './PathsOut.js';

type Tab = 'start' | 'parameters' | 'ends';

/** What starts the flow, who it is about, its parameters, and what ends a run from outside. */
export function TriggerPanel() {
  const { t } = useTranslation();
  const { document, select } = useFlowEditor();
  const [tab, setTab] = useState<Tab>('start');
  return (
    <aside className="panel fp" aria-label={t('The flow')}>
      <div className={`phead k-${stepCategory('trigger')}`}>
        <span className="ic2">
          <StepIcon type="trigger" />
        </span>
        <div className="grow">
          <div className="cap">{t('Start and settings of the flow')}</div>
          <h2 className="t14 b" tabIndex={-1} data-panel-start>
            {document.title}
          </h2>
        </div>
        <IconButton small icon="x" label={t('Close')} onClick={() => select([])} />
      </div>
      <Tabs<Tab>
        label={t('The flow')}
        value={tab}
        onChange={setTab}
        options={[
          { value: 'start', label: t('Start') },
          { value: 'parameters', label: t('Parameters'), count: document.parameters.length },
          { value: 'ends', label: t('Exits'), count: document.exits.length },
        ]}
      />
      <div className="pbody" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'start' && <Start />}
        {tab === 'parameters' && <ParametersForm />}
        {tab === 'ends' && <ExitsForm />}
      </div>
    </aside>
  );
}

const REENTRY = [
  { value: 'once', label: 'once for each subject, whatever comes later' },
  { value: 'every_event', label: 'anew with every event' },
  { value: 'restart', label: 'anew, and the running one stops' },
  { value: 'skip_if_running', label: 'anew, unless one is running' },
] as const;

function Start() {
  const { t } = useTranslation();
  const { programme } = useShell();
  const { document, library, apply, readOnly } = useFlowEditor();
  const { trigger } = document;
  const named = 'segment' in trigger ? trigger.segment : undefined;
  const known = Object.entries(library?.rules ?? {}).flatMap(([value, { kind, title }]) =>
    kind === 'segment' ? [{ value, label: title }] : [],
  );
  const segments =
    !named || known.some(({ value }) => value === named) ? known : [...known, { value: named, label: `${named} ?` }];
  const set = (next: Trigger, step?: string) => apply(setFlow(document, { trigger: next }), step);
  return (
    <>
      <Sentence className="say sub fp-sentence" segments={triggerWords(trigger, t)} />
      <div className="field">
        <div className="lab">{t('Starts')}</div>
        {isKnown(trigger) ? (
          <Seg<string>
            small
            label={t('Starts')}
            value={trigger.type}
            options={[
              { value: 'event', label: t('by an event') },
              { value: 'segment', label: t('by a segment') },
              { value: 'schedule', label: t('by the clock') },
              { value: 'manual', label: t('by hand') },
            ]}
            onChange={(type) =>
              !readOnly && type !== trigger.type && set(first(type, programme?.timeZone ?? 'UTC'), 'trigger')
            }
          />
        ) : (
          <p className="sub">{String((trigger as { type: string }).type)}</p>
        )}
      </div>
      {trigger.type === 'event' && (
        <>
          <div className="field">
            <div className="lab">
              <label htmlFor="trigger-events">{t('Events')}</label>
            </div>
            <EventTypes
              id="trigger-events"
              describedBy={undefined}
              value={trigger.events}
              disabled={readOnly}
              onChange={(events) => set({ ...trigger, events })}
            />
            {trigger.events.length === 0 && <p className="fp-err">{t('It is missing.')}</p>}
          </div>
          <div className="field">
            <div className="lab">{t('Only when')}</div>
            <Condition
              at={FIRST}
              label={t('Only when')}
              value={trigger.filter}
              disabled={readOnly}
              optional
              onChange={(filter) => {
                const { filter: _was, ...rest } = trigger;
                set(filter === undefined ? rest : { ...rest, filter }, 'trigger/filter');
              }}
            />
          </div>
          <div className="field">
            <div className="lab">
              <label htmlFor="trigger-reentry">{t('A run begins')}</label>
            </div>
            <Select
              id="trigger-reentry"
              data={REENTRY.map(({ value, label }) => ({ value, label: t(label) }))}
              value={trigger.reentry}
              allowDeselect={false}
              disabled={readOnly}
              onChange={(reentry) =>
                reentry !== null && set({ ...trigger, reentry: reentry as typeof trigger.reentry })
              }
            />
          </div>
        </>
      )}
      {trigger.type === 'schedule' && (
        <>
          <div className="field">
            <div className="lab">
              <label htmlFor="trigger-cron">{t('At the times')}</label>
            </div>
            <TextInput
              id="trigger-cron"
              value={trigger.cron}
              disabled={readOnly}
              styles={{ input: { fontFamily: 'var(--mono)' } }}
              onChange={(event) => set({ ...trigger, cron: event.currentTarget.value }, 'trigger/cron')}
            />
            <p className="help">{t('Minute, hour, day, month, weekday: 0 9 * * 1 is each Monday at nine.')}</p>
          </div>
          <div className="field">
            <div className="lab">
              <label htmlFor="trigger-zone">{t('Time zone')}</label>
            </div>
            <TextInput
              id="trigger-zone"
              value={trigger.timeZone}
              disabled={readOnly}
              onChange={(event) => set({ ...trigger, timeZone: event.currentTarget.value }, 'trigger/zone')}
            />
          </div>
        </>
      )}
      {(trigger.type === 'segment' || (trigger.type === 'schedule' && document.subject === 'partner')) && (
        <div className="field">
          <div className="lab">
            <label htmlFor="trigger-segment">{t('Segment')}</label>
            {trigger.type === 'schedule' && <span className="muted fp-opt">{t('optional')}</span>}
          </div>
          <Select
            id="trigger-segment"
            data={segments}
            value={trigger.segment === '' ? null : (trigger.segment ?? null)}
            searchable
            clearable={trigger.type === 'schedule'}
            disabled={readOnly}
            placeholder={t('Choose')}
            nothingFoundMessage={t('Nothing of that name')}
            onChange={(next) => {
              if (trigger.type === 'segment') return next !== null && set({ ...trigger, segment: next });
              const { segment: _was, ...rest } = trigger;
              set(next === null ? rest : { ...rest, segment: next });
            }}
          />
          <p className="help">
            {trigger.type === 'segment'
              ? t('A published rule of the kind “segment”.')
              : t('One run for each partner, or only for those in the segment.')}
          </p>
        </div>
      )}
      {trigger.type === 'segment' && (
        <>
          <Seg<'entered' | 'left'>
            label={t('When')}
            value={trigger.on}
            options={[
              { value: 'entered', label: t('a partner enters it') },
              { value: 'left', label: t('a partner leaves it') },
            ]}
            onChange={(on) => !readOnly && set({ ...trigger, on })}
          />
          <div className="field">
            <div className="lab">
              <label htmlFor="segment-reentry">{t('A run begins')}</label>
            </div>
            <Select
              id="segment-reentry"
              data={REENTRY.map(({ value, label }) => ({ value, label: t(label) }))}
              value={trigger.reentry ?? 'every_event'}
              allowDeselect={false}
              disabled={readOnly}
              onChange={(reentry) => reentry !== null && set({ ...trigger, reentry: reentry as Reentry })}
            />
          </div>
        </>
      )}
      {!isKnown(trigger) && (
        <JsonText
          label={t('Start')}
          value={trigger as never}
          disabled={readOnly}
          onChange={(next) => set(next as never, 'trigger')}
        />
      )}
      <div className="field">
        <div className="lab">
          <label htmlFor="flow-subject">{t('Each run is about')}</label>
        </div>
        <Select
          id="flow-subject"
          data={SUBJECT_KINDS.map((value) => ({ value, label: t(value.replaceAll('_', ' ')) }))}
          value={document.subject}
          allowDeselect={false}
          disabled={readOnly}
          onChange={(subject) => subject !== null && apply(setFlow(document, { subject: subject as SubjectKind }))}
        />
      </div>
      <div className="field">
        <div className="lab">
          <label htmlFor="flow-title">{t('Title of the flow')}</label>
        </div>
        <TextInput
          id="flow-title"
          value={document.title}
          maxLength={200}
          disabled={readOnly}
          error={document.title.trim() === '' ? t('It is missing.') : undefined}
          onChange={(event) => apply(setFlow(document, { title: event.currentTarget.value }), 'flow/title')}
        />
      </div>
      <PathsOut node={undefined} />
    </>
  );
}

/** A place before every step: nothing but the event, the parameters and the subject is known there. */
const FIRST = '';

function isKnown(trigger: FlowDocument['trigger']): boolean {
  return ['event', 'segment', 'schedule', 'manual'].includes(trigger.type);
}

function first(type: string, timeZone: string): Trigger {
  if (type === 'event') return { type, events: [], reentry: 'once' };
  if (type === 'segment') return { type, segment: '', on: 'entered' };
  if (type === 'schedule') return { type, cron: '0 9 * * 1', timeZone };
  return { type: 'manual' };
}
