import { Modal, Select } from '@mantine/core';
import type { ProspectDetail } from '@sluice/contracts/prospect';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Failed, Loaded } from '../../parts/feedback.js';
import { StateChip, stateWord } from '../../parts/states.js';
import { When } from '../../parts/values.js';

const reasonWords = {
  unresponsive: 'Does not answer',
  declined: 'Does not want to',
  unfit: 'Does not fit',
  duplicate: 'Is known already',
} as const;

/** A prospect with every move, and where it may go next. */
export function MoveProspect({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useGet<ProspectDetail>(id === undefined ? undefined : `/v1/prospects/${id}`);
  return (
    <Modal
      opened={id !== undefined}
      onClose={onClose}
      title={query.data && query.data.id === id ? query.data.name : t('Prospect')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {id !== undefined && (
        <Loaded query={query} rows={4}>
          {(prospect) => (prospect.id === id ? <Moves prospect={prospect} onClose={onClose} /> : null)}
        </Loaded>
      )}
    </Modal>
  );
}

function Moves({ prospect, onClose }: { prospect: ProspectDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = useCan('prospect.write');
  const act = useAct();
  const [reason, setReason] = useState<string>('unresponsive');
  const move = (what: string, path: string, body: object) =>
    act.run(async () => {
      const { partner } = await post<{ partner?: string }>(`/v1/prospects/${prospect.id}/${path}`, body);
      await renew('/v1/prospects', '/v1/partners');
      if (path === 'convert' && partner) await navigate({ to: '/partners/$id', params: { id: partner } });
      else onClose();
    }, what);
  const can = (stage: ProspectDetail['stage']) => prospect.moves.includes(stage);
  return (
    <div className="form">
      <dl className="dl">
        <dt>{t('Stage')}</dt>
        <dd>
          <StateChip kind="prospect" state={prospect.stage} />
          {prospect.closedFor && <span className="sub"> {t(reasonWords[prospect.closedFor])}</span>}
        </dd>
        <dt>{t('E-mail')}</dt>
        <dd>{prospect.email}</dd>
        {prospect.website && (
          <>
            <dt>{t('Website')}</dt>
            <dd>
              <a href={prospect.website} rel="noreferrer" target="_blank">
                {prospect.website}
              </a>
            </dd>
          </>
        )}
      </dl>
      {prospect.history.length > 0 && (
        <ol className="hist" aria-label={t('Moves')}>
          {prospect.history.map((move) => (
            <li key={move.at} className="sub">
              <When at={move.at} form="full" /> {t(stateWord('prospect', move.from))} →{' '}
              {t(stateWord('prospect', move.to))}, {move.by}
            </li>
          ))}
        </ol>
      )}
      {mayWrite && can('closed') && (
        <Select
          label={t('Close because')}
          data={Object.entries(reasonWords).map(([value, label]) => ({ value, label: t(label) }))}
          value={reason}
          allowDeselect={false}
          onChange={(value) => setReason(value ?? 'unresponsive')}
        />
      )}
      {act.error && <Failed error={act.error} />}
      {mayWrite && (
        <div className="btnrow">
          {can('closed') && (
            <Button
              look="bad"
              busy={act.doing === 'closed'}
              disabled={act.busy}
              onClick={() => void move('closed', 'move', { to: 'closed', reason })}
            >
              {t('Close prospect')}
            </Button>
          )}
          {(['contacted', 'in_talks'] as const).filter(can).map((to) => (
            <Button key={to} busy={act.doing === to} disabled={act.busy} onClick={() => void move(to, 'move', { to })}>
              {t('Mark as {{stage}}', { stage: t(stateWord('prospect', to)) })}
            </Button>
          ))}
          {can('won') && (
            <Button
              look="pri"
              busy={act.doing === 'won'}
              disabled={act.busy}
              onClick={() => void move('won', 'convert', { type: 'other' })}
            >
              {t('Make a partner')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
