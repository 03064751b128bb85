import { Modal, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { JsonObject } from '@sluice/domain';
import type { FlowDocument, SimulationCase } from '@sluice/flows';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';
import { stepTitle } from '../../../parts/flow/words.js';
import { coreOf } from '../../../parts/flow/core.js';
import {
  durationOf,
  freshId,
  offsetOf,
  withoutScripted,
  withScripted,
  type ScriptKind,
  type Unit,
} from './scenario-edits.js';
import { eventTypes, faultWords } from './words.js';

/** What is being written: a new or a known thing of the script, or the event that starts the run. */
export type Editing = { kind: ScriptKind; id?: string } | { kind: 'start' };

interface Props {
  editing: Editing;
  story: SimulationCase;
  flow: FlowDocument;
  library: FlowLibrary;
  onClose: () => void;
  onChange: (story: SimulationCase) => void;
}

/** Adds or changes one thing of the script. */
export function ScriptDialog(props: Props) {
  const { t } = useTranslation();
  const { editing, story, onClose, onChange } = props;
  const id = editing.kind === 'start' ? undefined : editing.id;
  const titles = {
    start: t('The event that starts it'),
    events: id ? t('Change the event') : t('Add an event'),
    answers: id ? t('Change the answer') : t('Add an answer'),
    faults: id ? t('Change the fault') : t('Add a fault'),
  };
  const remove =
    editing.kind !== 'start' && id !== undefined ? () => onChange(withoutScripted(story, editing.kind, id)) : undefined;
  const common = { ...props, remove };
  return (
    <Modal opened onClose={onClose} title={titles[editing.kind]} closeButtonProps={{ 'aria-label': t('Close') }}>
      {editing.kind === 'answers' ? (
        <AnswerForm {...common} id={id} />
      ) : editing.kind === 'faults' ? (
        <FaultForm {...common} id={id} />
      ) : (
        <EventForm {...common} id={id} start={editing.kind === 'start'} />
      )}
    </Modal>
  );
}

type FormProps = Props & { id: string | undefined; remove: (() => void) | undefined };

function EventForm({ id, start, story, flow, library, remove, onClose, onChange }: FormProps & { start: boolean }) {
  const { t } = useTranslation();
  const known = start ? story.event : story.events.find((each) => each.id === id);
  const [type, setType] = useState<string>(known?.type ?? eventTypes(flow, library)[0] ?? '');
  const [after, setAfter] = useState(() => (known && 'after' in known ? String(known.after) : 'P1D'));
  const [text, setText] = useState(() => JSON.stringify(known?.data ?? {}, null, 2));
  const [wrong, setWrong] = useState<string>();
  const save = () => {
    const data = objectOf(text);
    if (!data) return setWrong(t('This is not a JSON object. Nothing was changed.'));
    if (start) return onChange({ ...story, event: { type, data } });
    const off = story.events.find((each) => each.id === id)?.off;
    onChange(
      withScripted(story, 'events', {
        id: id ?? freshId(story.events, 'event'),
        after,
        type,
        data,
        ...(off ? { off } : {}),
      }),
    );
  };
  const types = eventTypes(flow, library);
  return (
    <Form onSave={save} onClose={onClose} remove={remove} ready={type !== ''}>
      <Select
        label={t('Event')}
        searchable
        allowDeselect={false}
        data={types.includes(type) || type === '' ? types : [type, ...types]}
        value={type}
        onChange={(value) => setType(value ?? '')}
      />
      {!start && <Offset label={t('After the start')} value={after} onChange={setAfter} />}
      <Textarea
        label={t('What it says')}
        description={t('As JSON. It is matched to the subject of the run.')}
        autosize
        minRows={4}
        maxRows={12}
        className="mono"
        value={text}
        error={wrong}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(undefined);
        }}
      />
    </Form>
  );
}

function AnswerForm({ id, story, flow, library, remove, onClose, onChange }: FormProps) {
  const { t } = useTranslation();
  const known = story.answers.find((each) => each.id === id);
  const asked = flow.nodes.filter(
    ({ type }) => type === 'approval' || type === 'task' || coreOf(type)?.category === 'people',
  );
  const [node, setNode] = useState<string>(known?.node ?? asked[0]?.id ?? '');
  const isTask = flow.nodes.find((each) => each.id === node)?.type === 'task';
  const [outcome, setOutcome] = useState<string>(known?.outcome ?? (isTask ? 'done' : 'approve'));
  const [after, setAfter] = useState<string>(known?.after ?? 'PT1H');
  const [by, setBy] = useState<string>(known?.by ?? 'usr_finance');
  const [comment, setComment] = useState<string>(known?.comment ?? '');
  const people = peopleOf(library);
  const save = () =>
    onChange(
      withScripted(story, 'answers', {
        id: id ?? freshId(story.answers, 'answer'),
        node,
        after,
        outcome: isTask ? 'done' : outcome === 'reject' ? 'reject' : 'approve',
        by,
        ...(known?.nth === undefined ? {} : { nth: known.nth }),
        ...(known?.form === undefined ? {} : { form: known.form }),
        ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
        ...(known?.off ? { off: true } : {}),
      }),
    );
  if (asked.length === 0)
    return (
      <Form onSave={onClose} onClose={onClose} remove={remove} ready={false}>
        <p className="sub">{t('No step of this flow waits for a person.')}</p>
      </Form>
    );
  return (
    <Form onSave={save} onClose={onClose} remove={remove} ready={node !== ''}>
      <Select
        label={t('Step that asks')}
        allowDeselect={false}
        data={asked.map((each) => ({ value: each.id, label: stepTitle(each, t) }))}
        value={node}
        onChange={(value) => setNode(value ?? '')}
      />
      {!isTask && (
        <Select
          label={t('Answer')}
          allowDeselect={false}
          data={[
            { value: 'approve', label: t('approved') },
            { value: 'reject', label: t('rejected') },
          ]}
          value={outcome === 'reject' ? 'reject' : 'approve'}
          onChange={(value) => setOutcome(value ?? 'approve')}
        />
      )}
      <Offset label={t('After it is asked')} value={after} onChange={setAfter} />
      <Select
        label={t('By')}
        allowDeselect={false}
        data={people.some(({ value }) => value === by) ? people : [...people, { value: by, label: by }]}
        value={by}
        onChange={(value) => setBy(value ?? 'usr_finance')}
      />
      <TextInput
        label={t('Note')}
        value={comment}
        maxLength={2000}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </Form>
  );
}

