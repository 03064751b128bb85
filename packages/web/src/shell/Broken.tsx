import { Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Mark } from '../parts/basics.js';
import { Failed } from '../parts/feedback.js';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="signin" id="main">
      <div className="card pad">
        <div className="brand">
          <Mark /> Sluice
        </div>
        <h1 className="t14 b">{t('There is no such page')}</h1>
        <p className="sub">{t('The address may be old or mistyped; nothing was changed.')}</p>
        <p className="acts-row">
          <Link to="/" className="btn pri">
            {t('Go to the start page')}
          </Link>
        </p>
      </div>
    </main>
  );
}

/** A page that broke: what happened, what was kept, what to do. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <main className="signin" id="main">
      <div className="card pad">
        <h1 className="t14 b">{t('This page could not be shown')}</h1>
        <Failed
          error={error instanceof Error ? error : new Error(String(error))}
          retry={() => {
            reset();
            void router.invalidate();
          }}
        />
        <Link to="/">{t('Go to the start page')}</Link>
      </div>
    </main>
  );
}
