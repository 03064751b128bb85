import type { FlowDetail, FlowDraft } from '@sluice/contracts/flow';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get, Problem } from '../../../lib/api.js';
import { useGet } from '../../../lib/data.js';
import { Failed, Skeleton } from '../../../parts/feedback.js';
import { Page } from '../../../shell/Page.js';
import '../../../theme/simulate.css';
import { Simulator } from './Simulator.js';

/** A flow told a story under a virtual clock, in the browser: its draft, else the version in force. Nothing is sent. */
export function SimulatePage() {
  const { t } = useTranslation();
  const { key = '' }: { key?: string } = useParams({ strict: false });
  const { case: chosen, run }: { case?: string; run?: string } = useSearch({ strict: false });
  const source = useQuery<{ published: FlowDetail | null; draft: FlowDraft | null }, Error>({
    queryKey: [`/v1/flows/${key}/draft`, 'simulate'],
    queryFn: async ({ signal }) => {
      const [published, draft] = await Promise.all([
        maybe(get<FlowDetail>(`/v1/flows/${key}`, undefined, signal)),
        maybe(get<FlowDraft>(`/v1/flows/${key}/draft`, undefined, signal)),
      ]);
      if (!published && !draft)
        throw new Problem({ title: t('There is no flow of that name.'), status: 404, code: 'not_found' });
      return { published, draft };
    },
    refetchOnWindowFocus: false,
    // The page holds what it has opened; what is saved here comes back by the answer.
    staleTime: 0,
    gcTime: 0,
  });
  const library = useGet<FlowLibrary>(`/v1/flows/${key}/library`);
  if (source.data && library.data)
    return (
      <Simulator
        key={key}
        flowKey={key}
        published={source.data.published}
        draft={source.data.draft}
        library={library.data}
        chosen={chosen}
        run={run}
      />
    );
  const error = source.error ?? library.error;
  return (
    <Page title={t('Simulation')} crumbs={[{ label: t('Flows'), to: '/flows' }]}>
      {error ? (
        <Failed error={error} retry={() => void Promise.all([source.refetch(), library.refetch()])} />
      ) : (
        <Skeleton rows={10} />
      )}
    </Page>
  );
}

async function maybe<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}
