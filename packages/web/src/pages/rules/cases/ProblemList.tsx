import type { Finding } from '@sluice/rules/analysis/types';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../parts/icons.js';
import { useEditor } from '../editor/context.js';
import { FixLinks } from '../table/Marks.js';
import { SaveAsCase } from './SaveAsCase.js';
import { useFindingWords } from './words.js';

/** Everything that is wrong with the rule, worst first: each with its place and its best cure. */
export default function ProblemList() {
  const { t } = useTranslation();
  const { analysis, analysing } = useEditor();
  const findings = analysis?.findings ?? [];
  return (
    <section className="probl" aria-label={t('Problems')} aria-busy={analysing}>
      {analysis && findings.length === 0 && (
        <p className="probl-none">
          <Icon name="check" size={14} />
          {t('No problems: every branch can be reached, and no order falls between two of them.')}
        </p>
      )}
      {!analysis && <p className="probl-none muted">{t('The rule is being looked at.')}</p>}
      <ol>
        {findings.map((finding, at) => (
          <Problem key={at} finding={finding} />
        ))}
      </ol>
    </section>
  );
}

const LOOKS = {
  error: { icon: 'x', className: 'is-bad' },
  warning: { icon: 'alert', className: 'is-warn' },
  info: { icon: 'info', className: '' },
} as const;

function Problem({ finding }: { finding: Finding }) {
  const editor = useEditor();
  const { t } = useTranslation();
  const words = useFindingWords();
  const look = LOOKS[finding.severity];
  return (
    <li className={look.className}>
      <Icon name={look.icon} size={14} />
      <button type="button" className="place" onClick={() => editor.select(finding.pointer)}>
        <span className="sr">{t('Go to')} </span>
        {words(finding)}
      </button>
      <SaveAsCase finding={finding} />
      <FixLinks finding={finding} most={2} />
    </li>
  );
}
