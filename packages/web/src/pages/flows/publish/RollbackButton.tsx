import { Modal } from '@mantine/core';
import type { FlowVersionRow } from '@sluice/contracts/flow';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { post } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { useCan } from '../../../lib/session.js';
import { Button } from '../../../parts/basics.js';
import { Failed } from '../../../parts/feedback.js';
import '../../../theme/flow-panel.css';

/** Asks for an old version's content to be put in force again; the draft stays as it is. */
export function RollbackButton({ flowKey, row }: { flowKey: string; row: Pick<FlowVersionRow, 'version'> }) {
  const { t } = useTranslation();
  const may = useCan('flow.publish');
  const [open, setOpen] = useState(false);
  const [comment, setComment] = useState('');
  const act = useAct();
  const [asked, setAsked] = useState<string>();
  if (!may) return null;
  const ask = () =>
    act.run(async () => {
      const body = { version: row.version, comment: comment.trim() };
      const { approval } = await post<{ approval: string }>(`/v1/flows/${flowKey}/rollback`, body);
      setAsked(approval);
      await renew('/v1/flows', '/v1/approvals');
    });
  const show = () => {
    act.clear();
    setOpen(true);
  };
  return (
    <>
      <Button size="sm" look="ghost" icon="undo" onClick={show}>
        {t('Put v{{version}} in force again…', { version: row.version })}
      </Button>
      {open && (
        <Modal
          opened
          onClose={() => setOpen(false)}
          title={t('Put v{{version}} in force again', { version: row.version })}
          closeButtonProps={{ 'aria-label': t('Close') }}
        >
          <div className="pubf">
            {asked ? (
              <p className="state" role="status">
                <span>
                  {t('Asked for. Somebody who did not make it decides.')}{' '}
                  <Link to="/approvals/$id" params={{ id: asked }}>
                    {t('Show the request')}
                  </Link>
                </span>
              </p>
            ) : (
              <>
                <p className="sub">
                  {t(
                    'Its content becomes a new version once somebody else has approved it. The draft stays as it is, and runs stay on their version.',
                  )}
                </p>
                <label className="field">
                  <span className="lab">{t('Why')}</span>
                  <textarea
                    rows={2}
                    maxLength={2000}
                    data-autofocus
                    value={comment}
                    onChange={(event) => setComment(event.currentTarget.value)}
                  />
                </label>
                {act.error && <Failed error={act.error} />}
              </>
            )}
            <div className="row foot">
              <span className="grow" />
              <Button onClick={() => setOpen(false)}>{t('Close')}</Button>
              {!asked && (
                <Button look="pri" disabled={comment.trim() === ''} busy={act.busy} onClick={() => void ask()}>
                  {t('Ask for v{{version}}', { version: row.version })}
                </Button>
              )}
            </div>
          </div>
        </Modal>
      )}
    </>
  );
}
