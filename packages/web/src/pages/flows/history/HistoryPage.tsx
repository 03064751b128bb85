import type { FlowDetail, FlowDraft } from '@sluice/contracts/flow';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../shell/Page.js';
import '../../../theme/flow-editor.css';
import { FlowTabs } from '../editor/FlowTabs.js';
import { History } from './History.js';

/** The versions of a flow, under the tabs of the editor. */
export default function HistoryPage(props: { flowKey: string; published: FlowDetail | null; draft: FlowDraft | null }) {
  const { t } = useTranslation();
  const { flowKey, published, draft } = props;
  const runs = published && published.runs.running + published.runs.waiting + published.runs.parked;
  return (
    <Page
      title={published?.title ?? draft?.title ?? flowKey}
      crumbs={[{ label: t('Flows'), to: '/flows' }]}
      center={<FlowTabs flowKey={flowKey} tab="history" runs={runs ?? undefined} />}
    >
      <History flowKey={flowKey} drafted={draft !== null} />
    </Page>
  );
}
