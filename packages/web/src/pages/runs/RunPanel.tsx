import type { RunDetail, RunStepDto } from '@sluice/contracts/run';
import type { FlowNode } from '@sluice/flows';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/clock.js';
import { formatClock, formatCountdown, formatDay, formatSpan, sameDay } from '../../lib/time.js';
import { Button, IconButton, Tabs, Tile } from '../../parts/basics.js';
import { DecisionView } from '../../parts/DecisionView.js';
import { Empty } from '../../parts/feedback.js';
import { Icon, type IconName } from '../../parts/icons.js';
import { When } from '../../parts/values.js';
import { linkTo } from '../../parts/subject.js';
import { Link } from '@tanstack/react-router';
import { paramsOf, givenValues } from '../../parts/flow/params.js';
import { StepIcon, stepCategory } from '../../parts/flow/StepIcon.js';
import { coreOf } from '../../parts/flow/core.js';
import { stepTitle } from '../../parts/flow/words.js';
import type { Ask, Command } from './ActionStrip.js';
import { InputEditor } from './InputEditor.js';
import { parkedInput } from './input.js';
import { parkedAt, positionsOf } from './positions.js';
import { readPath } from './path.js';
import { valueText } from './label.js';

type Tab = 'steps' | 'values' | 'events';

/** Beside the canvas: the parked or chosen step, then every step, the values, what people did. */
export function RunPanel({
  run,
  picked,
  onPick,
  onAsk,
}: {
  run: RunDetail;
  picked: string | undefined;
  onPick: (node: string | undefined) => void;
  onAsk: (ask: Ask) => void;
}) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>('steps');
  const parked = parkedAt(run, { node: picked });
  const target = linkTo(run.subject);
  return (
    <aside className="panel" aria-label={t('The run in words')}>
      {parked ? (
        <Parked
          key={parked.key}
          run={run}
          at={parked.key}
          onAsk={onAsk}
          {...(picked ? { onClose: () => onPick(undefined) } : {})}
        />
      ) : picked ? (
        <Picked run={run} node={picked} onClose={() => onPick(undefined)} />
      ) : (
        <div className="phead">
          <Tile icon="flow" kind="logic" />
          <div className="grow">
            <div className="cap">
              {run.flow.title} v{run.flow.version}
            </div>
            <h2 className="t14 b">
              {target ? (
                <Link {...target}>{run.subject.title ?? run.subject.id}</Link>
              ) : (
                (run.subject.title ?? run.subject.id)
              )}
            </h2>
            <p className="muted t12">
              {t('started')} <When at={run.startedAt} form="full" />
              {run.closedAt && (
                <>
                  , {t('closed')} <When at={run.closedAt} form="full" />
                </>
              )}
            </p>
          </div>
        </div>
      )}
      <Tabs<Tab>
        label={t('The run in words')}
        value={tab}
        onChange={setTab}
        options={[
          { value: 'steps', label: t('Steps') },
          { value: 'values', label: t('Values') },
          { value: 'events', label: t('Events'), count: run.history.length },
        ]}
      />
      <div role="tabpanel" aria-labelledby={`tab-${tab}`} className="tabbody">
        {tab === 'steps' && <Steps run={run} picked={picked} onPick={onPick} />}
        {tab === 'values' && <pre className="json padded">{JSON.stringify(run.vars, null, 2)}</pre>}
        {tab === 'events' && <History run={run} />}
      </div>
      <div className="pfoot t12">
        <span className="muted mono ell">{run.id}</span>
        <span className="grow" />
        <span className="muted num">{t('{{count}} steps', { count: run.steps.length })}</span>
      </div>
    </aside>
  );
}

