import { Menu } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../lib/session.js';
import { Avatar, Chip, IconButton, Seg } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { SaveLine } from '../../../parts/SaveLine.js';
import { useEditor } from './context.js';
import { BAR, VIEWS, viewOnPhone } from './slots.js';
import { useWide } from './use-wide.js';

/** Which draft of which version this is, and whether it is saved. */
export function EditorMeta() {
  const { t } = useTranslation();
  const { rule, version, rev, readOnly, changes, save, flush } = useEditor();
  const drafted = rev > 0 || save.state !== 'saved';
  return (
    <>
      {drafted && !readOnly && (
        <Chip tone="acc" icon="edit">
          {t('Draft v{{version}}', { version })}
        </Chip>
      )}
      {rule.inForce ? (
        <Chip tone="line">{t('v{{version}} in force', { version: rule.inForce.version })}</Chip>
      ) : (
        <Chip>{t('never published')}</Chip>
      )}
      <SaveLine save={save} changes={changes} readOnly={readOnly} flush={flush} />
    </>
  );
}

/** Canvas, table, JSON; what is shown less often is in the menu beside them. */
export function ViewSwitch() {
  const { t } = useTranslation();
  const { view, showView } = useEditor();
  // A phone has room for the menu only.
  const wide = useWide(768);
  const others = VIEWS.filter((each) => (wide ? !each.main : viewOnPhone(each.id) === each.id));
  const shown = wide ? view : viewOnPhone(view);
  const other = others.find((each) => each.id === shown);
  return (
    <div className="views">
      {wide && (
        <Seg
          label={t('View')}
          value={view}
          options={VIEWS.filter((each) => each.main).map((each) => ({
            value: each.id,
            label: (
              <>
                <Icon name={each.icon} size={14} /> <span className="lbl">{t(each.label)}</span>
              </>
            ),
          }))}
          onChange={showView}
        />
      )}
      {others.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <button type="button" className="btn ghost" aria-label={t('More views')}>
              {other ? t(other.label) : null}
              <Icon name="down" size={14} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((each) => (
              <Menu.Item
                key={each.id}
                leftSection={<Icon name={each.icon} size={14} />}
                onClick={() => showView(each.id)}
                aria-current={each.id === shown}
              >
                {t(each.label)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

/** Undo and redo, who else has a hand in the draft, and what the other parts of the editor put here. */
export function EditorActions({ makers }: { makers: readonly string[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const { undo, redo, canUndo, canRedo, log, readOnly } = useEditor();
  const others = makers.filter((maker) => maker !== me?.id);
  const last = log.at(-1)?.label;
  return (
    <>
      {!readOnly && (
        <>
          <IconButton
            icon="undo"
            label={last ? t('Undo: {{what}}', { what: last }) : t('Undo')}
            aria-keyshortcuts="Control+Z"
            disabled={!canUndo}
            onClick={undo}
          />
          <IconButton
            icon="redo"
            label={t('Redo')}
            aria-keyshortcuts="Control+Shift+Z"
            disabled={!canRedo}
            onClick={redo}
          />
        </>
      )}
      {others.length > 0 && (
        <span className="makers" title={t('Also edited by {{names}}', { names: others.join(', ') })}>
          <span className="vr" />
          {others.slice(0, 3).map((maker) => (
            <Avatar key={maker} name={maker.replace(/^usr_/, '')} />
          ))}
          <span className="sr">{t('Also edited by {{names}}', { names: others.join(', ') })}</span>
        </span>
      )}
      {BAR.map(({ id, Component }) => (
        <Suspense key={id} fallback={null}>
          <Component />
        </Suspense>
      ))}
    </>
  );
}
