import { Textarea } from '@mantine/core';
import type { EvaluateResponse, RuleDetail } from '@sluice/contracts/rule';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post, Problem } from '../../lib/api.js';
import { useGet } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button, Chip, Kbd } from '../../parts/basics.js';
import { Failed, Loaded } from '../../parts/feedback.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { exampleFacts } from './facts.js';

/** A rule as it is in force, and a box to try it with facts. */
export function RulePage() {
  const { t } = useTranslation();
  const { key = '' }: { key?: string } = useParams({ strict: false });
  const query = useGet<RuleDetail>(`/v1/rules/${key}`);
  return (
    <Page
      title={query.data?.title ?? t('Rule')}
      crumbs={[{ label: t('Rules'), to: '/rules' }]}
      meta={query.data && <Chip tone="line">{t('v{{version}} in force', { version: query.data.version })}</Chip>}
      className="ed"
    >
      <Loaded query={query} rows={10}>
        {(rule) => (
          <>
            <div className="mainc">
              <section className="card pad">
                <h2 className="sec">{t('JSON-logic')}</h2>
                <pre className="json" tabIndex={0}>
                  {rule.source}
                </pre>
              </section>
              <section className="card pad">
                <h2 className="sec">{t('Versions')}</h2>
                <ol className="hist wide">
                  {rule.versions.map((version) => (
                    <li key={version.version}>
                      <span className="num">v{version.version}</span>
                      <p>
                        {version.publishedAt ? <When at={version.publishedAt} form="full" /> : t('never published')}{' '}
                        <span className="mono muted">{version.hash.slice(0, 12)}</span>
                      </p>
                    </li>
                  ))}
                </ol>
              </section>
            </div>
            <Evaluate key={rule.hash} rule={rule} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Evaluate({ rule }: { rule: RuleDetail }) {
  const { t } = useTranslation();
  const may = useCan('rule.evaluate');
  const [facts, setFacts] = useState(() => JSON.stringify(exampleFacts(rule), null, 2));
  const [answer, setAnswer] = useState<EvaluateResponse>();
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const evaluate = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const given = JSON.parse(facts) as Record<string, unknown>;
      setAnswer(await post<EvaluateResponse>('/v1/rules/evaluate', { logic: rule.logic, facts: given }));
    } catch (failure) {
      setAnswer(undefined);
      setError(
        failure instanceof SyntaxError
          ? new Problem({ title: t('The facts are not JSON yet.'), status: 422, code: 'json' })
          : failure instanceof Error
            ? failure
            : new Error(String(failure)),
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <aside className="panel" aria-label={t('Try it')}>
      <div className="phead">
        <div className="grow">
          <div className="cap">{t('Nothing is changed by trying')}</div>
          <h2 className="t14 b">{t('Try it')}</h2>
        </div>
      </div>
      <div className="pbody form">
        <Textarea
          label={t('Facts')}
          autosize
          minRows={8}
          maxRows={18}
          value={facts}
          styles={{ input: { fontFamily: 'var(--mono)' } }}
          onChange={(event) => setFacts(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void evaluate();
          }}
        />
        {error && <Failed error={error} />}
        {answer && (
          <div aria-live="polite">
            <h3 className="sec">{t('Answer')}</h3>
            <pre className="json b">{JSON.stringify(answer.result, null, 2)}</pre>
            <details>
              <summary className="sec">
                {t('Path through the rule, {{count}} steps', { count: answer.trace.length })}
              </summary>
              <pre className="json">{answer.trace.map((step) => JSON.stringify(step)).join('\n')}</pre>
            </details>
          </div>
        )}
      </div>
      <div className="pfoot">
        <Button look="pri" disabled={!may} busy={busy} onClick={() => void evaluate()}>
          {t('Evaluate')} <Kbd>Ctrl ↵</Kbd>
        </Button>
      </div>
    </aside>
  );
}