function Parked({
  run,
  at,
  onAsk,
  onClose,
}: {
  run: RunDetail;
  at: string;
  onAsk: (ask: Ask) => void;
  onClose?: () => void;
}) {
  const { t } = useTranslation();
  const [input, setInput] = useState<Record<string, unknown>>(() => parkedInput(run, at));
  const current = parkedAt(run, { at });
  const park = current?.park;
  const node = run.document.nodes.find((each) => each.id === current?.node);
  if (!park || !node) return null;
  const allowed = run.parked.find((each) => each.at === at)?.commands ?? [];
  const may = (command: Command) => allowed.includes(command);
  return (
    <>
      <div className={`phead k-${stepCategory(node.type)}`}>
        <StepTile type={node.type} />
        <div className="grow">
          <div className="cap">
            {kindWord(node.type, t)}, {t('parked since')} <When at={park.since} />
          </div>
          <h2 className="t14 b">{titleIn(run, node, t)}</h2>
        </div>
        {onClose && <IconButton small icon="x" label={t('Close')} onClick={onClose} />}
      </div>
      <div className="pbody parked-body">
        <div className="err">
          <p className="b">{park.message}</p>
          <p>
            {park.unknownOutcome
              ? t('It may have happened: it is asked by reference before it is tried again, and it cannot be skipped.')
              : t('Nothing of this step was done. Everything before it is kept.')}
          </p>
          <p className="mono t11">
            {park.code} · {t('{{count}} attempts', { count: park.attempts })}
          </p>
        </div>
        {park.requested && (
          <p className="warnbox">
            <b className="b">{park.requested.by.name}</b>{' '}
            {park.requested.type === 'edit' ? t('asks to edit the input and retry') : t('asks to skip the step')}:{' '}
            {park.requested.reason} {t('It happens when a second person asks for the same.')}
          </p>
        )}
        {may('edit') && (
          <div className="form">
            <p className="muted t12">{t('Input, for this run only')}</p>
            <InputEditor value={input} onChange={setInput} />
          </div>
        )}
        <div className="row wrap-row">
          <Button look="pri" icon="retry" disabled={!may('edit')} onClick={() => onAsk({ type: 'edit', at, input })}>
            {t('Edit and retry')}
          </Button>
          <Button disabled={!may('retry')} onClick={() => onAsk({ type: 'retry', at })}>
            {t('Retry as is')}
          </Button>
          <Button disabled={!may('skip')} onClick={() => onAsk({ type: 'skip', at })}>
            {t('Skip')}
          </Button>
          <Button look="bad" disabled={!may('stop')} onClick={() => onAsk({ type: 'stop' })}>
            {t('Stop')}
          </Button>
        </div>
        <p className="muted t11">{t('Each choice asks for a reason and is audited.')}</p>
      </div>
    </>
  );
}

function Picked({ run, node: id, onClose }: { run: RunDetail; node: string; onClose: () => void }) {
  const { t } = useTranslation();
  const node = run.document.nodes.find((each) => each.id === id);
  const step = run.steps.findLast((each) => each.node === id);
  if (!node) return null;
  return (
    <>
      <div className={`phead k-${stepCategory(node.type)}`}>
        <StepTile type={node.type} />
        <div className="grow">
          <div className="cap">{kindWord(node.type, t)}</div>
          <h2 className="t14 b">{titleIn(run, node, t)}</h2>
        </div>
        <IconButton small icon="x" label={t('Close')} onClick={onClose} />
      </div>
      <div className="pbody parked-body">
        {step ? (
          <>
            <p className="sub">
              <When at={step.startedAt} form="full" />
              {step.port && <> · {t(step.port.replaceAll('_', ' '))}</>} ·{' '}
              {t('{{count}} attempts', { count: step.attempts })}
            </p>
            {step.retryAt && step.endedAt === undefined && <NextTry at={step.retryAt} />}
            {step.error && (
              <p className="err">
                {step.error.message} <span className="mono t11">{step.error.code}</span>
              </p>
            )}
            {typeof step.output?.decision === 'string' && <DecisionView id={step.output.decision} />}
            {step.input && <Json title={t('Input')} value={step.input} />}
            {step.output && <Json title={t('Output')} value={step.output} />}
          </>
        ) : (
          <>
            <p className="sub">{t('The run has not come here.')}</p>
            <Json title={t('Settings')} value={node.config} />
          </>
        )}
      </div>
    </>
  );
}

/** When a step that fails for now is tried again. */
function NextTry({ at }: { at: string }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const left = new Date(at).getTime() - now.getTime();
  return (
    <span className="hold block num">
      {left > 0 ? t('tried again in {{time}}', { time: formatCountdown(left) }) : t('is being tried again')}
    </span>
  );
}

function StepTile({ type }: { type: string }) {
  return (
    <span className={`ic2 k-${stepCategory(type)}`}>
      <StepIcon type={type} size={16} />
    </span>
  );
}

