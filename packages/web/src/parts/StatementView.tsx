import type { StatementDetail } from '@sluice/contracts/statement';
import { useTranslation } from 'react-i18next';
import { Money, Sentence, Sum, When } from './values.js';

const kinds: Record<StatementDetail['lines'][number]['kind'], string> = {
  commission: 'Commission',
  clawback: 'Taken back',
  adjustment: 'Adjustment',
  payout: 'Payout',
  payout_returned: 'Payout returned',
  withholding: 'Withholding',
};

/** A statement: opening balance, each line in words with its sum, closing balance. */
export function StatementView({ statement }: { statement: StatementDetail }) {
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
            {line.calculation.length > 0 && (
              <details>
                <summary className="t12">{t('Show the sum')}</summary>
                <Sum lines={line.calculation} caption={t('The sum, line by line')} />
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
    </div>
  );
}
