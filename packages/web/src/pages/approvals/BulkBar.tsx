import type { ApprovalRow, DecisionResult } from '@sluice/contracts/approval';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { useHotkeys } from '../../lib/hotkeys.js';
import { saidBy } from '../../parts/advice.js';
import { Button, IconButton } from '../../parts/basics.js';
import { Money } from '../../parts/values.js';

/** Items of low risk decided together: each is its own decision, and what was refused is named. */
export function BulkBar({
  rows,
  onDone,
  onSelect,
}: {
  rows: ApprovalRow[];
  onDone: () => void;
  onSelect: (row: ApprovalRow) => void;
}) {
  const { t } = useTranslation();
  const [done, setDone] = useState(0);
  const act = useAct();
  const [refused, setRefused] = useState<{ title: string; why: string }[]>([]);

  const approve = () =>
    act.run(async () => {
      setDone(0);
      setRefused([]);
      const failures: { title: string; why: string }[] = [];
      for (const [index, row] of rows.entries()) {
        try {
          await post<DecisionResult>(`/v1/approvals/${row.id}/decision`, { outcome: 'approve' });
        } catch (error) {
          failures.push({ title: row.title, why: error instanceof Error ? saidBy(error, t) : String(error) });
        }
        setDone(index + 1);
      }
      await renew('/v1/approvals', '/v1/metrics');
      setRefused(failures);
      if (failures.length === 0) onDone();
    });
  useHotkeys({ a: () => void approve() }, !act.busy);

  return (
    <>
      <header className="eh">
        <div className="cap">{t('Decided together')}</div>
        <h2>{t('{{count}} items of low risk', { count: rows.length })}</h2>
      </header>
      <div className="ebody" id="evidence" tabIndex={-1}>
        <div className="card left">
          <table>
            <caption className="sr">{t('Selected items')}</caption>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td className="m">{row.title}</td>
                  <td className="r">{row.amount && <Money value={row.amount} />}</td>
                  <td className="r">
                    <IconButton
                      small
                      icon="x"
                      label={t('Leave {{title}} out', { title: row.title })}
                      onClick={() => onSelect(row)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {refused.map((each) => (
            <p key={each.title} className="err" role="alert">
              <b className="b">{each.title}</b>: {each.why}
            </p>
          ))}
        </div>
      </div>
      <footer className="dec">
        <span className="grow muted" aria-live="polite">
          {act.busy && t('{{done}} of {{count}} decided', { done, count: rows.length })}
        </span>
        <Button size="lg" onClick={onDone} disabled={act.busy}>
          {t('Select none')}
        </Button>
        <Button look="pri" size="lg" busy={act.busy} keyHint="A" onClick={() => void approve()}>
          {t('Approve {{count}} items', { count: rows.length })}
        </Button>
      </footer>
    </>
  );
}
