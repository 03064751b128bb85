import type { CaseRun, FlowDocument, SimulatedEffect, SimulatedMail } from '@sluice/flows';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDay, formatSpan } from '../../../lib/time.js';
import { IconButton, Tabs } from '../../../parts/basics.js';
import { Empty } from '../../../parts/feedback.js';
import { StepIcon, stepCategory } from '../../../parts/flow/StepIcon.js';
import { valueText } from '../../runs/label.js';
import { portWords } from '../../../parts/flow/words.js';
import type { Cursor } from './clock.js';
import { endWords, plainWord, titleOfStep } from './words.js';

/** What a person has chosen to look at. */
export type Shown = { kind: 'mail'; key: string } | { kind: 'step'; step: number };

interface Props {
  document: FlowDocument;
  run: CaseRun;
  cursor: Cursor;
  zone: string;
  shown: Shown | undefined;
  onShow: (shown: Shown | undefined) => void;
  onGo: (at: number, step: number) => void;
}

/** What the step at the clock has done: the mail as it looks, else its values and its effects. */
export function Evidence({ document, run, cursor, zone, shown, onShow, onGo }: Props) {
  const { t } = useTranslation();
  const chosen = shown ?? { kind: 'step', step: cursor.step };
  const number = chosen.kind === 'step' ? chosen.step : undefined;
  const step = number === undefined ? undefined : run.steps[number];
  const mail =
    chosen.kind === 'mail'
      ? run.mails.find(({ key }) => key === chosen.key)
      : run.mails.find(({ key }) => step !== undefined && belongsTo(key, run, number ?? -1));
  return (
    <aside className="panel sim-side" aria-label={t('What happened')}>
      {mail ? (
        <Mail
          key={mail.key}
          mail={mail}
          run={run}
          zone={zone}
          document={document}
          onTurn={(next) => {
            const owner = run.steps.findIndex((_, index) => belongsTo(next.key, run, index));
            if (owner >= 0) onGo(Date.parse(next.at), owner);
            else onShow({ kind: 'mail', key: next.key });
          }}
        />
      ) : step && number !== undefined ? (
        <Step key={number} document={document} run={run} number={number} zone={zone} now={cursor.at} onGo={onGo} />
      ) : (
        <div className="pbody">
          <Empty>{t('The story has not begun. Play it, or go to its first step.')}</Empty>
        </div>
      )}
    </aside>
  );
}

/** The number of the step stands in the timeline beside the key of what it did. */
function belongsTo(key: string, { timeline }: CaseRun, step: number): boolean {
  return timeline.some((item) => item.ref === key && item.step === step);
}

type MailTab = 'mail' | 'text' | 'values';

function Mail({
  mail,
  run,
  zone,
  document,
  onTurn,
}: {
  mail: SimulatedMail;
  run: CaseRun;
  zone: string;
  document: FlowDocument;
  onTurn: (mail: SimulatedMail) => void;
}) {
  const { t, i18n } = useTranslation();
  const [tab, setTab] = useState<MailTab>('mail');
  const index = run.mails.indexOf(mail);
  const [before, next] = [run.mails[index - 1], run.mails[index + 1]];
  const at = new Date(mail.at);
  const options = { locale: i18n.language, zone };
  const values = Object.entries(mail.vars);
  return (
    <>
      <div className="phead k-message">
        <span className="ic2 k-message">
          <StepIcon type="email" size={16} />
        </span>
        <div className="grow">
          <div className="cap num">
            {formatDay(at, options)}, {formatClock(at, options, true)},{' '}
            {t('mail {{index}} of {{all}}', { index: index + 1, all: run.mails.length })}
          </div>
          <h2 className="t14 b">{titleOfStep(document, mail.node, t)}</h2>
        </div>
        <IconButton
          small
          icon="left"
          label={t('Mail before')}
          disabled={!before}
          onClick={() => before && onTurn(before)}
        />
        <IconButton small icon="right" label={t('Next mail')} disabled={!next} onClick={() => next && onTurn(next)} />
      </div>
      <Tabs<MailTab>
        label={t('The mail')}
        value={tab}
        onChange={setTab}
        options={[
          { value: 'mail', label: t('Mail') },
          { value: 'text', label: t('Plain text') },
          { value: 'values', label: t('Values'), count: values.length },
        ]}
      />
      <div className="sim-paper" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <dl className="sim-head">
          <dt>{t('From')}</dt>
          <dd>{mail.from}</dd>
          <dt>{t('To')}</dt>
          <dd>{mail.to}</dd>
          <dt>{t('Subject')}</dt>
          <dd className="b">{mail.subject}</dd>
        </dl>
        {tab === 'mail' && <iframe title={t('The mail as it looks')} sandbox="" srcDoc={mail.html} />}
        {tab === 'text' && (
          <pre className="sim-text" tabIndex={0}>
            {mail.text}
          </pre>
        )}
        {tab === 'values' && <Values values={mail.vars} />}
      </div>
    </>
  );
}

type StepTab = 'step' | 'effects' | 'values';

