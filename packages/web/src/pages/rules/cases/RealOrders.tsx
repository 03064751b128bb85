import { Modal } from '@mantine/core';
import type { CommissionRow, Explanation } from '@sluice/contracts/commission';
import type { RuleCase } from '@sluice/rules/document';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { get } from '../../../lib/api.js';
import { useList } from '../../../lib/data.js';
import { Button } from '../../../parts/basics.js';
import { Empty, Failed, Loaded } from '../../../parts/feedback.js';
import { Money, When } from '../../../parts/values.js';
import { newCaseId, useAnswers } from './use-cases.js';
import type { Facts } from './facts.js';

/** Past commissions to take the facts from, as they were. */
export function RealOrders({ onClose, onTaken }: { onClose: () => void; onTaken: (taken: RuleCase) => void }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const act = useAct();
  const query = useList<CommissionRow>('/v1/commissions', { search }, 20);
  const answers = useAnswers();
  const take = (row: CommissionRow) =>
    act.run(async () => {
      const explanation = await get<Explanation>(`/v1/commissions/${row.id}/explanation`);
      const facts = explanation.facts as Facts;
      const { inForce, draft } = answers(facts);
      const expected = inForce ?? draft ?? null;
      onTaken({ id: newCaseId(), title: `${row.partner.name}, ${row.order.externalId}`, facts, expected });
      onClose();
    }, row.id);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('A case from a real order')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <div className="form">
        <label className="inp">
          <span className="sr">{t('Partner, order or commission')}</span>
          <input
            data-autofocus
            className="grow bare"
            placeholder={t('Partner, order or commission')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        {act.error && <Failed error={act.error} />}
        <Loaded query={query} rows={6}>
          {() =>
            query.rows.length === 0 ? (
              <Empty>{t('No commission is called that.')}</Empty>
            ) : (
              <div className="scroll pick" role="region" aria-label={t('Commissions')} tabIndex={0}>
                <table>
                  <caption className="sr">{t('Commissions')}</caption>
                  <tbody>
                    {query.rows.map((row) => (
                      <tr key={row.id}>
                        <th scope="row">{row.partner.name}</th>
                        <td className="mono t11 muted">{row.order.externalId}</td>
                        <td>
                          <When at={row.occurredAt} form="day" className="sub" />
                        </td>
                        <td className="r">
                          <Money value={row.amount} />
                        </td>
                        <td className="r">
                          <Button
                            size="sm"
                            busy={act.doing === row.id}
                            disabled={act.busy}
                            onClick={() => void take(row)}
                          >
                            {t('Take its facts')}
                          </Button>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )
          }
        </Loaded>
      </div>
    </Modal>
  );
}