function FaultForm({ id, story, flow, remove, onClose, onChange }: FormProps) {
  const { t } = useTranslation();
  const known = story.faults.find((each) => each.id === id);
  const able = flow.nodes.filter(({ type }) => coreOf(type)?.effect !== undefined);
  const [node, setNode] = useState<string>(known?.node ?? able[0]?.id ?? '');
  const [kind, setKind] = useState<SimulationCase['faults'][number]['kind']>(known?.kind ?? 'down');
  const [span, setSpan] = useState<string>(known?.for ?? 'PT40M');
  const [code, setCode] = useState<string>(known?.code ?? '');
  const [nth, setNth] = useState<number | undefined>(known?.nth);
  const kinds = (['down', 'error', 'lost_reply', 'worker_killed'] as const).map((value) => ({
    value,
    label: t(faultWords[value]),
  }));
  const save = () =>
    onChange(
      withScripted(story, 'faults', {
        id: id ?? freshId(story.faults, 'fault'),
        node,
        kind,
        ...(kind === 'down' ? { for: span } : {}),
        ...(kind === 'error' && code.trim() !== '' ? { code: code.trim() } : {}),
        ...(nth === undefined ? {} : { nth }),
        ...(known?.off ? { off: true } : {}),
      }),
    );
  return (
    <Form onSave={save} onClose={onClose} remove={remove} ready={node !== ''}>
      <Select
        label={t('Step')}
        allowDeselect={false}
        data={able.map((each) => ({ value: each.id, label: stepTitle(each, t) }))}
        value={node}
        onChange={(value) => setNode(value ?? '')}
      />
      <Select
        label={t('What goes wrong')}
        allowDeselect={false}
        data={kinds}
        value={kind}
        onChange={(value) => setKind(kinds.find((each) => each.value === value)?.value ?? 'down')}
      />
      {kind === 'down' && <Offset label={t('For how long')} value={span} onChange={setSpan} />}
      {kind === 'error' && (
        <TextInput
          label={t('Code')}
          description={t('E.g. channel_not_found.')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      <NumberInput
        label={t('At which visit')}
        description={t('At every visit where it is empty.')}
        min={1}
        max={1000}
        allowDecimal={false}
        value={nth ?? ''}
        onChange={(value) => setNth(typeof value === 'number' ? value : undefined)}
      />
    </Form>
  );
}

function Form({
  onSave,
  onClose,
  remove,
  ready,
  children,
}: {
  onSave: () => void;
  onClose: () => void;
  remove: (() => void) | undefined;
  ready: boolean;
  children: React.ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSave();
      }}
    >
      {children}
      <div className="btnrow">
        {remove && (
          <Button look="bad" icon="trash" onClick={remove}>
            {t('Remove')}
          </Button>
        )}
        <span className="grow" />
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button look="pri" type="submit" disabled={!ready}>
          {t('Take over')}
        </Button>
      </div>
    </form>
  );
}

/** A count and its unit; durations that the two cannot say stand as ISO text. */
function Offset({ label, value, onChange }: { label: string; value: string; onChange: (duration: string) => void }) {
  const { t } = useTranslation();
  const offset = offsetOf(value);
  if (!offset)
    return (
      <TextInput
        label={label}
        className="mono"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  const units: { value: Unit; label: string }[] = [
    { value: 'days', label: t('days') },
    { value: 'hours', label: t('hours') },
    { value: 'minutes', label: t('minutes') },
    { value: 'seconds', label: t('seconds') },
  ];
  return (
    <div className="sim-offset">
      <NumberInput
        label={label}
        min={0}
        max={3650}
        allowDecimal={false}
        value={offset.count}
        onChange={(count) => onChange(durationOf({ ...offset, count: typeof count === 'number' ? count : 0 }))}
      />
      <Select
        aria-label={t('Unit')}
        allowDeselect={false}
        data={units}
        value={offset.unit}
        onChange={(unit) => {
          const next = units.find((each) => each.value === unit);
          if (next) onChange(durationOf({ count: offset.count, unit: next.value }));
        }}
      />
    </div>
  );
}

function objectOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** People of the programme who can answer: the invented ones and those of the library. */
function peopleOf(library: FlowLibrary): { value: string; label: string }[] {
  const own = Object.entries(library.demo['users'] ?? {}).map(([id, user]) => ({
    value: id,
    label: typeof user['name'] === 'string' ? user['name'] : id,
  }));
  const invented = [
    { value: 'usr_admin', label: 'Jonas Albrecht' },
    { value: 'usr_ops', label: 'Ines Okafor' },
    { value: 'usr_manager', label: 'Mara Lindqvist' },
    { value: 'usr_finance', label: 'Priya Nair' },
    { value: 'usr_finance2', label: 'Tomas Reiter' },
  ];
  return [...own, ...invented.filter(({ value }) => !own.some((each) => each.value === value))];
}
