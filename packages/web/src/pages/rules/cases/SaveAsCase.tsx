import type { Finding } from '@sluice/rules/analysis/types';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor/context.js';
import { useLocale } from '../table/useTable.js';
import { factsInWords, factsRead } from './facts.js';
import { newCaseId, useAnswers, useCaseActions } from './use-cases.js';

/** Keeps the facts that prove a finding as a case, expecting what the version in force answers. */
export function SaveAsCase({ finding }: { finding: Finding }) {
  const { t } = useTranslation();
  const { document, schema, cases, readOnly } = useEditor();
  const locale = useLocale();
  const answers = useAnswers();
  const { put } = useCaseActions();
  const { facts } = finding;
  if (!facts || readOnly || finding.code === 'red_case') return null;
  if (cases.some((each) => JSON.stringify(each.facts) === JSON.stringify(facts))) return null;
  const save = (): void => {
    const { inForce, draft } = answers(facts);
    const expected = inForce ?? draft;
    if (expected === undefined) return;
    put({
      id: newCaseId(),
      title: factsInWords(facts, factsRead(document?.root, schema), schema, locale),
      facts,
      expected,
    });
  };
  return (
    <button type="button" className="fix quiet" onClick={save}>
      {t('Save as case')}
    </button>
  );
}
