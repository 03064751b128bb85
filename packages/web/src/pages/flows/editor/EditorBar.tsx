import { useTranslation } from 'react-i18next';
import { useMe } from '../../../lib/session.js';
import { useNames } from '../../../lib/team.js';
import { Avatar, Chip, IconButton } from '../../../parts/basics.js';
import { SaveLine } from '../../../parts/SaveLine.js';
import { PublishButton } from '../publish/PublishButton.js';
import { SimulateButton } from '../simulate/SimulateButton.js';
import { useFlowEditor } from './context.js';

/** Which draft of which version this is, and whether it is saved. */
export function EditorMeta() {
  const { t } = useTranslation();
  const { published, version, rev, readOnly, changes, save, flush, draft } = useFlowEditor();
  const drafted = rev > 0 || save.state !== 'saved';
  return (
    <>
      {drafted && !readOnly && (
        <Chip tone="acc" icon="edit">
          {t('Draft v{{version}}', { version })}
        </Chip>
      )}
      {published ? (
        <Chip tone="line">{t('v{{version}} in force', { version: published.version })}</Chip>
      ) : (
        <Chip>{t('never published')}</Chip>
      )}
      {draft?.request?.state === 'pending' && <Chip tone="warn">{t('waits for approval')}</Chip>}
      <SaveLine save={save} changes={changes} readOnly={readOnly} flush={flush} />
    </>
  );
}

interface Props {
  outline: boolean;
  onOutline: () => void;
  onFind: () => void;
}

/** Undo, redo, find, outline; who else has a hand in the draft; publishing. */
export function EditorActions({ outline, onOutline, onFind }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { undo, redo, canUndo, canRedo, readOnly, draft } = useFlowEditor();
  const nameOf = useNames();
  const others = (draft?.makers ?? []).filter((maker) => maker !== me?.id).map(nameOf);
  return (
    <>
      <span className="row fe-tools">
        {!readOnly && (
          <>
            <IconButton
              icon="undo"
              label={t('Undo')}
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
        <IconButton icon="search" label={t('Find in this flow')} aria-keyshortcuts="Control+F" onClick={onFind} />
        <IconButton
          icon="outline"
          label={outline ? t('Canvas') : t('Outline')}
          aria-keyshortcuts="O"
          aria-pressed={outline}
          className="fe-outline-switch"
          onClick={onOutline}
        />
      </span>
      {others.length > 0 && (
        <span className="makers" title={t('Also edited by {{names}}', { names: others.join(', ') })}>
          <span className="vr" />
          {others.slice(0, 3).map((maker) => (
            <Avatar key={maker} name={maker} />
          ))}
          <span className="sr">{t('Also edited by {{names}}', { names: others.join(', ') })}</span>
        </span>
      )}
      <SimulateButton />
      <PublishButton />
    </>
  );
}
