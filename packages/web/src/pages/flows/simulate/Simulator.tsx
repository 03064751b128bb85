import { notifications } from '@mantine/notifications';
import type { FlowDetail, FlowDraft } from '@sluice/contracts/flow';
import type { SimulationCase } from '@sluice/flows';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { Link, useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { get } from '../../../lib/api.js';
import { useHotkeys } from '../../../lib/hotkeys.js';
import { useCan } from '../../../lib/session.js';
import { Button, Chip } from '../../../parts/basics.js';
import { Empty, Failed, Skeleton } from '../../../parts/feedback.js';
import { Page } from '../../../shell/Page.js';
import { useWide } from '../../rules/editor/use-wide.js';
import { inventedCase } from '../panel/try-step.js';
import { rulerEnd } from './clock.js';
import { Evidence, type Shown } from './Evidence.js';
import { ImportDialog } from './ImportDialog.js';
import { SaveDialog } from './SaveDialog.js';
import { saveCases } from './saving.js';
import { Scenario } from './Scenario.js';
import { freshId, freshTitle, upsert } from './scenario-edits.js';
import { StoryList } from './StoryList.js';
import { Timeline } from './Timeline.js';
import { useClock } from './use-clock.js';
import { useClockKeys } from './use-clock-keys.js';
import { useSimulation } from './use-simulation.js';

const StoryCanvas = lazy(() => import('./StoryCanvas.js'));

interface Props {
  flowKey: string;
  published: FlowDetail | null;
  draft: FlowDraft | null;
  library: FlowLibrary;
  /** Case to begin with. */
  chosen: string | undefined;
  /** A real run to tell again. */
  run: string | undefined;
}

/** One story at a time: told by the worker on each change, looked at by the clock. */
export function Simulator({ flowKey, published, draft, library, chosen, run: imported }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useCan('flow.write');
  const roomy = useWide(768);
  const [stored, setStored] = useState(draft);
  const document = (stored ?? published)?.document;
  const [cases, setCases] = useState<readonly SimulationCase[]>(() => (draft ?? published)?.cases ?? []);
  const [story, setStory] = useState<SimulationCase | undefined>(() => first(cases, chosen));
  const [shown, setShown] = useState<Shown>();
  const [dialog, setDialog] = useState<'save' | 'import'>();
  const telling = useAct();
  const invented = useMemo(
    () => (document ? inventedCase(document, library.programme.currency, 'approve') : undefined),
    [document, library],
  );
  const told = story ?? invented;
  const simulation = useSimulation(document, told, library);
  const { run, took, problems, busy, again } = simulation;
  const zone = library.programme.timeZone;
  const end = useMemo(() => (run ? rulerEnd(run) : 0), [run]);
  const clock = useClock(run, end);

  const { run: tellAgain } = telling;
  const fetched = useRef<string>(undefined);
  useEffect(() => {
    if (!imported || fetched.current === imported) return;
    fetched.current = imported;
    void tellAgain(async () => setStory(await get<SimulationCase>(`/v1/runs/${imported}/case`)));
  }, [imported, tellAgain]);

  const close = () => void navigate({ to: '/flows/$key', params: { key: flowKey } });
  const change = (next: SimulationCase) => {
    setStory(next);
    setShown(undefined);
  };
  const keep = async (next: readonly SimulationCase[], done: string) => {
    if (!document) return;
    const saved = await saveCases(flowKey, document, stored, next, cases);
    setStored(saved);
    setCases(saved.cases);
    // As it is stored, it is the case and no longer an edit of it.
    setStory((here) => saved.cases.find(({ id }) => id === here?.id) ?? here);
    notifications.show({ message: done, color: 'petrol', closeButtonProps: { 'aria-label': t('Close') } });
  };
  useClockKeys(clock);
  useHotkeys({
    s: () => {
      if (may && run) setDialog('save');
    },
    Escape: close,
  });
  // Another moment shows what happened then.
  const { cursor } = clock;
  useEffect(() => setShown(undefined), [cursor]);

  if (!document || !told) return <Empty>{t('The flow has no steps yet.')}</Empty>;
  const title = document.title;
  const version = (published?.version ?? 0) + 1;
  const unsaved =
    story !== undefined && !cases.some((each) => each === story || JSON.stringify(each) === JSON.stringify(story));
  return (
    <Page
      title={title}
      crumbs={[{ label: t('Flows'), to: '/flows' }]}
      className="sim"
      meta={
        <>
          {stored ? (
            <Chip tone="acc" icon="edit">
              {t('Draft v{{version}}', { version })}
            </Chip>
          ) : (
            published && <Chip tone="line">v{published.version}</Chip>
          )}
          <Chip tone="warn" icon="play">
            {t('Simulation, nothing is sent')}
          </Chip>
        </>
      }
      actions={
        <>
          {run && took !== undefined && (
            <span className="muted t12 num sim-took" role="status">
              {t('{{span}} in {{took}} s', {
                span: spanWords(end - Date.parse(run.startedAt), t),
                took: secondsOf(took),
              })}
            </span>
          )}
          <Button icon="retry" className="sim-again" onClick={again} aria-busy={busy || undefined}>
            {t('Run again')}
          </Button>
          {may && (
            <Button disabled={!run} onClick={() => setDialog('save')} aria-keyshortcuts="S">
              {t('Save as case')}
            </Button>
          )}
          <Button look="ghost" keyHint="Esc" onClick={close}>
            {t('Close')}
          </Button>
        </>
      }
    >
      <Scenario
        flow={document}
        library={library}
        cases={cases}
        story={told}
        run={run}
        zone={zone}
        unsaved={unsaved}
        readOnly={!may}
        onChange={change}
        onChoose={(id) => {
          setStory(cases.find((each) => each.id === id));
          clock.begin();
        }}
        onNew={() => {
          if (!invented) return;
          const id = freshId(cases, 'case');
          change({ ...invented, id, title: freshTitle(cases, t('New scenario')), startsAt: new Date().toISOString() });
          clock.begin();
        }}
        onImport={() => setDialog('import')}
        onKeep={keep}
      />
      {problems ? (
        <section className="sim-broken" role="alert">
          <h2 className="t14 b">{t('The flow cannot run yet')}</h2>
          <ul className="problems plain">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <p className="sub">{t('The story is kept. Put the flow right, then run it again.')}</p>
          <Link to="/flows/$key" params={{ key: flowKey }} className="btn pri">
            {t('Open the editor')}
          </Link>
        </section>
      ) : run ? (
        <>
          {roomy ? (
            <section className="canvas" aria-label={t('The flow')}>
              <Suspense fallback={<Skeleton rows={6} height={56} />}>
                <StoryCanvas
                  document={document}
                  run={run}
                  cursor={clock.cursor}
                  zone={zone}
                  picked={shown?.kind === 'step' ? run.steps[shown.step]?.node : undefined}
                  onPick={(node) => {
                    const step = run.steps.findLastIndex(
                      (each, index) => each.node === node && index <= clock.cursor.step,
                    );
                    setShown(step < 0 ? undefined : { kind: 'step', step });
                  }}
                />
              </Suspense>
            </section>
          ) : (
            <StoryList document={document} run={run} cursor={clock.cursor} zone={zone} onShow={setShown} />
          )}
          <Evidence
            document={document}
            run={run}
            cursor={clock.cursor}
            zone={zone}
            shown={shown}
            onShow={setShown}
            onGo={(at, step) => clock.go({ at, step })}
          />
          <Timeline run={run} clock={clock} end={end} zone={zone} onShow={setShown} document={document} />
        </>
      ) : (
        <Skeleton rows={6} height={56} />
      )}
      {telling.error && (
        <div className="sim-failed">
          <Failed error={telling.error} />
          <Button size="sm" onClick={telling.clear}>
            {t('Close')}
          </Button>
        </div>
      )}
      {dialog === 'save' && run && simulation.story && (
        <SaveDialog
          flow={document}
          story={simulation.story}
          run={run}
          cases={cases}
          zone={zone}
          onClose={() => setDialog(undefined)}
          onSave={async (saved) => {
            setStory(saved);
            await keep(upsert(cases, saved), t('The case “{{title}}” is kept in the draft.', { title: saved.title }));
            setDialog(undefined);
          }}
        />
      )}
      {dialog === 'import' && (
        <ImportDialog
          flowKey={flowKey}
          onClose={() => setDialog(undefined)}
          onStory={(next) => {
            change(next);
            clock.begin();
            setDialog(undefined);
          }}
        />
      )}
    </Page>
  );
}

function first(cases: readonly SimulationCase[], chosen: string | undefined): SimulationCase | undefined {
  return cases.find(({ id }) => id === chosen) ?? cases[0];
}

function secondsOf(ms: number): string {
  return (Math.max(10, ms) / 1000).toFixed(2);
}

/** `23 days`: as much of the story as there is to see. */
function spanWords(ms: number, t: TFunction): string {
  const days = Math.round(ms / 86_400_000);
  if (days >= 1) return t('{{count}} days', { count: days });
  const hours = Math.round(ms / 3_600_000);
  return hours >= 1
    ? t('{{count}} hours', { count: hours })
    : t('{{count}} minutes', { count: Math.ceil(ms / 60_000) });
}
