import type { ApprovalRow } from '@sluice/contracts/approval';
import type { List } from '@sluice/contracts/list';
import type { ProgrammeDto } from '@sluice/contracts/programme';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../lib/data.js';
import { useHotkeys, useSequence, type KeyMap } from '../lib/hotkeys.js';
import { useMe } from '../lib/session.js';
import { useLive } from '../lib/stream.js';
import { ZoneContext } from '../lib/zone.js';
import { Mark } from '../parts/basics.js';
import { Icon } from '../parts/icons.js';
import { CommandPalette } from './CommandPalette.js';
import { KeySheet } from './KeySheet.js';
import { allPlaces, footPlaces, places, type Place } from './navigation.js';
import { ShellContext } from './context.js';

/** Views that need the width have the narrow rail instead of the wide navigation. */
const narrow = [/^\/approvals/, /^\/runs\/.+/, /^\/rules\/.+/, /^\/flows\/(?!new$).+/];

/** The ops console's frame: navigation, the page, the palette, the keys. */
export function Console() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const programme = useGet<ProgrammeDto>(me ? `/v1/programmes/${me.programme.key}` : undefined);
  const waiting = useGet<List<ApprovalRow>>('/v1/approvals', { for: 'me', state: 'pending', limit: 100 });
  const { connected } = useLive();

  const jumps = useMemo<KeyMap>(
    () =>
      Object.fromEntries(
        allPlaces.flatMap((place) => (place.key ? [[place.key, () => void navigate({ to: place.to })] as const] : [])),
      ),
    [navigate],
  );
  useSequence('g', jumps);
  useHotkeys({
    'mod+k': () => setPalette(true),
    '?': () => setSheet(true),
    '/': () => {
      const field = document.querySelector<HTMLElement>('[data-page-search]');
      if (field) field.focus();
      else setPalette(true);
    },
  });

  const rail = narrow.some((pattern) => pattern.test(path));
  const count = waiting.data?.data.length ?? 0;
  const shell = useMemo(
    () => ({
      programme: programme.data,
      waitingCount: count,
      connected,
      openPalette: () => setPalette(true),
      openKeys: () => setSheet(true),
    }),
    [programme.data, count, connected],
  );

  const link = (place: Place) => {
    // Runs are a part of flows: their pages have no place of their own in the navigation.
    const within = path.startsWith('/runs') ? path.replace('/runs', '/flows') : path;
    const current = place.to === '/' ? path === '/' : within.startsWith(place.to);
    const hot = place.to === '/approvals' && count > 0;
    return (
      <Link
        key={place.to}
        to={place.to}
        activeOptions={{ exact: true }}
        aria-current={current ? 'page' : undefined}
        title={t(place.label)}
        aria-label={hot ? `${t(place.label)}, ${t('{{count}} waiting', { count })}` : t(place.label)}
      >
        <Icon name={place.icon} size={18} stroke={1.5} />
        <span className="lbl">{t(place.label)}</span>
        {hot && <span className="n hot">{count}</span>}
      </Link>
    );
  };

  return (
    <ShellContext.Provider value={shell}>
      <ZoneContext.Provider value={programme.data?.timeZone}>
        <a className="skip" href="#main">
          {t('Skip to content')}
        </a>
        <div className={rail ? 'app' : 'app wide'}>
          <nav className={rail ? 'nav rail' : 'nav'} aria-label={t('Main')}>
            <div className="brand">
              <Mark />
              <span className="lbl">Sluice</span>
            </div>
            {places.map((place, index) => (place ? link(place) : <hr key={index} />))}
            <span className="gap" />
            {footPlaces.map(link)}
          </nav>
          <Outlet />
        </div>
        <CommandPalette opened={palette} onClose={() => setPalette(false)} />
        <KeySheet opened={sheet} onClose={() => setSheet(false)} path={path} />
      </ZoneContext.Provider>
    </ShellContext.Provider>
  );
}
