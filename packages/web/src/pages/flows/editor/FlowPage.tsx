import type { FlowDetail, FlowDraft, FlowVersion } from '@sluice/contracts/flow';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { get, Problem } from '../../../lib/api.js';
import { useGet } from '../../../lib/data.js';
import { Failed, Skeleton } from '../../../parts/feedback.js';
import { Page } from '../../../shell/Page.js';

const FlowEditor = lazy(() => import('./FlowEditor.js'));
const FleetPage = lazy(() => import('../fleet/FleetPage.js'));
const HistoryPage = lazy(() => import('../history/HistoryPage.js'));

/** A flow: its draft in the editor, else the newest version; `?version=` looks at an older one, `?tab=history` lists them, `?tab=runs` shows where its runs are. */
export function FlowPage() {
  const { key = '' }: { key?: string } = useParams({ strict: false });
  const { version, tab }: { version?: string; tab?: string } = useSearch({ strict: false });
  const published = useMaybe<FlowDetail>(`/v1/flows/${key}`);
  const draft = useMaybe<FlowDraft>(`/v1/flows/${key}/draft`);
  const old = useGet<FlowVersion>(version ? `/v1/flows/${key}/versions/${version}` : undefined);
  const there = published.data !== undefined && draft.data !== undefined;
  const none = there && published.data === null && draft.data === null;
  const ready = there && !none && (!version || old.data !== undefined);
  const identity = `${key} ${version ?? ''}`;
  // The first save makes a draft, which is then read; the editor stays open meanwhile, with the focus and what is being typed.
  const opened = useRef<string>(undefined);
  if (ready) opened.current = identity;
  const error = published.error ?? draft.error ?? old.error ?? (none ? missing : null);
  if (opened.current === identity && there) {
    return (
      <Suspense fallback={<Waiting />}>
        {tab === 'history' ? (
          <HistoryPage flowKey={key} published={published.data} draft={draft.data} />
        ) : tab === 'runs' ? (
          <FleetPage flowKey={key} published={published.data} draft={draft.data} />
        ) : (
          <FlowEditor
            key={identity}
            flowKey={key}
            published={published.data}
            draft={draft.data}
            version={version ? old.data : undefined}
          />
        )}
      </Suspense>
    );
  }
  return <Waiting error={error} retry={() => void Promise.all([published.refetch(), draft.refetch()])} />;
}

const missing = new Problem({ title: 'There is no flow of that name.', status: 404, code: 'not_found' });

/** What is there, or null where there is none. */
function useMaybe<T>(path: string) {
  return useQuery<T | null, Error>({
    queryKey: [path],
    queryFn: async ({ signal }) => {
      try {
        return await get<T>(path, undefined, signal);
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
  });
}

function Waiting({ error, retry }: { error?: Error | null; retry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Page title={t('Flow')} crumbs={[{ label: t('Flows'), to: '/flows' }]}>
      {error ? <Failed error={error} {...(retry ? { retry } : {})} /> : <Skeleton rows={10} />}
    </Page>
  );
}
