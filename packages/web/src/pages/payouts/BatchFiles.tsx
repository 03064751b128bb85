import { notifications } from '@mantine/notifications';
import { Textarea } from '@mantine/core';
import type { BatchDetail, PayoutDto } from '@sluice/contracts/batch';
import type { List } from '@sluice/contracts/list';
import type { PayoutFileDetail, PayoutFileFormat, PayoutFileRow } from '@sluice/contracts/payout-file';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post, Problem } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { currenciesMix } from '../../lib/money.js';
import { useCan } from '../../lib/session.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
import { Icon } from '../../parts/icons.js';
import { Money, When } from '../../parts/values.js';
import { fileFormats } from './formats.js';

const formatOf: Record<string, PayoutFileFormat> = {
  sepa: 'pain001',
  nacha: 'nacha',
  payoneer: 'payoneer',
  csv: 'csv',
  manual: 'csv',
};

/** The files of a batch for banks: made once; again only by somebody who may, with a reason. */
export function BatchFiles({ batch, payouts }: { batch: BatchDetail; payouts: PayoutDto[] }) {
  const { t } = useTranslation();
  const may = useCan('payout.export');
  const files = useGet<List<PayoutFileRow>>(`/v1/payout-batches/${batch.id}/files`);
  const formats = [...new Set(payouts.flatMap(({ rail }) => formatOf[rail] ?? []))];
  const made = files.data?.data ?? [];
  if (formats.length === 0 && made.length === 0) return null;
  const waiting = ['sending', 'sent', 'partly_failed'].includes(batch.state);
  return (
    <section className="card pad">
      <h2 className="sec">{t('Files for banks')}</h2>
      {made.map((file) => (
        <p key={file.id} className="st-line">
          <span className="grow">
            <a className="row" href={`/v1/payout-files/${file.id}/content`} download={file.name}>
              <Icon name="download" size={12} /> {file.name}
            </a>
            <span className="block muted t12">
              {t('{{count}} payments', { count: file.payments })}, <When at={file.madeAt} form="full" />,{' '}
              {file.madeBy.name}
            </span>
          </span>
          <Money value={file.total} code={currenciesMix([batch.total, ...made.map(({ total }) => total)])} />
        </p>
      ))}
      {may && waiting && formats.map((format) => <MakeFile key={format} batch={batch.id} format={format} />)}
      {!waiting && <p className="sub">{t('Files are made once the batch is approved and sent.')}</p>}
      {made.length > 0 && (
        <p className="sub">
          {t('Exported is not paid.')} <Link to="/payouts/bank">{t('Import the bank’s statement')}</Link>
        </p>
      )}
    </section>
  );
}

function MakeFile({ batch, format }: { batch: string; format: PayoutFileFormat }) {
  const { t } = useTranslation();
  const mayAgain = useCan('payout.export_again');
  const act = useAct();
  const [again, setAgain] = useState(false);
  const [reason, setReason] = useState('');
  const make = (body: object) =>
    act.run(async () => {
      const file = await post<PayoutFileDetail>(`/v1/payout-batches/${batch}/files/${format}`, body);
      await renew('/v1/payout-batches', '/v1/payout-files');
      notifications.show({
        message: t('{{name}} is made; download it beside the batch.', { name: file.name }),
        closeButtonProps: { 'aria-label': t('Close') },
      });
      setAgain(false);
    });
  const refusedTwice = act.error instanceof Problem && act.error.isConflict;
  return (
    <div className="stack">
      <p className="acts-row">
        <Button icon="file" busy={act.busy} onClick={() => void make({})}>
          {t('Make the {{format}} file', { format: fileFormats[format] })}
        </Button>
        {refusedTwice && mayAgain && <Button onClick={() => setAgain(true)}>{t('Make it again…')}</Button>}
      </p>
      {act.error && !again && <Failed error={act.error} />}
      <ActDialog
        title={t('Make a file of payouts that are in one already')}
        verb={t('Make it again')}
        look="bad"
        act={act}
        disabled={reason.trim().length < 10}
        opened={again}
        onClose={() => setAgain(false)}
        onSubmit={() => make({ override: { reason: reason.trim() } })}
      >
        <p className="sub">{t('A bank that takes both files pays twice. Who did it and why is in the audit log.')}</p>
        <Textarea
          label={t('Reason')}
          value={reason}
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </ActDialog>
    </div>
  );
}
