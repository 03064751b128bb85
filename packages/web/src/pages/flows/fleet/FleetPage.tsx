import type { Fleet } from '@sluice/contracts/fleet';
import type { FlowDetail, FlowDraft, FlowVersionRow } from '@sluice/contracts/flow';
import type { List } from '@sluice/contracts/list';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../../lib/data.js';
import { useFilters } from '../../../lib/filters.js';
import { Filter } from '../../../parts/filters.js';
import { Empty, Loaded } from '../../../parts/feedback.js';
import { Page } from '../../../shell/Page.js';
import '../../../theme/flow-editor.css';
import '../../../theme/runs.css';
import { FlowTabs } from '../editor/FlowTabs.js';
import { FleetCanvas } from './FleetCanvas.js';
import { FleetPanel } from './FleetPanel.js';

interface Props {
  flowKey: string;
  published: FlowDetail | null;
  draft: FlowDraft | null;
}

/** All runs of a flow at once: where they are, where they go no further, how long each step takes; and acts on many of them. */
export default function FleetPage({ flowKey, published, draft }: Props) {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const version = filters.version;
  const fleet = useGet<Fleet>(published ? `/v1/flows/${flowKey}/fleet` : undefined, { version });
  const versions = useGet<List<FlowVersionRow>>(published ? `/v1/flows/${flowKey}/versions` : undefined);
  const older = useGet<FlowDetail>(
    version && published && version !== String(published.version)
      ? `/v1/flows/${flowKey}/versions/${version}`
      : undefined,
  );
  const document = (version && older.data?.version === Number(version) ? older.data : published)?.document;
  const runs = published && published.runs.running + published.runs.waiting + published.runs.parked;
  return (
    <Page
      title={published?.title ?? draft?.title ?? flowKey}
      crumbs={[{ label: t('Flows'), to: '/flows' }]}
      className={published ? 'ed' : 'mainc'}
      center={<FlowTabs flowKey={flowKey} tab="runs" runs={runs ?? undefined} />}
      actions={
        <Filter
          label={t('Version')}
          value={version}
          unset={t('all')}
          onChange={(next) => set({ version: next })}
          options={(versions.data?.data ?? []).map((row) => ({
            value: String(row.version),
            label: `v${String(row.version)}`,
          }))}
        />
      }
    >
      {!published || !document ? (
        <Empty>{t('The flow was never published, so nothing runs in it yet.')}</Empty>
      ) : (
        <Loaded query={fleet} rows={8} height={56}>
          {(data) => (
            <>
              <section className="canvas" aria-label={t('The flow')}>
                <FleetCanvas
                  document={document}
                  fleet={data}
                  picked={filters.node}
                  onPick={(node, status) => set({ node, status })}
                />
              </section>
              <FleetPanel
                flowKey={flowKey}
                document={document}
                fleet={data}
                version={version}
                newest={published.version}
              />
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}
