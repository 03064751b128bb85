import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';
import { useEditor } from '../editor/context.js';
import { CaseDialog, type EditedCase } from './CaseDialog.js';
import { RealOrders } from './RealOrders.js';

/** Beside the tabs: how many branches the cases cover, and a new case. */
export default function CaseTools() {
  const { t } = useTranslation();
  const { analysis, list, rule, readOnly, select } = useEditor();
  const [edited, setEdited] = useState<EditedCase | null>(null);
  const [orders, setOrders] = useState(false);
  const parts = useMemo(
    () => (analysis?.coverage ?? []).filter((each) => each.list === list?.pointer),
    [analysis, list],
  );
  const covered = parts.filter(({ cases }) => cases.length > 0).length;
  return (
    <>
      {parts.length > 0 && (
        <>
          <span className="cover" aria-hidden="true">
            {parts.map(({ pointer, cases, branch }) => (
              <i
                key={`${pointer}${String(branch)}`}
                className={cases.length > 0 ? 'on' : ''}
                onClick={() => select(pointer)}
              />
            ))}
          </span>
          <span className="t12 sub cover-say">
            {t('{{covered}} of {{count}} branches covered', { covered, count: parts.length })}
          </span>
        </>
      )}
      {!readOnly && (
        <>
          {rule.kind === 'commission' && (
            <Button look="ghost" size="sm" onClick={() => setOrders(true)}>
              {t('From a real order')}
            </Button>
          )}
          <Button look="ghost" size="sm" icon="plus" onClick={() => setEdited({ isNew: true })}>
            {t('Case')}
          </Button>
        </>
      )}
      {edited && <CaseDialog edited={edited} onClose={() => setEdited(null)} />}
      {orders && (
        <RealOrders onClose={() => setOrders(false)} onTaken={(taken) => setEdited({ case: taken, isNew: true })} />
      )}
    </>
  );
}
