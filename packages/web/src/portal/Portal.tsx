import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../lib/session.js';
import { useLive } from '../lib/stream.js';
import { ZoneContext } from '../lib/zone.js';
import { Icon, type IconName } from '../parts/icons.js';
import { AccountMenu } from '../shell/AccountMenu.js';
import { NoticeBell } from './Notices.js';

const tabs: { to: string; label: string; icon: IconName; also?: string }[] = [
  { to: '/portal', label: 'Earnings', icon: 'wallet', also: '/portal/commissions' },
  { to: '/portal/statements', label: 'Statements', icon: 'file' },
  { to: '/portal/links', label: 'Links', icon: 'link' },
  { to: '/portal/assets', label: 'Assets', icon: 'image' },
  { to: '/portal/account', label: 'Account', icon: 'user' },
];

/** The partner's portal: one column, phone first. */
export function Portal() {
  const { t } = useTranslation();
  const me = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useLive();
  return (
    <ZoneContext.Provider value={me?.programme.timeZone}>
      <div className="portal">
        <a className="skip" href="#main">
          {t('Skip to content')}
        </a>
        <div className="ph">
          <header className="hd">
            <span className="ring" aria-hidden="true" />
            {me?.programme.name}
            <span className="grow" />
            <NoticeBell />
            <AccountMenu />
          </header>
          <main id="main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        <nav className="tabb" aria-label={t('Main')}>
          {tabs.map((tab) => {
            const here =
              path === tab.to ||
              path === `${tab.to}/` ||
              (tab.to !== '/portal' && path.startsWith(tab.to)) ||
              (tab.also !== undefined && path.startsWith(tab.also));
            return (
              <Link key={tab.to} to={tab.to} activeOptions={{ exact: true }} aria-current={here ? 'page' : undefined}>
                <Icon name={tab.icon} size={22} stroke={1.5} />
                {t(tab.label)}
              </Link>
            );
          })}
        </nav>
      </div>
    </ZoneContext.Provider>
  );
}
