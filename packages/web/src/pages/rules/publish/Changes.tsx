import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor/context.js';
import { ChangeLines } from './ChangeLines.js';
import { useChanges } from './changes.js';

/** What the draft changes, in words; and each step of this sitting, the last first. */
export default function Changes() {
  const { t } = useTranslation();
  const { rule, log, syntaxError, select } = useEditor();
  const changes = useChanges();
  return (
    <div className="changes-two">
      <section aria-label={t('Changes')}>
        <h3 className="sec">
          {rule.inForce ? t('Against v{{version}} in force', { version: rule.inForce.version }) : t('New rule')}
        </h3>
        {syntaxError ? (
          <p className="muted">{t('The text has to be JSON before it can be compared.')}</p>
        ) : changes.length === 0 ? (
          <p className="muted">{t('The draft decides as the version in force does.')}</p>
        ) : (
          <ChangeLines changes={changes} onGo={select} />
        )}
      </section>
      <section aria-label={t('Steps')}>
        <h3 className="sec">{t('Steps since you opened it')}</h3>
        {log.length === 0 ? (
          <p className="muted">{t('None yet. Each step can be undone, in every view.')}</p>
        ) : (
          <ol className="changes" reversed>
            {[...log].reverse().map(({ label }, at) => (
              <li key={log.length - at}>{label}</li>
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}
