import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from './basics.js';

/** The next page of a list, below what is shown; nothing where all is shown. */
export function ShowMore({
  query,
  touch,
}: {
  query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  /** As large as in the portal. */
  touch?: boolean;
}) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <Button
      {...(touch ? { className: 't' } : { size: 'sm' as const })}
      busy={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {t('Show more')}
    </Button>
  );
}
