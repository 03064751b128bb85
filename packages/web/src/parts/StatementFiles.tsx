import type { StatementRow } from '@sluice/contracts/statement';
import { useTranslation } from 'react-i18next';
import { withQuery } from '../lib/api.js';
import { Icon } from './icons.js';
import '../theme/finance.css';

/** A statement as PDF, as CSV, and as a page to print, in the language on the screen. */
export function StatementFiles({ statement, own }: { statement: StatementRow; own?: boolean }) {
  const { t, i18n } = useTranslation();
  const base = own ? '/v1/me/statements' : `/v1/partners/${statement.partner.id}/statements`;
  const address = (form: string) =>
    withQuery(`${base}/${statement.number}.${form}`, { locale: i18n.language, currency: statement.currency });
  return (
    <div className="st-files">
      <a className={own ? 'btn t' : 'btn'} href={address('pdf')} download>
        <Icon name="download" size={14} />
        PDF
      </a>
      <a className={own ? 'btn t' : 'btn'} href={address('csv')} download>
        <Icon name="download" size={14} />
        CSV
      </a>
      <a className={own ? 'btn t' : 'btn'} href={address('html')} target="_blank" rel="noreferrer">
        {t('To print')}
      </a>
    </div>
  );
}
