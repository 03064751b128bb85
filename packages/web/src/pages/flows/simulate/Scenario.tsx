import { Menu } from '@mantine/core';
import type { CaseRun, FlowDocument, SimulationCase } from '@sluice/flows';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { Button, IconButton } from '../../../parts/basics.js';
import { Failed } from '../../../parts/feedback.js';
import { Icon } from '../../../parts/icons.js';
import { Expected } from './Expected.js';
import { RenameDialog } from './RenameDialog.js';
import { freshId, freshTitle, instantIn, localIn, toggled, upsert, type ScriptKind } from './scenario-edits.js';
import { ScriptDialog, type Editing } from './ScriptDialog.js';
import { SubjectField } from './SubjectField.js';
import { answerWords, eventWords, faultWord, offsetWord } from './words.js';

interface Props {
  flow: FlowDocument;
  library: FlowLibrary;
  cases: readonly SimulationCase[];
  story: SimulationCase;
  run: CaseRun | undefined;
  zone: string;
  /** The story differs from the stored case. */
  unsaved: boolean;
  readOnly: boolean;
  onChange: (story: SimulationCase) => void;
  onChoose: (id: string) => void;
  onNew: () => void;
  onImport: () => void;
  /** Stores the cases with the draft and says so. */
  onKeep: (cases: readonly SimulationCase[], done: string) => Promise<void>;
}

