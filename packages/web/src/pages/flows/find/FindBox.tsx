import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { useFlowEditor } from '../editor/context.js';
import { findSteps } from './search.js';

/** Finds steps of this flow and goes from one to the next. */
export function FindBox({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { document, reveal } = useFlowEditor();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(-1);
  const found = useMemo(() => (query.trim() === '' ? [] : findSteps(document, query, t)), [document, query, t]);
  const go = (step: number) => {
    if (found.length === 0) return;
    const next = at < 0 && step > 0 ? 0 : (at + step + found.length) % found.length;
    setAt(next);
    const node = found[next];
    if (node) reveal(node.id);
  };
  const count =
    query.trim() === ''
      ? ''
      : found.length === 0
        ? t('none')
        : `${String(Math.max(at, 0) + 1)} / ${String(found.length)}`;
  return (
    <div className="float fe-find" role="search">
      <label className="inp soft">
        <Icon name="search" size={14} />
        <input
          type="text"
          autoFocus
          aria-label={t('Find in this flow')}
          placeholder={t('Find in this flow')}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setAt(-1);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
            if (event.key === 'Escape') {
              event.stopPropagation();
              const node = found[at];
              onClose();
              if (node) reveal(node.id, true);
            }
          }}
        />
        <span className="muted t11 num" role="status">
          {count}
        </span>
      </label>
      <IconButton small icon="up" label={t('The one before')} disabled={found.length === 0} onClick={() => go(-1)} />
      <IconButton small icon="down" label={t('The next one')} disabled={found.length === 0} onClick={() => go(1)} />
      <IconButton small icon="x" label={t('Close')} onClick={onClose} />
    </div>
  );
}
