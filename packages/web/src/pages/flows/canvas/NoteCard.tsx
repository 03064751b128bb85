import { NodeResizer, type NodeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCanvas } from './actions.js';
import type { NoteNode } from './draw.js';

/** A remark on the canvas, or a frame around steps with its name at the top; a double click writes in it. */
export const NoteCard = memo(function NoteCard({ id, data, selected, type }: NodeProps<NoteNode>) {
  const { t } = useTranslation();
  const { setNote, resizeNote } = useCanvas();
  const { note, readOnly } = data;
  // A new note is written in at once.
  const [editing, setEditing] = useState(note.text === '' && !readOnly);
  const group = type === 'frame';
  return (
    <>
      {selected && !readOnly && (
        <NodeResizer
          minWidth={group ? 240 : 120}
          minHeight={group ? 96 : 40}
          onResizeEnd={(_, { x, y, width, height }) => resizeNote(note.id, { x, y, width, height })}
        />
      )}
      <div
        className={`${group ? 'fe-group' : 'note fe-note'} ${selected ? 'sel' : ''}`}
        role="button"
        tabIndex={-1}
        data-step={id}
        aria-pressed={selected}
        aria-label={`${group ? t('Group') : t('Note')}: ${note.text}`}
        onDoubleClick={() => setEditing(!readOnly)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.target === event.currentTarget) setEditing(!readOnly);
        }}
      >
        {!editing && <span className="fe-note-text">{note.text || (group ? t('Group') : t('Empty note'))}</span>}
      </div>
      {editing && (
        <textarea
          className={`nodrag nopan nowheel fe-note-edit ${group ? 'group' : ''}`}
          aria-label={group ? t('Name of the group') : t('Text of the note')}
          defaultValue={note.text}
          maxLength={4000}
          autoFocus
          onBlur={(event) => {
            setNote(note.id, event.currentTarget.value.trim());
            setEditing(false);
          }}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'Escape' || (event.key === 'Enter' && (group || event.ctrlKey || event.metaKey)))
              event.currentTarget.blur();
          }}
        />
      )}
    </>
  );
});
