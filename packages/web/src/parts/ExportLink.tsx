import type { ExportName } from '@sluice/contracts/finance';
import { useTranslation } from 'react-i18next';
import { withQuery, type Query } from '../lib/api.js';
import { useCan } from '../lib/session.js';
import { Icon } from './icons.js';

/** The list on the screen as CSV, by the same filters; who took it is in the audit log. */
export function ExportLink({ name, query }: { name: ExportName; query?: Query }) {
  const { t } = useTranslation();
  if (!useCan('export.read')) return null;
  return (
    <a className="btn" href={withQuery(`/v1/exports/${name}.csv`, query)} download>
      <Icon name="download" size={14} />
      {t('Export CSV')}
    </a>
  );
}
