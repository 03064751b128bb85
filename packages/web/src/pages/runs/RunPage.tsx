import type { RunDetail, RunRow } from '@sluice/contracts/run';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../../lib/data.js';
import { Button, Chip, IconButton } from '../../parts/basics.js';
import { Failed, Loaded, Skeleton } from '../../parts/feedback.js';
import { StateChip } from '../../parts/states.js';
import { Page } from '../../shell/Page.js';
import type { Command } from './ActionStrip.js';
import { CommandDialog } from './CommandDialog.js';
import { RunPanel } from './RunPanel.js';

const RunCanvas = lazy(() => import('./RunCanvas.js'));

/** One run on its flow: where it is, how it came there, what a person can do. */
export function RunPage() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useGet<RunDetail>(`/v1/runs/${id}`);
  const [picked, setPicked] = useState<string>();
  const [command, setCommand] = useState<{ type: Command; input?: Record<string, unknown> }>();
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
            {run.outcome && <Chip>{t(run.outcome.replaceAll('_', ' '))}</Chip>}
            <Chip tone="line">v{run.flow.version}</Chip>
          </>
        )
      }
      actions={
        run && (
          <>
            <Neighbours run={run} />
            {run.commands.includes('stop') && (
              <Button look="bad" icon="stop" onClick={() => setCommand({ type: 'stop' })}>
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
                  <RunCanvas run={data} picked={picked} onPick={setPicked} onCommand={(type) => setCommand({ type })} />
                </Suspense>
              </section>
              <RunPanel
                key={picked ?? 'run'}
                run={data}
                picked={picked}
                onPick={setPicked}
                onCommand={(type, input) => setCommand({ type, ...(input ? { input } : {}) })}
              />
              <CommandDialog run={data} command={command} onClose={() => setCommand(undefined)} />
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}

function Neighbours({ run }: { run: RunDetail }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useList<RunRow>('/v1/runs', { flow: run.flow.key }, 200);
  const index = list.rows.findIndex((row) => row.id === run.id);
  if (index < 0) return null;
  const go = (row: RunRow | undefined) => {
    if (row) void navigate({ to: '/runs/$id', params: { id: row.id } });
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
