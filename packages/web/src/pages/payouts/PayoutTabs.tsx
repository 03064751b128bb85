import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../lib/session.js';
import '../../theme/finance.css';

const tabs = [
  { to: '/payouts', label: 'Batches', needs: 'batch.read' },
  { to: '/payouts/files', label: 'Files', needs: 'batch.read' },
  { to: '/payouts/bank', label: 'Bank', needs: 'bank.read' },
  { to: '/payouts/adjustments', label: 'Adjustments', needs: 'adjustment.read' },
  { to: '/payouts/ledger', label: 'Ledger', needs: 'ledger.read' },
  { to: '/payouts/trial-balance', label: 'Trial balance', needs: 'ledger.read' },
  { to: '/payouts/accruals', label: 'Accruals', needs: 'ledger.read' },
] as const;

/** What finance works with, beside each other. */
export function PayoutTabs() {
  const { t } = useTranslation();
  return (
    <nav className="finance-tabs" aria-label={t('Payouts')}>
      {tabs.map((tab) => (
        <Tab key={tab.to} {...tab} />
      ))}
    </nav>
  );
}

function Tab({ to, label, needs }: (typeof tabs)[number]) {
  const { t } = useTranslation();
  if (!useCan(needs)) return null;
  return (
    <Link to={to} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ className: 'on' }}>
      {t(label)}
    </Link>
  );
}
