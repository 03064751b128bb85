import type { List } from '@sluice/contracts/list';
import type { RunRow } from '@sluice/contracts/run';
import type { FlowNode } from '@sluice/flows';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { useGet } from '../../../lib/data.js';
import { Empty, Loaded } from '../../../parts/feedback.js';
import { StateChip } from '../../../parts/states.js';
import { When } from '../../../parts/values.js';
import { useFlowEditor } from '../editor/context.js';

/** The runs that are at this step now, the longest there first. */
export function StepRuns({
  node,
  query,
  runs,
}: {
  node: FlowNode;
  query: ReturnType<typeof useGet<List<RunRow>>>;
  runs: readonly RunRow[];
}) {
  const { t } = useTranslation();
  const { published, flowKey } = useFlowEditor();
  if (!published) return <Empty>{t('The flow was never published, so nothing runs in it yet.')}</Empty>;
  if (!published.nodes.some(({ id }) => id === node.id))
    return <Empty>{t('The step is new: runs come here once the draft is published.')}</Empty>;
  const sorted = runs.toSorted((a, b) => (a.current?.enteredAt ?? '').localeCompare(b.current?.enteredAt ?? ''));
  return (
    <Loaded query={query} rows={4}>
      {() =>
        sorted.length === 0 ? (
          <Empty>{t('No run is at this step now.')}</Empty>
        ) : (
          <>
            <ul className="fp-runs">
              {sorted.map((run) => (
                <li key={run.id}>
                  <Link to="/runs/$id" params={{ id: run.id }} className="grow ell">
                    {run.subject.title ?? run.subject.id}
                  </Link>
                  <StateChip kind="run" state={run.status} />
                  {run.current && <When at={run.current.enteredAt} className="muted t12" />}
                </li>
              ))}
            </ul>
            <p className="t12">
              <Link to="/runs" search={{ flow: flowKey } as never}>
                {t('All runs of this flow')}
              </Link>
            </p>
          </>
        )
      }
    </Loaded>
  );
}
