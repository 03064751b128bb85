import { Progress, Textarea } from '@mantine/core';
import type { BatchDetail, BatchStarted, PayoutDto } from '@sluice/contracts/batch';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
import { When } from '../../parts/values.js';

const batches = '/v1/payout-batches';
const unsent: readonly BatchDetail['state'][] = ['draft', 'awaiting_approval', 'approved'];
/** How often a batch that is under way is looked at. */
const lookEveryMs = 4_000;

/** How far a batch has come, looked at again while it is under way, and the way to take it back before it is sent. */
export function BatchActs({ batch }: { batch: BatchDetail }) {
  const { t } = useTranslation();
  const may = useCan('batch.cancel');
  const { progress } = batch;
  const under = batch.state === 'draft' || batch.state === 'sending';
  useEffect(() => {
    if (!under) return;
    const timer = setInterval(() => void renew(`${batches}/${batch.id}`), lookEveryMs);
    return () => clearInterval(timer);
  }, [under, batch.id]);
  const count = (...states: (keyof typeof progress)[]): number =>
    states.reduce((sum, state) => sum + (progress[state] ?? 0), 0);
  const all = count('sending', 'sent', 'paid', 'failed', 'returned', 'awaiting_approval', 'approved', 'draft');
  const sent = count('sent', 'paid', 'failed', 'returned');
  const paid = count('paid');
  const locked = batch.payOn !== undefined && unsent.includes(batch.state);
  if (!under && !locked && !(may && unsent.includes(batch.state))) return null;
  return (
    <section className="card pad stack" aria-label={t('Progress')}>
      {batch.state === 'draft' && <Preparing batch={batch} prepared={all} />}
      {batch.state === 'sending' && (
        <>
          <p className="num">{t('{{sent}} of {{all}} sent, {{paid}} paid.', { sent, all, paid })}</p>
          <Progress value={all === 0 ? 0 : (sent / all) * 100} aria-label={t('Sent')} />
        </>
      )}
      {locked && batch.payOn && (
        <p>
          {t('Locked. It is paid from')} <When at={batch.payOn} form="full" />.
        </p>
      )}
      {may && unsent.includes(batch.state) && (
        <div className="row">
          <span className="muted">{t('Nothing of it is sent yet.')}</span>
          <span className="grow" />
          <CancelButton
            path={`${batches}/${batch.id}/cancel`}
            label={t('Cancel batch…')}
            says={t('Nothing is sent; what is in it is payable again and goes into a later batch.')}
          />
        </div>
      )}
    </section>
  );
}

/** How many partners have been looked at; before the first step of that is told, what is reserved. */
function Preparing({ batch: { preparing }, prepared }: { batch: BatchDetail; prepared: number }) {
  const { t } = useTranslation();
  if (!preparing) return <p>{t('{{count}} payouts are prepared so far.', { count: prepared })}</p>;
  const { done, of } = preparing;
  return (
    <>
      <p className="num">
        {t('{{done}} of {{all}} partners looked at, {{prepared}} payouts prepared.', { done, all: of, prepared })}
      </p>
      <Progress value={of === 0 ? 0 : (done / of) * 100} aria-label={t('Prepared')} />
    </>
  );
}

/** What can be done about one payout: taken out before it is sent, sent again where it did not arrive. */
export function PayoutActs({ payout }: { payout: PayoutDto }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayCancel = useCan('batch.cancel');
  const mayResend = useCan('batch.create');
  const act = useAct();
  const resend = () =>
    act.run(async () => {
      const { run } = await post<BatchStarted>(`/v1/payouts/${payout.id}/resend`, undefined);
      await navigate({ to: '/runs/$id', params: { id: run } });
    });
  if (mayCancel && unsent.some((state) => state === payout.state))
    return (
      <CancelButton
        path={`/v1/payouts/${payout.id}/cancel`}
        label={t('Take out…')}
        says={t('The other payouts stay. The approval is void, because the batch is another one then.')}
      />
    );
  if (!mayResend || (payout.state !== 'failed' && payout.state !== 'returned')) return null;
  return (
    <div className="stack">
      {act.error && <Failed error={act.error} />}
      <div>
        <Button size="sm" busy={act.busy} onClick={() => void resend()}>
          {t('Send again in a batch of its own')}
        </Button>
      </div>
    </div>
  );
}

function CancelButton({ path, label, says }: { path: string; label: string; says: string }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const act = useAct();
  const send = () =>
    act.run(async () => {
      await post(path, { reason: reason.trim() });
      await renew(batches);
      setOpened(false);
    });
  return (
    <div>
      <Button size="sm" onClick={() => setOpened(true)}>
        {label}
      </Button>
      <ActDialog
        title={label.replace('…', '')}
        verb={label.replace('…', '')}
        back={t('Go back')}
        act={act}
        disabled={reason.trim() === ''}
        opened={opened}
        onClose={() => setOpened(false)}
        onSubmit={send}
      >
        <p className="sub">{says}</p>
        <Textarea
          label={t('Reason')}
          description={t('It is kept in the audit log.')}
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </ActDialog>
    </div>
  );
}
