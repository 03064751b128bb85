import type { RuleEvidence as Evidence } from '@sluice/contracts/approval';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../parts/basics.js';
import { Icon } from '../../parts/icons.js';
import { When } from '../../parts/values.js';
import '../../theme/rule-table.css';
import { BacktestSummary } from '../rules/publish/BacktestSummary.js';
import { ChangeLines } from '../rules/publish/ChangeLines.js';
import { useLocale } from '../rules/table/useTable.js';

const LOOKS = {
  error: { icon: 'x', className: 'is-bad' },
  warning: { icon: 'alert', className: 'is-warn' },
  info: { icon: 'info', className: '' },
} as const;

/** A change of a rule as its approver sees it: what changes in words, what the analysis says, cases, the backtest. */
export function RuleEvidence({ rule }: { rule: Evidence }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const red = rule.cases.filter(({ ok }) => !ok);
  return (
    <>
      <section className="card">
        <div className="row">
          <h3 className="sec">
            {rule.base > 0 ? t('What changes against v{{version}}', { version: rule.base }) : t('A new rule')}
          </h3>
          <span className="grow" />
          <Link className="t12 m" to="/rules/$key" params={{ key: rule.key }}>
            {rule.published === undefined ? t('Show the draft') : t('Show the rule')}
          </Link>
        </div>
        {rule.changes.length === 0 ? (
          <p className="muted">{t('It decides as the version in force does.')}</p>
        ) : (
          <ChangeLines changes={rule.changes.map(({ text }) => ({ text: text[locale] }))} />
        )}
        <dl className="dl">
          {rule.comment !== undefined && (
            <>
              <dt>{t('Comment')}</dt>
              <dd>{rule.comment}</dd>
            </>
          )}
          <dt>{t('Effective from')}</dt>
          <dd>{rule.effectiveFrom ? <When at={rule.effectiveFrom} form="full" /> : t('when it is approved')}</dd>
          <dt>{t('Class')}</dt>
          <dd>
            <Chip tone="line">{t(rule.class)}</Chip> <span className="mono muted t11">{rule.hash.slice(0, 12)}</span>
          </dd>
          {rule.published !== undefined && (
            <>
              <dt>{t('Published as')}</dt>
              <dd>v{rule.published}</dd>
            </>
          )}
        </dl>
      </section>
      <section className="card">
        <div className="row">
          <h3 className="sec">{t('Cases')}</h3>
          <Chip tone={red.length === 0 ? 'ok' : 'bad'} icon={red.length === 0 ? 'check' : 'x'}>
            {t('{{green}} of {{count}} green', { green: rule.cases.length - red.length, count: rule.cases.length })}
          </Chip>
        </div>
        {rule.cases.length === 0 && <p className="muted">{t('No case is saved with this rule.')}</p>}
        <h3 className="sec" style={{ marginTop: 12 }}>
          {t('What the analysis says')}
        </h3>
        {rule.findings.length === 0 ? (
          <p className="muted">{t('No gaps, no overlaps, nothing unreachable.')}</p>
        ) : (
          <ol className="probl flush">
            {rule.findings.map((finding, at) => (
              <li key={at} className={LOOKS[finding.severity].className}>
                <Icon name={LOOKS[finding.severity].icon} size={14} />
                <p className="grow">{finding.text[locale]}</p>
              </li>
            ))}
          </ol>
        )}
      </section>
      <section className="card">
        <h3 className="sec">{t('Backtest')}</h3>
        {rule.backtest === undefined ? (
          <p className="muted">{t('It was not run on past orders.')}</p>
        ) : (
          <BacktestSummary id={rule.backtest} />
        )}
      </section>
      <section className="card">
        <details>
          <summary className="sec">{t('The rule as JSON-logic')}</summary>
          <pre className="json" tabIndex={0}>
            {rule.logic}
          </pre>
        </details>
      </section>
    </>
  );
}
