import { useTranslation } from 'react-i18next';
import { formatClock } from '../lib/time.js';
import { Icon } from './icons.js';

/** How a draft is kept that saves itself. */
export interface Saving {
  readonly state: 'saved' | 'saving' | 'dirty' | 'conflict' | 'failed' | 'offline';
  readonly at?: Date | undefined;
  readonly error?: Error | undefined;
}

/** Whether an editor's draft is saved, how many changes it holds, and the way to try again. */
export function SaveLine({
  save,
  changes,
  readOnly,
  flush,
}: {
  save: Saving;
  changes: number;
  readOnly: boolean;
  flush: () => Promise<unknown>;
}) {
  const { t, i18n } = useTranslation();
  if (readOnly) return <span className="muted t12">{t('Only to be read')}</span>;
  const count = changes > 0 ? `${t('{{count}} changes', { count: changes })}, ` : '';
  const at = save.at ? formatClock(save.at, { locale: i18n.language }) : undefined;
  const words: Record<Saving['state'], string> = {
    saved: at ? `${count}${t('saved {{at}}', { at })}` : '',
    saving: `${count}${t('saving')}`,
    dirty: `${count}${t('not saved yet')}`,
    conflict: `${count}${t('somebody else has saved meanwhile')}`,
    offline: `${count}${t('no connection, kept here')}`,
    failed: `${count}${t('could not be saved, kept here')}`,
  };
  const stuck = save.state === 'failed' || save.state === 'offline';
  const bad = stuck || save.state === 'conflict';
  return (
    <span className={bad ? 'saveline neg t12' : 'saveline muted t12'} role="status" title={save.error?.message}>
      {bad && <Icon name="alert" size={12} />}
      {words[save.state]}
      {stuck && (
        <button type="button" className="btn ghost sm" onClick={() => void flush()}>
          {t('Try again')}
        </button>
      )}
    </span>
  );
}
