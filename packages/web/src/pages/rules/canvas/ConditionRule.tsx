import { readCondition } from '@sluice/rules/views/read-condition';
import { whenWords } from '@sluice/rules/views/words';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor/context.js';
import { FindingBox } from './FindingBox.js';
import { useLanguage } from './use-language.js';
import { WhenEditor } from './WhenEditor.js';
import { Words } from './Words.js';

/** A rule that is one condition, yes or no: its rows and groups, without branches around them. */
export function ConditionRule() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { document, schema, analysis } = useEditor();
  if (!document) return null;
  const whole = readCondition(document.root, schema);
  const findings = (analysis?.findings ?? []).filter(({ severity, code }) => severity !== 'info' && code !== 'no_case');
  return (
    <div className="condrule">
      <div className="panel card">
        <WhenEditor whole={whole} />
        {findings.map((each, index) => (
          <FindingBox key={index} finding={each} />
        ))}
        <section aria-labelledby="condition-says" className="then">
          <h3 className="sec" id="condition-says">
            {t('Reads as')}
          </h3>
          <p className="say sub quiet">
            <Words parts={whenWords(whole, schema, language, 'full')} />, <b>{t('yes')}</b>.
          </p>
        </section>
      </div>
    </div>
  );
}
