import { FileInput, Modal } from '@mantine/core';
import type { BankStatementImport, BankStatementImported } from '@sluice/contracts/bank-statement';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { currenciesMix } from '../../lib/money.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
import { Money } from '../../parts/values.js';
import { EntryChip, signed } from './Bank.js';
import '../../theme/finance.css';

/** Reads a bank's statement: first what would be matched, then the import itself. */
export function ImportStatement({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<{ name: string; content: string }>();
  const [preview, setPreview] = useState<BankStatementImported>();
  const act = useAct();
  const { clear } = act;
  useEffect(() => {
    if (!opened) return;
    setFile(undefined);
    setPreview(undefined);
    clear();
  }, [opened, clear]);
  const send = (chosen: { name: string; content: string }, dryRun: boolean) =>
    act.run(async () => {
      const body: BankStatementImport = { ...chosen, dryRun };
      const answer = await post<BankStatementImported>('/v1/bank-statements', body);
      if (dryRun) return setPreview(answer);
      await renew('/v1/bank-entries', '/v1/bank-statements', '/v1/payout-batches', '/v1/payout-files');
      onClose();
    });
  const choose = async (chosen: File | null) => {
    setPreview(undefined);
    if (!chosen) return setFile(undefined);
    const read = { name: chosen.name, content: await chosen.text() };
    setFile(read);
    await send(read, true);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('Import a bank statement')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <div className="form">
        <FileInput
          label={t('File of the bank')}
          description={t('camt.053 (XML) or CSV. The same file twice changes nothing.')}
          accept=".xml,.csv,text/csv,application/xml"
          placeholder={t('Choose a file')}
          disabled={act.busy}
          onChange={(chosen) => void choose(chosen)}
        />
        {act.error && <Failed error={act.error} />}
        {preview && <Preview preview={preview} />}
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            look="pri"
            busy={act.busy}
            disabled={!file || !preview}
            onClick={() => file && void send(file, false)}
          >
            {t('Import it')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Preview({ preview }: { preview: BankStatementImported }) {
  const { t } = useTranslation();
  const { counts } = preview.statement;
  const mixed = currenciesMix(preview.entries.map(({ amount }) => amount));
  const figures = [
    [t('matched'), (counts.matched ?? 0) + (counts.mine ?? 0)],
    [t('to be confirmed'), counts.suggested ?? 0],
    [t('nothing fits'), counts.open ?? 0],
  ] as const;
  return (
    <section className="preview-box" aria-label={t('What would be matched')}>
      {!preview.isNew && (
        <p className="warnbox">{t('This file was imported before. Importing it again changes nothing.')}</p>
      )}
      <div className="stats">
        {figures.map(([label, value]) => (
          <div key={label}>
            <span className="cap">{label}</span>
            <span className="v num">{value}</span>
          </div>
        ))}
      </div>
      <div className="preview-rows" role="region" aria-label={t('Entries')} tabIndex={0}>
        <table>
          <caption className="sr">{t('Entries')}</caption>
          <tbody>
            {preview.entries.map((entry) => (
              <tr key={entry.id}>
                <th scope="row" className="rowhead">
                  {entry.name ?? entry.reference}
                </th>
                <td>
                  <EntryChip entry={entry} />
                </td>
                <td className="r num">
                  <Money value={signed(entry)} signed code={mixed} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