function Step({
  document,
  run,
  number,
  zone,
  now,
  onGo,
}: {
  document: FlowDocument;
  run: CaseRun;
  number: number;
  zone: string;
  /** Where the clock stands: what comes of a step is said once it has come. */
  now: number;
  onGo: Props['onGo'];
}) {
  const { t, i18n } = useTranslation();
  const [tab, setTab] = useState<StepTab>('step');
  const step = run.steps[number];
  if (!step) return null;
  const node = document.nodes.find(({ id }) => id === step.node);
  const effects = run.effects.filter(({ key }) => belongsTo(key, run, number));
  const set = run.variables.find((each) => each.step === number)?.set ?? {};
  const at = new Date(step.startedAt);
  const options = { locale: i18n.language, zone };
  const [before, next] = [run.steps[number - 1], run.steps[number + 1]];
  const took = step.endedAt === undefined ? undefined : Date.parse(step.endedAt) - Date.parse(step.startedAt);
  const ahead = step.endedAt !== undefined && Date.parse(step.endedAt) > now;
  const end = step.endedAt === undefined ? undefined : new Date(step.endedAt);
  const told: [string, string][] = [
    ...(step.label ? [[t('Result'), valueText(step.label, t, i18n.language)] as [string, string]] : []),
    ...(step.port ? [[t('Goes on by'), portWords(node, step.port, t) || t('the only way')] as [string, string]] : []),
    ...(took === undefined
      ? [[t('Ends'), t('not within the story')] as [string, string]]
      : took > 0
        ? [[t('Took'), formatSpan(took)] as [string, string]]
        : []),
    ...(step.attempts > 1 ? [[t('Tries'), String(step.attempts)] as [string, string]] : []),
  ];
  const facts: [string, string][] =
    ahead && end ? [[t('Waits until'), `${formatDay(end, options)}, ${formatClock(end, options)}`]] : told;
  return (
    <>
      <div className={`phead k-${stepCategory(step.type)}`}>
        <span className={`ic2 k-${stepCategory(step.type)}`}>
          <StepIcon type={step.type} size={16} />
        </span>
        <div className="grow">
          <div className="cap num">
            {formatDay(at, options)}, {formatClock(at, options, true)},{' '}
            {t('step {{index}} of {{all}}', { index: number + 1, all: run.steps.length })}
          </div>
          <h2 className="t14 b">{titleOfStep(document, step.node, t)}</h2>
        </div>
        <IconButton
          small
          icon="left"
          label={t('Step back')}
          disabled={!before}
          onClick={() => before && onGo(Date.parse(before.startedAt), number - 1)}
        />
        <IconButton
          small
          icon="right"
          label={t('Step on')}
          disabled={!next}
          onClick={() => next && onGo(Date.parse(next.startedAt), number + 1)}
        />
      </div>
      <Tabs<StepTab>
        label={t('The step')}
        value={tab}
        onChange={setTab}
        options={[
          { value: 'step', label: t('Step') },
          { value: 'effects', label: t('Effects'), count: effects.length },
          { value: 'values', label: t('Values'), count: Object.keys(set).length },
        ]}
      />
      <div className="pbody sim-body" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'step' && (
          <>
            {step.error && (
              <div className="err">
                <p className="b">{step.error.message}</p>
                <p className="mono t11">{step.error.code}</p>
              </div>
            )}
            <dl className="sim-facts">
              {facts.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {step.input && Object.keys(step.input).length > 0 && (
              <>
                <h3 className="sec">{t('Input')}</h3>
                <Values values={step.input} />
              </>
            )}
            {!ahead && step.output && Object.keys(step.output).length > 0 && (
              <>
                <h3 className="sec">{t('Output')}</h3>
                <Values values={step.output} />
              </>
            )}
            {!next && <Summary document={document} run={run} zone={zone} onGo={onGo} />}
          </>
        )}
        {tab === 'effects' &&
          (effects.length === 0 ? (
            <Empty>{t('This step changes nothing outside of the run.')}</Empty>
          ) : (
            effects.map((effect) => <Effect key={effect.key} effect={effect} />)
          ))}
        {tab === 'values' &&
          (Object.keys(set).length === 0 ? <Empty>{t('This step sets no values.')}</Empty> : <Values values={set} />)}
      </div>
    </>
  );
}

/** At the end of the story: all that came of it, in order. */
function Summary({ document, run, zone, onGo }: Pick<Props, 'document' | 'run' | 'zone' | 'onGo'>) {
  const { t, i18n } = useTranslation();
  const options = { locale: i18n.language, zone };
  const all = [
    ...run.mails.map((mail) => ({ ...mail, words: titleOfStep(document, mail.node, t) })),
    ...run.effects.map((effect) => ({ ...effect, words: t(plainWord(effect.effect)) })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return (
    <>
      <h3 className="sec">{t('What came of it: {{end}}', { end: endWords(run, t) })}</h3>
      {all.length === 0 ? (
        <p className="muted t12">{t('Nothing outside of the run.')}</p>
      ) : (
        <ul className="sim-sum">
          {all.map(({ key, at, words }) => {
            const owner = run.steps.findIndex((_, index) => belongsTo(key, run, index));
            return (
              <li key={key}>
                <span className="num muted">{formatDay(new Date(at), options)}</span>
                {owner < 0 ? (
                  <span className="grow ell">{words}</span>
                ) : (
                  <button type="button" className="grow ell linkish" onClick={() => onGo(Date.parse(at), owner)}>
                    {words}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

function Effect({ effect }: { effect: SimulatedEffect }) {
  const { t } = useTranslation();
  return (
    <section className="sim-effect">
      <h3 className="sec">{t(plainWord(effect.effect))}</h3>
      <Values values={effect.params} />
    </section>
  );
}

function Values({ values }: { values: Readonly<Record<string, unknown>> }) {
  return (
    <dl className="sim-values">
      {Object.entries(values).map(([name, value]) => (
        <div key={name}>
          <dt className="mono">{name}</dt>
          <dd className="mono">{typeof value === 'string' ? value : JSON.stringify(value, null, 1)}</dd>
        </div>
      ))}
    </dl>
  );
}
