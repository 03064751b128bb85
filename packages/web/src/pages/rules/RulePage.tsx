import type { RuleDetail, RuleDraft, RuleVersion } from '@sluice/contracts/rule';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { get, Problem } from '../../lib/api.js';
import { useGet } from '../../lib/data.js';
import { Loaded, Skeleton } from '../../parts/feedback.js';
import { Page } from '../../shell/Page.js';

const RuleEditor = lazy(() => import('./editor/RuleEditor.js'));

/** A rule in its editor: its draft, else the version in force; `?version=` looks at an older one. */
export function RulePage() {
  const { key = '' }: { key?: string } = useParams({ strict: false });
  const { version }: { version?: string } = useSearch({ strict: false });
  const detail = useGet<RuleDetail>(`/v1/rules/${key}`);
  const drafted = detail.data?.key === key && detail.data.draft !== undefined;
  const draft = useDraft(key, drafted);
  const old = useGet<RuleVersion>(version ? `/v1/rules/${key}/versions/${version}` : undefined);
  const ready = detail.data?.key === key && (!drafted || draft.data !== undefined) && (!version || old.data);
  const identity = `${key} ${version ?? ''}`;
  // The first save makes a draft, which is then read; the editor stays open meanwhile, with the focus and what is being typed.
  const opened = useRef<string>(undefined);
  if (ready) opened.current = identity;
  if (detail.data && opened.current === identity) {
    return (
      <Suspense fallback={<Waiting />}>
        <RuleEditor
          key={identity}
          detail={detail.data}
          draft={drafted ? (draft.data ?? null) : null}
          version={version ? old.data : undefined}
        />
      </Suspense>
    );
  }
  const failed = detail.error ? detail : draft.error ? draft : old.error ? old : undefined;
  return failed ? <Waiting failed={failed} /> : <Waiting />;
}

/** The draft; null where there is none after all. */
function useDraft(key: string, enabled: boolean) {
  return useQuery<RuleDraft | null>({
    queryKey: [`/v1/rules/${key}/draft`],
    enabled,
    queryFn: async ({ signal }) => {
      try {
        return await get<RuleDraft>(`/v1/rules/${key}/draft`, undefined, signal);
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
  });
}

interface Failing {
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

function Waiting({ failed }: { failed?: Failing }) {
  const { t } = useTranslation();
  return (
    <Page title={t('Rule')} crumbs={[{ label: t('Rules'), to: '/rules' }]}>
      {failed ? (
        <Loaded query={{ data: undefined, error: failed.error, isPending: false, refetch: failed.refetch }}>
          {() => null}
        </Loaded>
      ) : (
        <Skeleton rows={10} />
      )}
    </Page>
  );
}
