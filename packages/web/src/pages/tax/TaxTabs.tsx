import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import '../../theme/finance.css';
import '../../theme/tax.css';

const tabs = [
  { to: '/tax', label: 'Forms' },
  { to: '/tax/sanctions', label: 'Sanctions' },
  { to: '/tax/year-end', label: 'Year end' },
  { to: '/tax/settings', label: 'Settings' },
] as const;

/** Forms, likenesses to sanctions lists, and the year's totals. */
export function TaxTabs() {
  const { t } = useTranslation();
  return (
    <nav className="finance-tabs" aria-label={t('Tax & sanctions')}>
      {tabs.map(({ to, label }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ className: 'on' }}>
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}
