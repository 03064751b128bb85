import { renderFinding, renderFindingTitle, renderFix } from '@sluice/rules/analysis/render';
import type { Finding } from '@sluice/rules/analysis/types';
import { applyEdit } from '@sluice/rules/edit/splice';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { useEditor } from '../editor/context.js';
import { programOf, programOfText } from '../editor/run-cases.js';
import { useShell } from '../../../shell/context.js';
import { useLanguage } from './use-language.js';

/** A problem beside what it is about, with the best cure as a button, and its example as a case to keep. */
export function FindingBox({ finding }: { finding: Finding }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { edit, change, text, readOnly, document, rule, schema, shape } = useEditor();
  const { programme } = useShell();
  const { facts } = finding;
  // What the version in force answers is what a change must not lose by accident; without one, what the draft answers.
  const expected = () => {
    const context = { kind: rule.kind, schema, shape, programme };
    const run = (programOfText(rule.inForce?.logic, context) ?? programOf(document, context))?.run(facts);
    return run?.ok ? run.value : null;
  };
  return (
    <div className={finding.severity === 'error' ? 'gapbox' : 'gapbox warnbox'} role="note">
      <p className="row b">
        <Icon name="alert" size={14} />
        {renderFindingTitle(finding, language)}
      </p>
      <p>{renderFinding(finding, language)}</p>
      {!readOnly && (finding.fixes.length > 0 || facts) && (
        <div className="row acts">
          {finding.fixes.slice(0, 2).map((fix, index) => (
            <Button
              key={index}
              size="sm"
              disabled={!fits(text, fix.edit)}
              onClick={() => edit(fix.edit, renderFix(fix, language))}
            >
              {renderFix(fix, language)}
            </Button>
          ))}
          {facts && finding.code !== 'red_case' && (
            <Button
              size="sm"
              look="ghost"
              onClick={() =>
                change(
                  {
                    type: 'put_case',
                    case: {
                      id: `case_${crypto.randomUUID().slice(0, 8)}`,
                      title: renderFindingTitle(finding, language).slice(0, 120),
                      facts,
                      expected: expected(),
                    },
                  },
                  t('Save an example as a case'),
                )
              }
            >
              {t('Save as case')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** The analysis may be of a text a moment old: its cure then no longer fits. */
function fits(text: string, edit: Finding['fixes'][number]['edit']): boolean {
  try {
    applyEdit(text, edit);
    return true;
  } catch {
    return false;
  }
}
