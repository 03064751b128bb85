import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Edit, runs and history of one flow. */
export function FlowTabs({
  flowKey,
  tab,
  runs,
}: {
  flowKey: string;
  tab: 'edit' | 'runs' | 'history';
  runs: number | undefined;
}) {
  const { t } = useTranslation();
  return (
    <nav className="seg" aria-label={t('The flow')}>
      <Link
        to="/flows/$key"
        params={{ key: flowKey }}
        className={tab === 'edit' ? 'on' : ''}
        aria-current={tab === 'edit' ? 'page' : undefined}
      >
        {t('Edit')}
      </Link>
      <Link
        to="/flows/$key"
        params={{ key: flowKey }}
        search={{ tab: 'runs' } as never}
        className={tab === 'runs' ? 'on' : ''}
        aria-current={tab === 'runs' ? 'page' : undefined}
      >
        {t('Runs')} {runs !== undefined && <span className="cnt">{runs}</span>}
      </Link>
      <Link
        to="/flows/$key"
        params={{ key: flowKey }}
        search={{ tab: 'history' } as never}
        className={tab === 'history' ? 'on' : ''}
        aria-current={tab === 'history' ? 'page' : undefined}
      >
        {t('History')}
      </Link>
    </nav>
  );
}
