import { plainText } from '@sluice/rules/views/parts';
import { valueWords } from '@sluice/rules/views/words';
import { answerWords } from '@sluice/rules/views/words-outcome';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../../lib/money.js';
import { Icon } from '../../../parts/icons.js';
import type { CaseRun } from '../editor/context.js';
import { useEditor } from '../editor/context.js';
import { factsIn, factValue, fieldAt } from './facts.js';
import { useLanguage } from './use-language.js';

/** The case that is evaluated: the facts that the rule reads of it, what it pays, and what the version in force pays. */
export function CaseCard({ run }: { run: CaseRun }) {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  const { list, schema, shape, rule, evaluate } = useEditor();
  const facts = (list ? factsIn(list) : []).flatMap((path) => {
    const value = factValue(run.case.facts, path);
    return value === undefined ? [] : [{ path, text: valueWords(value, fieldAt(schema, path), schema, language) }];
  });
  const money = (value: CaseRun['pay']) => (value ? formatMoney(value, { locale: i18n.language }) : undefined);
  const answer = (value: CaseRun['got']) =>
    value === undefined ? t('no answer') : plainText(answerWords(value, shape, schema, language));
  const was = run.inForce;
  return (
    <div className="evalc float nodrag" role="status">
      <div className="row">
        <span className="cap grow">{t('Evaluating case')}</span>
        <button
          type="button"
          className="btn ghost sm sq"
          aria-label={t('Stop evaluating')}
          onClick={() => evaluate(null)}
        >
          <Icon name="x" size={12} />
        </button>
      </div>
      <p className="m">{run.case.title}</p>
      <dl>
        {facts.map(({ path, text }) => (
          <div key={path}>
            <dt title={path}>{path}</dt>
            <dd className="num">{text}</dd>
          </div>
        ))}
      </dl>
      {run.error ? (
        <p className="res neg">{run.error.message}</p>
      ) : run.pay ? (
        <div className="res">
          <span className="muted">{t('pays')}</span>
          <span className="b num">{money(run.pay)}</span>
        </div>
      ) : (
        <p className="res b">{answer(run.got)}</p>
      )}
      {rule.inForce && was && (
        <p className="t11 muted">
          {was.pay
            ? t('v{{version}} pays {{amount}}', { version: rule.inForce.version, amount: money(was.pay) })
            : t('v{{version}}: {{answer}}', { version: rule.inForce.version, answer: answer(was.got) })}
        </p>
      )}
    </div>
  );
}
