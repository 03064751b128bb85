import type { BulkDto, MigrationPreview } from '@sluice/contracts/bulk';
import type { FlowVersion, FlowVersionRow } from '@sluice/contracts/flow';
import type { List } from '@sluice/contracts/list';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { post, Problem } from '../../../lib/api.js';
import { renew, useGet } from '../../../lib/data.js';
import { ActDialog } from '../../../parts/ActDialog.js';
import { Seg } from '../../../parts/basics.js';
import { ReasonField } from '../../../parts/ReasonField.js';
import { Empty, Failed, Skeleton } from '../../../parts/feedback.js';
import { stepTitle } from '../../../parts/flow/words.js';
import '../../../theme/flow-panel.css';
import '../../../theme/runs.css';
import { Landing, OtherStep } from './Landing.js';

interface Props {
  flowKey: string;
  newest: number;
  onClose: () => void;
  onBegun: (bulk: string) => void;
}

/** Moves the waiting runs of older versions, or begins them anew: looked at first, done as it was looked at. */
export function MigrateDialog({ flowKey, newest, onClose, onBegun }: Props) {
  const { t } = useTranslation();
  const [act, setAct] = useState<'migrate' | 'restart'>('migrate');
  const [to, setTo] = useState(newest);
  const [map, setMap] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const write = (text: string) => {
    setReason(text);
    setMissing(false);
  };
  const moving = useAct();
  const [moved, setMoved] = useState(false);
  const versions = useGet<List<FlowVersionRow>>(`/v1/flows/${flowKey}/versions`);
  const target = useGet<FlowVersion>(`/v1/flows/${flowKey}/versions/${String(to)}`);
  const asked = { do: act, to, ...(Object.keys(map).length > 0 && act === 'migrate' ? { map } : {}) };
  const preview = useQuery<MigrationPreview, Error>({
    queryKey: [`/v1/flows/${flowKey}/migrations/preview`, asked],
    queryFn: () => post<MigrationPreview>(`/v1/flows/${flowKey}/migrations/preview`, asked),
    placeholderData: (before) => before,
    retry: false,
    staleTime: 0,
  });
  const titleOf = (id: string) => {
    const node = target.data?.document.nodes.find((each) => each.id === id);
    return node ? stepTitle(node, t) : id;
  };
  const begin = () => {
    const hash = preview.data?.hash;
    if (reason.trim() === '') return setMissing(true);
    if (hash === undefined) return;
    setMoved(false);
    void moving.run(async () => {
      try {
        const bulk = await post<BulkDto>(`/v1/flows/${flowKey}/migrations`, { ...asked, reason: reason.trim(), hash });
        await renew('/v1/bulks', '/v1/flows', '/v1/runs');
        onBegun(bulk.id);
      } catch (error) {
        if (!(error instanceof Problem && error.isConflict)) throw error;
        await preview.refetch();
        setMoved(true);
      }
    });
  };
  const found = preview.data;
  return (
    <ActDialog
      title={t('Move waiting runs')}
      verb={
        act === 'migrate'
          ? t('Move {{count}} runs', { count: found?.moves ?? 0 })
          : t('Begin {{count}} runs anew', { count: found?.moves ?? 0 })
      }
      size="min(680px, 96vw)"
      act={moving}
      disabled={!found || found.moves === 0}
      onClose={onClose}
      onSubmit={begin}
    >
      <div className="row wrap-row">
        <Seg<'migrate' | 'restart'>
          label={t('What becomes of them')}
          value={act}
          options={[
            { value: 'migrate', label: t('Move to v{{version}}', { version: to }) },
            { value: 'restart', label: t('Begin anew') },
          ]}
          onChange={setAct}
        />
        {act === 'migrate' && (
          <select
            className="fp-select"
            aria-label={t('Version')}
            value={to}
            onChange={(event) => {
              setTo(Number(event.currentTarget.value));
              setMap({});
            }}
          >
            {(versions.data?.data ?? []).map(({ version }) => (
              <option key={version} value={version}>
                v{version}
              </option>
            ))}
          </select>
        )}
      </div>
      {moved && (
        <p className="warnbox" role="alert">
          <b className="b">{t('Runs have moved on since you looked.')}</b>{' '}
          {t('Nothing was moved. Below is where they would land now; look again, then decide.')}
        </p>
      )}
      {preview.isPending && <Skeleton rows={3} height={28} />}
      {preview.error && <Failed error={preview.error} retry={() => void preview.refetch()} />}
      {found && found.runs === 0 && <Empty>{t('No run waits in another version.')}</Empty>}
      {found && found.runs > 0 && (
        <>
          <div className="scroll" role="region" aria-label={t('Runs that wait')} tabIndex={0}>
            <table className="run-moves">
              <thead>
                <tr>
                  <th scope="col">{t('Waits at')}</th>
                  <th scope="col">{t('Version')}</th>
                  <th scope="col" className="r">
                    {t('Runs')}
                  </th>
                  <th scope="col">{t('Goes on')}</th>
                </tr>
              </thead>
              <tbody>
                {found.rows.map((row, index) => (
                  <tr key={`${String(row.version)} ${row.node} ${String(index)}`}>
                    <td>{titleOf(row.node)}</td>
                    <td>v{row.version}</td>
                    <td className="r num">{row.runs}</td>
                    <td>
                      <Landing place={row.place} target={target.data?.document} />
                      {act === 'migrate' && (
                        <OtherStep
                          from={row.node}
                          title={titleOf(row.node)}
                          target={target.data?.document}
                          map={map}
                          onMap={setMap}
                        />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="muted t12">
            {act === 'migrate'
              ? t('{{moves}} go on in the new version, {{stays}} stay where they are.', {
                  moves: found.moves,
                  stays: found.stays,
                })
              : t('{{count}} runs end here and begin anew in the newest version.', { count: found.moves })}
          </p>
          <ReasonField value={reason} missing={missing} onChange={write} />
        </>
      )}
    </ActDialog>
  );
}
