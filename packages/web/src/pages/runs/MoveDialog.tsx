import type { FlowVersion } from '@sluice/contracts/flow';
import type { RunCommandResult, RunDetail, RunLanding } from '@sluice/contracts/run';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post, Problem } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { ReasonField } from '../../parts/ReasonField.js';
import { Failed, Skeleton } from '../../parts/feedback.js';
import { stepTitle } from '../../parts/flow/words.js';
import '../../theme/flow-panel.css';
import { Landing, OtherStep } from '../flows/migrate/Landing.js';

/** Lets one run go on in another version: where each branch would be, then why. */
export function MoveDialog({ run, to, onClose }: { run: RunDetail; to: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [map, setMap] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const write = (text: string) => {
    setReason(text);
    setMissing(false);
  };
  const act = useAct();
  const target = useGet<FlowVersion>(`/v1/flows/${run.flow.key}/versions/${String(to)}`);
  const landing = useQuery<RunLanding, Error>({
    queryKey: [`/v1/runs/${run.id}/landing`, to, map],
    queryFn: () => post<RunLanding>(`/v1/runs/${run.id}/landing`, { to, map }),
    placeholderData: (before) => before,
    retry: false,
  });
  const titleOf = (id: string) => {
    const node = run.document.nodes.find((each) => each.id === id);
    return node ? stepTitle(node, t) : id;
  };
  const move = () => {
    const expected = landing.data?.expected;
    if (reason.trim() === '') return setMissing(true);
    if (expected === undefined) return;
    void act.run(async () => {
      try {
        await post<RunCommandResult>(`/v1/runs/${run.id}/migrate`, { to, map, reason: reason.trim(), expected });
      } catch (error) {
        // It has moved on meanwhile: what it would land at is another thing now.
        if (error instanceof Problem && error.isConflict) await Promise.all([landing.refetch(), renew('/v1/runs')]);
        throw error;
      }
      await renew('/v1/runs', '/v1/flows');
      onClose();
    });
  };
  return (
    <ActDialog
      title={t('Move this run to v{{version}}', { version: to })}
      verb={t('Move the run')}
      size="lg"
      act={act}
      disabled={landing.data?.moves !== true}
      onClose={onClose}
      onSubmit={move}
    >
      <p className="sub">{t('It goes on in the new version with its values. What it has done stays done.')}</p>
      {landing.isPending && <Skeleton rows={2} height={28} />}
      {landing.error && <Failed error={landing.error} retry={() => void landing.refetch()} />}
      {landing.data && (
        <table className="run-moves">
          <thead>
            <tr>
              <th scope="col">{t('Is at')}</th>
              <th scope="col">{t('Goes on')}</th>
            </tr>
          </thead>
          <tbody>
            {landing.data.positions.map(({ node, place }, index) => (
              <tr key={`${node} ${String(index)}`}>
                <td>{titleOf(node)}</td>
                <td>
                  <Landing place={place} target={target.data?.document} />
                  <OtherStep
                    from={node}
                    title={titleOf(node)}
                    target={target.data?.document}
                    map={map}
                    onMap={setMap}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ReasonField value={reason} missing={missing} data-autofocus onChange={write} />
    </ActDialog>
  );
}