/** The story: who, when, what comes from outside, who answers what, what goes wrong; and what came of it in four figures. */
export function Scenario(props: Props) {
  const { flow, library, cases, story, run, zone, unsaved, readOnly, onChange, onChoose, onNew, onImport, onKeep } =
    props;
  const { t } = useTranslation();
  const [editing, setEditing] = useState<Editing>();
  const [renaming, setRenaming] = useState(false);
  const keeping = useAct();
  const stored = cases.find(({ id }) => id === story.id);
  const title = stored || cases.length > 0 || story.id !== 'sample' ? story.title : t('Invented story');
  const keep = (next: readonly SimulationCase[], done: string) => void keeping.run(() => onKeep(next, done));
  const groups: { kind: ScriptKind; title: string; add: string; rows: Row[] }[] = [
    {
      kind: 'events',
      title: t('Events'),
      add: t('Event'),
      rows: story.events.map((one) => ({
        id: one.id,
        off: one.off ?? false,
        when: offsetWord(one.after, t),
        words: eventWords(one),
      })),
    },
    {
      kind: 'answers',
      title: t('Answers'),
      add: t('Answer'),
      rows: story.answers.map((one) => ({
        id: one.id,
        off: one.off ?? false,
        when: `+${offsetWord(one.after, t)}`,
        words: answerWords(one, flow, t),
      })),
    },
    {
      kind: 'faults',
      title: t('Faults'),
      add: t('Fault'),
      rows: story.faults.map((one) => ({
        id: one.id,
        off: one.off ?? false,
        when: faultDay(run, one.node, zone, story, t),
        words: faultWord(one, flow, t),
      })),
    },
  ];
  const tasks = run?.effects.filter(({ effect }) => /task/.test(effect)).length ?? 0;
  const asked = run?.steps.filter(({ type }) => type === 'task').length ?? 0;
  return (
    <aside className="sim-scn" aria-label={t('The scenario')}>
      <div className="sec row">
        <h2 className="t13 b">{t('Scenario')}</h2>
        <span className="grow" />
        <Menu position="bottom-end">
          <Menu.Target>
            <button type="button" className="chip line sim-case">
              <span className="ell">{title}</span>
              {unsaved && <span className="sim-dot" title={t('not saved as a case')} />}
              <Icon name="down" size={12} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {cases.map((one) => (
              <Menu.Item key={one.id} onClick={() => onChoose(one.id)} aria-current={one.id === story.id}>
                {one.title}
              </Menu.Item>
            ))}
            {cases.length > 0 && <Menu.Divider />}
            <Menu.Item onClick={onNew}>{t('New scenario')}</Menu.Item>
            <Menu.Item
              onClick={() => onChange({ ...story, id: freshId(cases, 'case'), title: freshTitle(cases, story.title) })}
            >
              {t('Copy of this one')}
            </Menu.Item>
            <Menu.Item onClick={onImport}>{t('From a real run…')}</Menu.Item>
            {!readOnly && <Menu.Divider />}
            {!readOnly && <Menu.Item onClick={() => setRenaming(true)}>{t('Rename…')}</Menu.Item>}
            {!readOnly && stored && (
              <Menu.Item
                color="red"
                onClick={() => {
                  keep(
                    cases.filter(({ id }) => id !== story.id),
                    t('The case “{{title}}” is taken out of the draft.', { title: story.title }),
                  );
                  const other = cases.find(({ id }) => id !== story.id);
                  if (other) onChoose(other.id);
                }}
              >
                {t('Delete the case')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
      <SubjectField story={story} library={library} onChange={onChange} />
      <label className="field">
        <span className="lab">{t('Starts')}</span>
        <span className="inp num">
          <input
            type="datetime-local"
            value={localIn(zone, story.startsAt)}
            onChange={(event) => {
              const at = instantIn(zone, event.currentTarget.value);
              if (at) onChange({ ...story, startsAt: at });
            }}
          />
          <span className="unit t12">{cityOf(zone)}</span>
        </span>
      </label>
      {story.event && (
        <p className="muted t12 sim-start">
          {t('Begins with {{event}}', { event: eventWords(story.event) })}
          <button type="button" className="sim-link" onClick={() => setEditing({ kind: 'start' })}>
            {t('Change')}
          </button>
        </p>
      )}
      {groups.map((group) => (
        <section key={group.kind} aria-label={group.title}>
          <div className="sec row sim-h">
            <h3 className="t13 b grow">{group.title}</h3>
            <Button size="sm" look="ghost" icon="plus" onClick={() => setEditing({ kind: group.kind })}>
              {group.add}
            </Button>
          </div>
          {group.rows.length === 0 && <p className="muted t12">{t(empties[group.kind])}</p>}
          <ul>
            {group.rows.map((row) => (
              <li key={row.id}>
                <input
                  type="checkbox"
                  checked={!row.off}
                  aria-label={t('{{what}} happens', { what: row.words })}
                  onChange={() => onChange(toggled(story, group.kind, row.id))}
                />
                <span className="num sim-when">{row.when}</span>
                <button
                  type="button"
                  className={`grow ell sim-row ${row.off ? 'muted' : ''}`}
                  title={row.words}
                  onClick={() => setEditing({ kind: group.kind, id: row.id })}
                >
                  {row.words}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {run && story.expect.length > 0 && (
        <Expected story={story} run={run} flow={flow} readOnly={readOnly} onChange={onChange} />
      )}
      {keeping.error && (
        <div className="sim-fail">
          <Failed error={keeping.error} />
          <IconButton small icon="x" label={t('Close')} onClick={keeping.clear} />
        </div>
      )}
      <dl className="sim-res">
        <div>
          <dt>{t('mails')}</dt>
          <dd>{run?.mails.length ?? '–'}</dd>
        </div>
        <div>
          <dt>{t('tasks')}</dt>
          <dd>{run ? Math.max(tasks, asked) : '–'}</dd>
        </div>
        <div>
          <dt>{t('sent twice')}</dt>
          <dd className={run && run.twice > 0 ? 'neg' : ''}>{run?.twice ?? '–'}</dd>
        </div>
        <div>
          <dt>{t('history')}</dt>
          <dd>{run?.historyEvents ?? '–'}</dd>
        </div>
      </dl>
      {editing && (
        <ScriptDialog
          editing={editing}
          story={story}
          flow={flow}
          library={library}
          onClose={() => setEditing(undefined)}
          onChange={(next) => {
            onChange(next);
            setEditing(undefined);
          }}
        />
      )}
      {renaming && (
        <RenameDialog
          title={story.title}
          onClose={() => setRenaming(false)}
          onRename={(next) => {
            const renamed = { ...story, title: next };
            setRenaming(false);
            if (stored)
              keep(
                upsert(cases, { ...stored, title: next }),
                t('The case is now called “{{title}}”.', { title: next }),
              );
            onChange(renamed);
          }}
        />
      )}
    </aside>
  );
}

interface Row {
  id: string;
  off: boolean;
  when: string;
  words: string;
}

const empties: Record<ScriptKind, string> = {
  events: 'Nothing comes from outside after the start.',
  answers: 'Nobody answers: what waits for people waits on.',
  faults: 'Nothing goes wrong.',
};

/** The day on which the fault strikes; nothing where the story does not come there. */
function faultDay(
  run: CaseRun | undefined,
  node: string,
  zone: string,
  { startsAt }: SimulationCase,
  t: TFunction,
): string {
  const step = run?.steps.find((each) => each.node === node);
  if (!step) return '–';
  const days = Math.round((midnight(step.startedAt, zone) - midnight(startsAt, zone)) / 86_400_000);
  return t('d {{count}}', { count: days });
}

function midnight(at: string, zone: string): number {
  return Date.parse(`${localIn(zone, at).slice(0, 10)}T00:00:00Z`);
}

function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
