import type { StatementDetail } from '@sluice/contracts/statement';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Money, Sentence, Sum, When } from './values.js';

const kinds: Record<StatementDetail['lines'][number]['kind'], string> = {
  commission: 'Commission',
  clawback: 'Taken back',
  adjustment: 'Adjustment',
  payout: 'Payout',
  payout_returned: 'Payout returned',
  withholding: 'Withholding',
  vat: 'VAT',
  fee: 'Fee',
};

/** A statement: opening balance, each line in words with what explains it, closing balance; `own` in the portal. */
export function StatementView({ statement, own }: { statement: StatementDetail; own?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="statement">
      <div className="st-line b">
        <span className="grow">
          {t('Opening balance')}, <When at={statement.from} form="promise" />
        </span>
        <Money value={statement.opening} />
      </div>
      <ol>
        {statement.lines.map((line, index) => (
          <li key={index}>
            <div className="st-line">
              <div className="grow">
                <p className="m">
                  {t(kinds[line.kind])} <When at={line.at} form="promise" className="muted t12" />
                </p>
                <Sentence segments={line.segments} className="sub" />
                {line.rule && <p className="muted t11">{t('by rule {{rule}}', { rule: line.rule })}</p>}
              </div>
              <span className={line.amount.amount.startsWith('-') ? 'neg b' : 'b'}>
                <Money value={line.amount} />
              </span>
            </div>
            {(line.calculation.length > 0 || line.commission) && (
              <details>
                <summary className="t12">{t('Why this amount')}</summary>
                {line.calculation.length > 0 && <Sum lines={line.calculation} caption={t('The sum, line by line')} />}
                {line.commission && (
                  <p className="t12">
                    {own ? (
                      <Link to="/portal/commissions/$id" params={{ id: line.commission }}>
                        {t('Everything about this commission')}
                      </Link>
                    ) : (
                      <Link to="/commissions" search={{ open: line.commission } as never}>
                        {t('Everything about this commission')}
                      </Link>
                    )}
                  </p>
                )}
              </details>
            )}
          </li>
        ))}
      </ol>
      <div className="st-line b closing">
        <span className="grow">
          {t('Closing balance')}, <When at={statement.to} form="promise" />
        </span>
        <Money value={statement.closing} />
      </div>
      {statement.notes.map((note) => (
        <p key={note} className="padded sub">
          {note}
        </p>
      ))}
    </div>
  );
}