function kindWord(type: string, t: TFunction): string {
  return t(coreOf(type)?.title ?? type.replaceAll('_', ' '));
}

/** What the step does, with the values of this run. */
function titleIn(run: RunDetail, node: FlowNode, t: TFunction): string {
  return stepTitle(givenValues(node, paramsOf(run.document, run.vars)), t);
}

function Json({ title, value }: { title: string; value: Record<string, unknown> }) {
  if (Object.keys(value).length === 0) return null;
  return (
    <div>
      <h3 className="sec">{title}</h3>
      <pre className="json">{JSON.stringify(value, null, 2)}</pre>
    </div>
  );
}

const stepLooks: Record<RunStepDto['status'], readonly [string, IconName]> = {
  done: ['ok', 'check'],
  skipped: ['ok', 'skip'],
  waiting: ['now', 'clock'],
  running: ['now', 'retry'],
  parked: ['bad', 'pause'],
  failed: ['bad', 'x'],
};

/** Every step in order, by day, then what comes next. */
function Steps({
  run,
  picked,
  onPick,
}: {
  run: RunDetail;
  picked: string | undefined;
  onPick: (node: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const now = useNow(10_000);
  const path = readPath(run);
  const nodes = new Map(run.document.nodes.map((node) => [node.id, node]));
  const here = new Set(positionsOf(run).map(({ node }) => node));
  const next = run.document.edges
    .filter((edge) => here.has(edge.from) && path.nodes.get(edge.to)?.look === 'ahead')
    .map((edge) => nodes.get(edge.to))
    .filter((node, index, all) => node !== undefined && all.indexOf(node) === index)
    .filter((node) => node !== undefined);
  if (run.steps.length === 0) return <Empty>{t('The first step is about to begin.')}</Empty>;
  return (
    <ol className="steps">
      {run.steps.map((step, index) => {
        const at = new Date(step.startedAt);
        const before = run.steps[index - 1];
        const node = nodes.get(step.node);
        const [look, icon] = stepLooks[step.status];
        // What went wrong before the step was done after all is told by the step itself.
        const wrong = step.status !== 'done' || step.port === 'on_error' ? step.error?.message : undefined;
        const said =
          wrong ??
          (step.label
            ? valueText(step.label, t, i18n.language)
            : step.port && step.port !== 'next'
              ? t(step.port.replaceAll('_', ' '))
              : '');
        const ended = step.endedAt ? new Date(step.endedAt) : undefined;
        return [
          before && sameDay(new Date(before.startedAt), at) ? null : (
            <li key={`day${index}`} className="day">
              {sameDay(at, now) ? `${t('Today')}, ` : ''}
              {formatDay(at, { locale: i18n.language })}
            </li>
          ),
          <li key={`${step.node}${step.visit}${step.generation}${index}`} className={look}>
            <span className="tm num">{formatClock(at, { locale: i18n.language }, true)}</span>
            <span className="dot">
              <Icon name={icon} size={10} stroke={3} />
            </span>
            <button
              type="button"
              className="grow"
              aria-current={picked === step.node ? 'true' : undefined}
              onClick={() => onPick(step.node)}
            >
              <span className="m block">{node ? titleIn(run, node, t) : step.node}</span>
              {said && <span className="muted block">{said}</span>}
              {step.retryAt && step.endedAt === undefined && <NextTry at={step.retryAt} />}
            </button>
            <span className="du num">
              {step.status === 'parked' ? t('parked') : formatSpan((ended ?? now).getTime() - at.getTime())}
            </span>
          </li>,
        ];
      })}
      {next.map((node) => (
        <li key={node.id} className="next">
          <span className="tm" />
          <span className="dot">
            <StepIcon type={node.type} size={10} />
          </span>
          <p className="grow">{titleIn(run, node, t)}</p>
        </li>
      ))}
    </ol>
  );
}

function History({ run }: { run: RunDetail }) {
  const { t } = useTranslation();
  if (run.history.length === 0) return <Empty>{t('Decisions and commands of people come here.')}</Empty>;
  return (
    <ol className="hist wide padded">
      {run.history.map((entry, index) => (
        <li key={index}>
          <When at={entry.at} />
          <p>
            <span className="m">{entry.actor}</span> {entry.text}
          </p>
        </li>
      ))}
    </ol>
  );
}
