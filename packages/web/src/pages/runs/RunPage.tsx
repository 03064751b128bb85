import type { RunDetail, RunRow } from '@sluice/contracts/run';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button, Chip, IconButton } from '../../parts/basics.js';
import { Failed, Loaded, Skeleton } from '../../parts/feedback.js';
import { StateChip } from '../../parts/states.js';
import { Page } from '../../shell/Page.js';
import type { Ask } from './ActionStrip.js';
import { CommandDialog } from './CommandDialog.js';
import { MoveDialog } from './MoveDialog.js';
import { RunPanel } from './RunPanel.js';

const RunCanvas = lazy(() => import('./RunCanvas.js'));

/** One run on its flow: where it is, how it came there, what a person can do. */
export function RunPage() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useGet<RunDetail>(`/v1/runs/${id}`);
  const [picked, setPicked] = useState<string>();
  const [ask, setAsk] = useState<Ask>();
  const [moving, setMoving] = useState(false);
  const mayMove = useCan('flow.migrate');
  const maySimulate = useCan('flow.simulate');
  const run = query.data;
  return (
    <Page
      title={run ? t('Run for {{subject}}', { subject: run.subject.title ?? run.subject.id }) : t('Run')}
      crumbs={[{ label: t('Flows'), to: '/runs' }]}
      className="ed"
      meta={
        run && (
          <>
            <Link to="/runs" search={{ flow: run.flow.key } as never} className="sub">
              {run.flow.title}
            </Link>
            <StateChip kind="run" state={run.status} />
            {run.parked.length > 0 && run.status !== 'parked' && (
              <Chip tone="bad" icon="pause">
                {t('{{count}} steps parked', { count: run.parked.length })}
              </Chip>
            )}
            {run.outcome && <Chip>{t(run.outcome.replaceAll('_', ' '))}</Chip>}
            <Chip tone="line">v{run.flow.version}</Chip>
          </>
        )
      }
      actions={
        run && (
          <>
            <Neighbours run={run} />
            <span className="vr" />
            {maySimulate && (
              <Link
                to="/flows/$key/simulate"
                params={{ key: run.flow.key }}
                search={{ run: run.id } as never}
                className="btn"
              >
                {t('Replay against the draft')}
              </Link>
            )}
            {mayMove && isOpen(run) && run.newest !== undefined && run.newest > run.flow.version && (
              <Button onClick={() => setMoving(true)}>{t('Move to v{{version}}…', { version: run.newest })}</Button>
            )}
            {run.commands.includes('restart') && (
              <Button onClick={() => setAsk({ type: 'restart' })}>{t('Begin anew…')}</Button>
            )}
            {run.commands.includes('stop') && (
              <Button look="bad" icon="stop" onClick={() => setAsk({ type: 'stop' })}>
                {t('Stop run')}
              </Button>
            )}
          </>
        )
      }
    >
      {query.error && !run ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Loaded query={query} rows={8} height={56}>
          {(data) => (
            <>
              <section className="canvas" aria-label={t('The flow')}>
                <Suspense fallback={<Skeleton rows={6} height={56} />}>
                  <RunCanvas run={data} picked={picked} onPick={setPicked} onAsk={setAsk} />
                </Suspense>
              </section>
              <RunPanel key={picked ?? 'run'} run={data} picked={picked} onPick={setPicked} onAsk={setAsk} />
              <CommandDialog run={data} command={ask} onClose={() => setAsk(undefined)} />
              {moving && data.newest !== undefined && (
                <MoveDialog run={data} to={data.newest} onClose={() => setMoving(false)} />
              )}
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}

/** A run that still goes on. */
function isOpen({ status }: RunDetail): boolean {
  return status === 'running' || status === 'waiting' || status === 'parked';
}

interface Within {
  flow?: string;
  status?: string;
  node?: string;
  version?: string;
  subject?: string;
}

/** The runs before and after, of those that the list showed that one came from; else of its flow. */
function Neighbours({ run }: { run: RunDetail }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search: Within = useSearch({ strict: false });
  const { flow, status, node, version, subject } = search;
  const within = [flow, status, node, version, subject].some((each) => each !== undefined)
    ? { flow, status, node, version, subject }
    : { flow: run.flow.key };
  const list = useList<RunRow>('/v1/runs', within, 200);
  const index = list.rows.findIndex((row) => row.id === run.id);
  if (index < 0) return null;
  const go = (row: RunRow | undefined) => {
    if (row) void navigate({ to: '/runs/$id', params: { id: row.id }, search: search as never });
  };
  return (
    <span className="row neighbours" style={{ gap: 4 }}>
      <IconButton icon="left" label={t('Run before')} disabled={index === 0} onClick={() => go(list.rows[index - 1])} />
      <span className="muted t12 num">
        {t('{{index}} of {{all}}', {
          index: index + 1,
          all: list.hasNextPage ? `${list.rows.length}+` : list.rows.length,
        })}
      </span>
      <IconButton
        icon="right"
        label={t('Next run')}
        disabled={index === list.rows.length - 1}
        onClick={() => go(list.rows[index + 1])}
      />
    </span>
  );
}
