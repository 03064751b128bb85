import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../lib/api.js';
import { useDelayed } from '../lib/clock.js';
import { adviceFor, saidBy } from './advice.js';
import { Button } from './basics.js';

/** What belongs here, and the one thing to do next. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {action}
    </div>
  );
}

/** What happened, what was kept, what to do; the code last. Takes the place of the content that failed. */
export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof Problem ? error : undefined;
  return (
    <div className="err page-err" role="alert">
      <p className="b">{saidBy(error, t)}</p>
      <p>{adviceFor(error, t)}</p>
      {problem?.body.errors?.map((each) => (
        <p key={`${each.pointer}${each.code}`}>
          <span className="mono">{each.pointer}</span> {each.message}
        </p>
      ))}
      {retry && (
        <p className="acts-row">
          <Button size="sm" icon="retry" onClick={retry}>
            {t('Try again')}
          </Button>
        </p>
      )}
      <p className="mono t11">{problem ? `${problem.body.code ?? 'error'} · ${problem.status}` : error.name}</p>
    </div>
  );
}

/** Grey rows in the shape of what comes, after 200 ms. */
export function Skeleton({ rows = 6, height = 36 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status" aria-label={t('Loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} style={{ height }} />
      ))}
    </div>
  );
}

/** Data, or its skeleton, or what went wrong; a renewal keeps the old data on the screen. */
export function Loaded<T>({
  query,
  rows,
  height,
  children,
}: {
  query: Pick<UseQueryResult<T, Error>, 'data' | 'error' | 'isPending'> & { refetch: () => unknown };
  rows?: number;
  height?: number;
  children: (data: T) => ReactNode;
}) {
  const late = useDelayed(query.isPending);
  if (query.data !== undefined && !(query.error instanceof Problem && query.error.status === 404))
    return <>{children(query.data)}</>;
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return late ? <Skeleton {...(rows ? { rows } : {})} {...(height ? { height } : {})} /> : null;
}
