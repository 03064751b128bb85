import type { Finding, FindingFix } from '@sluice/rules/analysis/types';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../parts/icons.js';
import { useFindingWords, useFixWords } from '../cases/words.js';
import { useEditor } from '../editor/context.js';
import type { GapRow, RowMark } from './evidence.js';

/** What the analysis says of a row, each as a sign with its words. */
export function Marks({ marks }: { marks: readonly RowMark[] }) {
  return (
    <>
      {marks.map((mark, at) => (
        <Mark key={at} mark={mark} />
      ))}
    </>
  );
}

function Mark({ mark }: { mark: RowMark }) {
  const { t } = useTranslation();
  const words = useFindingWords();
  switch (mark.kind) {
    case 'overlap':
      return (
        <span className="mkr ov">
          <i aria-hidden="true" />
          {t('overlaps {{rows}}, wins', { rows: mark.rows.map((row) => row + 1).join(', ') })}
        </span>
      );
    case 'only':
      return (
        <span className="mkr ov">
          <i aria-hidden="true" />
          {t('only {{what}}', { what: mark.text })}
        </span>
      );
    case 'never':
      return (
        <span className="mkr sh">
          <Icon name="ban" size={14} />
          {mark.by === undefined ? t('never reached') : t('never reached: {{row}} takes all', { row: mark.by + 1 })}
        </span>
      );
    case 'no_case':
      return (
        <span className="mkr cv">
          <Icon name="info" size={14} />
          {t('no case')}
        </span>
      );
    case 'problem':
      return (
        <span className={mark.finding.severity === 'error' ? 'mkr bad' : 'mkr sh'} title={words(mark.finding)}>
          <Icon name={mark.finding.severity === 'error' ? 'x' : 'alert'} size={14} />
          <span className="ell">{words(mark.finding)}</span>
        </span>
      );
  }
}

/** A gap in the place where it belongs, with its cure. */
export function Gap({ gap, hits }: { gap: GapRow; hits: boolean }) {
  const { t } = useTranslation();
  const words = useFindingWords();
  const { finding } = gap;
  return (
    <tr className="gaprow" title={words(finding)}>
      <th scope="row" className="n">
        <Icon name="alert" size={14} />
        <span className="sr">{t('Gap')}</span>
      </th>
      {gap.cells.map(({ text, any }, at) => (
        <td key={at}>{any ? <span className="any">{text}</span> : text}</td>
      ))}
      <td className="o">
        {finding.params['neutral'] === true ? t('no row: pays nothing') : t('no row: falls to otherwise')}
      </td>
      {hits && <td />}
      <td />
      <td className="mk">
        <FixLinks finding={finding} short />
      </td>
    </tr>
  );
}

/** The cures of a finding as links; each is one undo step. */
export function FixLinks({ finding, most = 1, short }: { finding: Finding; most?: number; short?: boolean }) {
  const { t } = useTranslation();
  const { edit, readOnly, syntaxError } = useEditor();
  const words = useFixWords();
  const label = (fix: FindingFix): string => {
    const { operator, branch } = fix.label.params;
    const sign = operator === 'at_least' ? '≥' : operator === 'at_most' ? '≤' : undefined;
    // In the table there is no room for the sentence, and its rows have numbers.
    return short && fix.label.code === 'include_bound' && sign && typeof branch === 'number'
      ? t('Make row {{row}} “{{sign}}”', { row: branch + 1, sign })
      : words(fix);
  };
  if (readOnly || (syntaxError && finding.code !== 'syntax')) return null;
  return (
    <>
      {finding.fixes.slice(0, most).map((fix, at) => (
        <button key={at} type="button" className="fix" onClick={() => edit(fix.edit, words(fix))}>
          {label(fix)}
        </button>
      ))}
    </>
  );
}
