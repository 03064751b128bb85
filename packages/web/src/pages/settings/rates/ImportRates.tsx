import { FileInput, Modal } from '@mantine/core';
import type { RateImportResult } from '@sluice/contracts/rate';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { post } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { Button } from '../../../parts/basics.js';
import { Failed } from '../../../parts/feedback.js';

/** A file of rates: first what it would add and which lines cannot be taken, then, if wanted, the import. */
export function ImportRates({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<{ name: string; content: string; format: 'csv' | 'ecb' }>();
  const [seen, setSeen] = useState<RateImportResult>();
  const act = useAct();
  const { clear } = act;
  useEffect(() => {
    setFile(undefined);
    setSeen(undefined);
    clear();
  }, [opened, clear]);
  const send = (given: NonNullable<typeof file>, dryRun: boolean) =>
    act.run(async () => {
      const { format, content } = given;
      const name = given.name.replaceAll(/[^\w .()-]/g, '_').slice(0, 80);
      setSeen(await post<RateImportResult>('/v1/rates/imports', { format, content, name, dryRun }));
      if (!dryRun) await renew('/v1/rates');
    });
  const choose = async (chosen: File | null) => {
    setSeen(undefined);
    setFile(undefined);
    if (!chosen) return;
    const content = await chosen.text();
    const format = /^\s*</.test(content) ? ('ecb' as const) : ('csv' as const);
    const given = { name: chosen.name, content, format };
    setFile(given);
    await send(given, true);
  };
  const done = seen?.dryRun === false;
  return (
    <Modal opened={opened} onClose={onClose} title={t('Import rates')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <div className="form">
        <FileInput
          label={t('File')}
          placeholder={t('Choose a file')}
          description={t('CSV with the columns from, to, date, rate; or the European Central Bank’s XML file.')}
          accept=".csv,.xml,text/csv,text/xml"
          clearable
          clearButtonProps={{ 'aria-label': t('Take the file away') }}
          disabled={done}
          onChange={(chosen) => void choose(chosen)}
        />
        {seen && (
          <div role="status">
            <p className="b">
              {done
                ? t('{{count}} rates were added.', { count: seen.added })
                : t('{{count}} rates would be added.', { count: seen.added })}{' '}
              {seen.same > 0 && t('{{count}} are here already.', { count: seen.same })}
            </p>
            {seen.problems.length > 0 && (
              <>
                <p>
                  {t('{{count}} lines are not taken; nothing that is here is changed:', { count: seen.problemsInAll })}
                </p>
                <ul className="t13">
                  {seen.problems.slice(0, 12).map(({ line, code, message }) => (
                    <li key={`${line}${code}`}>
                      {t('Line {{line}}', { line })}: {message}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
        )}
        {act.error && <Failed error={act.error} />}
        <div className="btnrow">
          {!done && (
            <Button
              look="pri"
              busy={act.busy}
              disabled={!file || !seen || seen.added === 0}
              onClick={() => file && void send(file, false)}
            >
              {t('Import')}
            </Button>
          )}
          <Button onClick={onClose}>{done ? t('Close') : t('Cancel')}</Button>
        </div>
      </div>
    </Modal>
  );
}
