import type { SelfBilledInvoiceDto, StatementDetail } from '@sluice/contracts/statement';
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
      {statement.invoice && <Invoice invoice={statement.invoice} />}
      {statement.notes.map((note) => (
        <p key={note} className="padded sub">
          {note}
        </p>
      ))}
    </div>
  );
}

/** What the statement says as the partner's invoice, which the programme has written. */
function Invoice({ invoice }: { invoice: SelfBilledInvoiceDto }) {
  const { t, i18n } = useTranslation();
  const countries = new Intl.DisplayNames(i18n.language, { type: 'region' });
  const { supplier, recipient, base, vat, service } = invoice;
  const party = ({ name, street, postcode, town, country, vatNumber }: typeof supplier) => (
    <dd>
      {[name, street, [postcode, town].filter(Boolean).join(' '), countries.of(country) ?? country].map((line) => (
        <span key={line} className="invoice-line">
          {line}
        </span>
      ))}
      {vatNumber && <span className="invoice-line num">{vatNumber}</span>}
    </dd>
  );
  const day = (on: string) => <When at={`${on}T12:00:00Z`} form="promise" />;
  const gross = { ...base, amount: (BigInt(base.amount) + BigInt(vat.amount)).toString() };
  return (
    <section className="padded invoice" aria-label={t('Self-billing invoice {{number}}', { number: invoice.number })}>
      <p className="sec">{t('Self-billing invoice {{number}}', { number: invoice.number })}</p>
      <dl className="dl">
        <dt>{t('Issued')}</dt>
        <dd>{day(invoice.issuedOn)}</dd>
        <dt>{t('Service provided')}</dt>
        <dd>
          {day(service.from)}
          {service.to !== service.from && <> – {day(service.to)}</>}
        </dd>
        <dt>{t('Supplier of the service')}</dt>
        {party(supplier)}
        <dt>{t('Recipient')}</dt>
        {party(recipient)}
        <dt>{t('Net amount')}</dt>
        <dd>
          <Money value={base} />
        </dd>
        <dt>{t('VAT at {{rate}} %', { rate: invoice.rate })}</dt>
        <dd>
          <Money value={vat} />
        </dd>
        <dt>{t('Gross amount')}</dt>
        <dd>
          <Money value={gross} strong />
        </dd>
      </dl>
    </section>
  );
}
