import type { RunDetail, RunStepDto } from '@sluice/contracts/run';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/clock.js';
import { formatClock, formatDay, formatSpan, sameDay } from '../../lib/time.js';
import { Button, IconButton, Tabs, Tile } from '../../parts/basics.js';
import { DecisionView } from '../../parts/DecisionView.js';
import { Empty } from '../../parts/feedback.js';
import { Icon, type IconName } from '../../parts/icons.js';
import { When } from '../../parts/values.js';
import { linkTo } from '../../parts/subject.js';
import { Link } from '@tanstack/react-router';
import type { Command } from './ActionStrip.js';
import { InputEditor } from './InputEditor.js';
import { parkedInput } from './input.js';
import { kindOf, paramsOf, titleOf } from './nodeKinds.js';
import { readPath } from './path.js';
import { valueText } from './label.js';

type Tab = 'steps' | 'values' | 'events';
type Act = (command: Command, input?: Record<string, unknown>) => void;

/** Beside the canvas: the parked or chosen step, then every step, the values, what people did. */
export function RunPanel({
  run,
  picked,
  onPick,
  onCommand,
}: {
  run: RunDetail;
  picked: string | undefined;
  onPick: (node: string | undefined) => void;
  onCommand: Act;
}) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>('steps');
  const parked = run.current?.phase === 'parked' && (picked === undefined || picked === run.current.node);
  const target = linkTo(run.subject);
  return (
    <aside className="panel" aria-label={t('The run in words')}>
      {parked ? (
        <Parked run={run} onCommand={onCommand} />
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

function Parked({ run, onCommand }: { run: RunDetail; onCommand: Act }) {
  const { t } = useTranslation();
  const [input, setInput] = useState<Record<string, unknown>>(() => parkedInput(run));
  const current = run.current;
  const park = current?.park;
  const node = run.document.nodes.find((each) => each.id === current?.node);
  if (!park || !node) return null;
  const may = (command: Command) => run.commands.includes(command);
  return (
    <>
      <div className={`phead k-${kindOf(node.type).category}`}>
        <Tile icon={kindOf(node.type).icon} kind={kindOf(node.type).category} />
        <div className="grow">
          <div className="cap">
            {t(kindOf(node.type).word)}, {t('parked since')} <When at={park.since} />
          </div>
          <h2 className="t14 b">{titleOf(node, t, paramsOf(run.document, run.vars))}</h2>
        </div>
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
          <Button look="pri" icon="retry" disabled={!may('edit')} onClick={() => onCommand('edit', input)}>
            {t('Edit and retry')}
          </Button>
          <Button disabled={!may('retry')} onClick={() => onCommand('retry')}>
            {t('Retry as is')}
          </Button>
          <Button disabled={!may('skip')} onClick={() => onCommand('skip')}>
            {t('Skip')}
          </Button>
          <Button look="bad" disabled={!may('stop')} onClick={() => onCommand('stop')}>
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
  const kind = kindOf(node.type);
  return (
    <>
      <div className={`phead k-${kind.category}`}>
        <Tile icon={kind.icon} kind={kind.category} />
        <div className="grow">
          <div className="cap">{t(kind.word)}</div>
          <h2 className="t14 b">{titleOf(node, t, paramsOf(run.document, run.vars))}</h2>
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
  const next = run.document.edges
    .filter((edge) => edge.from === run.current?.node && path.nodes.get(edge.to)?.look === 'ahead')
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
        const said =
          step.error?.message ??
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
              <span className="m block">{node ? titleOf(node, t, paramsOf(run.document, run.vars)) : step.node}</span>
              {said && <span className="muted block">{said}</span>}
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
            <Icon name={kindOf(node.type).icon} size={10} />
          </span>
          <p className="grow">{titleOf(node, t, paramsOf(run.document, run.vars))}</p>
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
