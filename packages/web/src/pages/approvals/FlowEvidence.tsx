import type { FlowEvidence as Evidence } from '@sluice/contracts/flow';
import { renderProblem } from '@sluice/flows/lint/index';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../parts/basics.js';
import { Icon } from '../../parts/icons.js';
import '../../theme/rule-table.css';
import { ChangeLines } from '../rules/publish/ChangeLines.js';
import { useLocale } from '../rules/table/useTable.js';

/** A change of a flow as its approver sees it: what changes in words, how it was checked, and whom it finds waiting. */
export function FlowEvidence({ flow }: { flow: Evidence }) {
  const { t } = useTranslation();
  return (
    <>
      <section className="card">
        <div className="row">
          <h3 className="sec">{heading(flow, t)}</h3>
          <span className="grow" />
          <Link className="t12 m" to="/flows/$key" params={{ key: flow.key }}>
            {flow.published === undefined && flow.rollback === undefined ? t('Show the draft') : t('Show the flow')}
          </Link>
        </div>
        {flow.words.length === 0 ? (
          <p className="muted">{t('It does what the newest version does.')}</p>
        ) : (
          <ChangeLines changes={flow.words.map((text) => ({ text }))} />
        )}
        <dl className="dl">
          {flow.comment !== undefined && (
            <>
              <dt>{t('Comment')}</dt>
              <dd>{flow.comment}</dd>
            </>
          )}
          <dt>{t('Content')}</dt>
          <dd>
            {t('{{count}} steps', { count: flow.document.nodes.length })}{' '}
            <span className="mono muted t11">{flow.hash.slice(0, 12)}</span>
          </dd>
          {flow.published !== undefined && (
            <>
              <dt>{t('Published as')}</dt>
              <dd>v{flow.published}</dd>
            </>
          )}
        </dl>
      </section>
      <Checks flow={flow} />
      <Runs flow={flow} />
    </>
  );
}

function heading({ rollback, base }: Evidence, t: TFunction): string {
  if (rollback !== undefined)
    return t('Back to v{{version}}: what changes against v{{base}}', { version: rollback, base });
  return base > 0 ? t('What changes against v{{version}}', { version: base }) : t('A new flow');
}

function Checks({ flow }: { flow: Evidence }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const failing = flow.cases.filter(({ passed }) => !passed);
  return (
    <section className="card">
      <div className="row">
        <h3 className="sec">{t('Cases')}</h3>
        {flow.cases.length > 0 && (
          <Chip tone={failing.length === 0 ? 'ok' : 'bad'} icon={failing.length === 0 ? 'check' : 'x'}>
            {t('{{green}} of {{count}} green', { green: flow.cases.length - failing.length, count: flow.cases.length })}
          </Chip>
        )}
      </div>
      {flow.cases.length === 0 && <p className="muted">{t('No case is saved with this flow.')}</p>}
      <h3 className="sec" style={{ marginTop: 12 }}>
        {t('What the checks say')}
      </h3>
      {flow.problems.length === 0 ? (
        <p className="muted">{t('No dead ends, nothing missing, nothing unbounded.')}</p>
      ) : (
        <ol className="probl flush">
          {flow.problems.map((problem, at) => (
            <li key={at} className={problem.severity === 'error' ? 'is-bad' : 'is-warn'}>
              <Icon name={problem.severity === 'error' ? 'x' : 'alert'} size={14} />
              <p className="grow">{renderProblem(problem, locale)}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Runs of older versions that are under way, and what becomes of them. */
function Runs({ flow }: { flow: Evidence }) {
  const { t } = useTranslation();
  if (flow.base === 0) return null;
  const moved = Object.entries(flow.waiting.map ?? {});
  const titles = new Map(
    [...(flow.before?.nodes ?? []), ...flow.document.nodes].map(({ id, title }) => [id, title ?? id]),
  );
  return (
    <section className="card">
      <h3 className="sec">{t('Runs under way')}</h3>
      {flow.runs.length === 0 ? (
        <p className="muted">{t('No run followed an older version when this was asked for.')}</p>
      ) : (
        <>
          <p>{t(plans[flow.waiting.do])}</p>
          <dl className="dl">
            {flow.runs.map(({ version, node, title, status, count }) => (
              <div key={`${version} ${node} ${status}`} style={{ display: 'contents' }}>
                <dt>
                  {title || t('on its way')} <span className="muted">v{version}</span>
                </dt>
                <dd className="num">
                  {count} {t(status)}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {flow.waiting.do === 'migrate' && moved.length > 0 && (
        <ul className="changes">
          {moved.map(([from, to]) => (
            <li key={from}>
              {t('“{{from}}” goes on at “{{to}}”', { from: titles.get(from) ?? from, to: titles.get(to) ?? to })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const plans: Record<Evidence['waiting']['do'], string> = {
  keep: 'They stay in the version that they follow.',
  migrate: 'They are moved to the new version where they wait.',
  restart: 'They are stopped and begin anew in the new version.',
};
