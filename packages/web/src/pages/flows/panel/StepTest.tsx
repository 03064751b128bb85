import type { Json, JsonObject } from '@sluice/domain';
import type { FlowNode } from '@sluice/flows';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Chip, Seg } from '../../../parts/basics.js';
import { portWords } from '../../../parts/flow/words.js';
import { useFlowEditor } from '../editor/context.js';
import { JsonText } from './fields/JsonText.js';
import { objectOf } from './fields/Values.js';
import { pin, readPinned } from './pinned-sample.js';
import { alone, answered, inventedCase, triedIn, variablesBefore, type Tried } from './try-step.js';

type Way = 'story' | 'alone';
type Outcome = { tried: Tried } | { never: true } | { failed: string };

/** Runs the step in the simulated world: as a story comes to it, or alone on pinned sample values. Nothing is sent or stored. */
export function StepTest({ node }: { node: FlowNode }) {
  const { t } = useTranslation();
  const { document, cases, library, flowKey } = useFlowEditor();
  const [pinned, setPinned] = useState(() => readPinned(flowKey, node.id));
  const [way, setWay] = useState<Way>(pinned ? 'alone' : 'story');
  const [says, setSays] = useState<'approve' | 'reject'>('approve');
  const [chosen, setChosen] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const [busy, setBusy] = useState(false);
  const asks = document.nodes.some(({ type }) => type === 'approval');

  const run = useCallback(async () => {
    if (!library) return;
    setBusy(true);
    try {
      const { runCase } = await import('@sluice/nodes/simulation/run-case');
      const own = cases.find(({ id }) => id === chosen) ?? cases.find(({ id }) => id === 'sample');
      const story = own ?? inventedCase(document, library.programme.currency, says);
      if (way === 'story') {
        const told = runCase(document, story, library);
        const tried = triedIn(told, node.id);
        setOutcome(tried ? { tried } : { never: true });
        const before = variablesBefore(told, node.id);
        if (before && !pinned) setPinned(before);
      } else {
        const flow = alone(document, node, pinned ?? {});
        const told = runCase(flow, answered(story, flow, says), library);
        const tried = triedIn(told, node.id);
        setOutcome(tried ? { tried } : { never: true });
      }
    } catch (error) {
      setOutcome({ failed: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  }, [library, document, cases, chosen, says, way, node, pinned]);

  // When the tab is opened and when another way to try it is chosen; after other changes when a person asks.
  const ready = library !== undefined;
  useEffect(() => {
    if (ready) void run();
  }, [ready, way, says, chosen]);

  const keep = (sample: Json | undefined) => {
    const next: JsonObject | undefined = sample === undefined ? undefined : objectOf(sample);
    setPinned(next);
    pin(flowKey, node.id, next);
  };
  return (
    <div className="fp-test fp-stack">
      <Seg<Way>
        label={t('How it is tried')}
        value={way}
        options={[
          { value: 'story', label: t('after the steps before') },
          { value: 'alone', label: t('alone') },
        ]}
        onChange={setWay}
      />
      {way === 'story' && cases.length > 0 && (
        <label className="field">
          <span className="lab">{t('In which case')}</span>
          <select className="fp-select" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            <option value="">{t('An invented one')}</option>
            {cases.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      {asks && (
        <Seg<'approve' | 'reject'>
          small
          label={t('Who is asked says')}
          value={says}
          options={[
            { value: 'approve', label: t('all say yes') },
            { value: 'reject', label: t('all say no') },
          ]}
          onChange={setSays}
        />
      )}
      {way === 'alone' && (
        <div className="field">
          <div className="lab">
            <span>{t('Sample values, pinned for this step')}</span>
          </div>
          <JsonText
            label={t('Sample values, pinned for this step')}
            value={pinned ?? {}}
            disabled={false}
            onChange={keep}
          />
          <p className="help">{t('What earlier steps would have given, by name. Kept in this browser.')}</p>
        </div>
      )}
      <div className="row">
        <Button icon="retry" busy={busy} disabled={!ready} onClick={() => void run()}>
          {t('Run it again')}
        </Button>
        <span className="muted t11 grow">{t('Nothing is sent or stored.')}</span>
      </div>
      <div aria-live="polite">
        {outcome && <Result node={node} outcome={outcome} toAlone={() => setWay('alone')} />}
      </div>
    </div>
  );
}

function Result({ node, outcome, toAlone }: { node: FlowNode; outcome: Outcome; toAlone: () => void }) {
  const { t } = useTranslation();
  if ('failed' in outcome)
    return (
      <p className="err">
        {t('It could not be tried:')} {outcome.failed}
      </p>
    );
  if ('never' in outcome)
    return (
      <p className="warnbox">
        {t('This story does not come to the step.')}{' '}
        <button type="button" className="linkish acc" onClick={toAlone}>
          {t('Try it alone')}
        </button>
      </p>
    );
  const { step, mails, effects, failure } = outcome.tried;
  return (
    <div className="fp-stack">
      <p className="row">
        {failure ? (
          <Chip tone="bad" icon="pause">
            {t('parks')}
          </Chip>
        ) : step.port === undefined ? (
          <Chip tone="acc" icon="clock">
            {t('waits')}
          </Chip>
        ) : (
          <>
            <Chip tone="ok" icon="check">
              {t('leaves by')}
            </Chip>
            <b className="b">{portWords(node, step.port, t) || t('then')}</b>
          </>
        )}
      </p>
      {failure && (
        <p className="err">
          {failure.message} <span className="mono t11">{failure.code}</span>
        </p>
      )}
      {mails.map((mail) => (
        <div key={mail.key} className="fp-mail">
          <p>
            <span className="m">{mail.subject}</span> <span className="muted t12">{mail.to}</span>
          </p>
          <iframe title={t('The mail as it looks')} sandbox="" srcDoc={mail.html} />
        </div>
      ))}
      {effects.length > 0 && (
        <div>
          <h3 className="sec">{t('What it would do')}</h3>
          <ul className="fp-list">
            {effects.map((effect) => (
              <li key={effect.key + effect.effect}>
                <span className="m">{t(effect.effect.replaceAll('_', ' '))}</span>{' '}
                <span className="mono t11 muted">{JSON.stringify(effect.params)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Shown title={t('Input')} value={step.input} />
      <Shown title={t('Output')} value={step.output} />
    </div>
  );
}

function Shown({ title, value }: { title: string; value: Json | undefined }) {
  if (value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0))
    return null;
  return (
    <div>
      <h3 className="sec">{title}</h3>
      <pre className="json" tabIndex={0}>
        {JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}
