import { Link } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.js';
import { Kbd } from '../parts/basics.js';
import { AccountMenu } from './AccountMenu.js';
import { useShell } from './context.js';

/** A page of the console: its bar (crumbs, title, what goes beside it, search, account) and its content. */
export function Page({
  title,
  crumbs = [],
  meta,
  center,
  actions,
  className,
  children,
}: {
  title: string;
  crumbs?: { label: string; to: string }[];
  meta?: ReactNode;
  center?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { openPalette } = useShell();
  useEffect(() => {
    document.title = `${title} · Sluice`;
  }, [title]);
  return (
    <>
      <header className="bar">
        {crumbs.map((crumb) => (
          <Link key={crumb.to} to={crumb.to} className="crumb">
            {crumb.label}
          </Link>
        ))}
        <h1>{title}</h1>
        {meta && <div className="bar-meta">{meta}</div>}
        <span className="grow" />
        {center}
        {center && <span className="grow" />}
        {actions ?? (
          <button
            type="button"
            className="inp soft palette-open"
            aria-label={t('Search or run a command')}
            onClick={openPalette}
          >
            <Icon name="search" size={14} />
            <span className="lbl">{t('Search or run a command')}</span>
            <Kbd>Ctrl K</Kbd>
          </button>
        )}
        <span className="vr" />
        <AccountMenu />
      </header>
      <main id="main" tabIndex={-1} className={className ?? 'mainc'}>
        {children}
      </main>
    </>
  );
}
