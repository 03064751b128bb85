import { Menu } from '@mantine/core';
import type { RuleCase } from '@sluice/rules/document';
import type { Json } from '@sluice/rules/cst/value';
import { plainText } from '@sluice/rules/views/parts';
import { answerWords } from '@sluice/rules/views/words-outcome';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../parts/basics.js';
import { Empty } from '../../../parts/feedback.js';
import { Icon } from '../../../parts/icons.js';
import { Money } from '../../../parts/values.js';
import { useEditor, type CaseRun } from '../editor/context.js';
import { useLocale } from '../table/useTable.js';
import { CaseDialog, type EditedCase } from './CaseDialog.js';
import { factsInWords, factsRead } from './facts.js';
import { RealOrders } from './RealOrders.js';
import { useCaseActions } from './use-cases.js';

/** The saved cases with what the draft answers, red ones first; choosing one lights its way up. */
export default function Cases() {
  const { t } = useTranslation();
  const editor = useEditor();
  const { cases, caseRuns, document, schema, activeCase } = editor;
  const locale = useLocale();
  const actions = useCaseActions();
  const [edited, setEdited] = useState<EditedCase | null>(null);
  const [orders, setOrders] = useState(false);
  const paths = useMemo(() => factsRead(document?.root, schema), [document, schema]);
  const sorted = useMemo(() => {
    const red = ({ id }: RuleCase): number => (caseRuns.get(id)?.ok === false ? 0 : 1);
    return [...cases].sort((a, b) => red(a) - red(b));
  }, [cases, caseRuns]);
  const dialogs = (
    <>
      {edited && <CaseDialog edited={edited} onClose={() => setEdited(null)} />}
      {orders && (
        <RealOrders onClose={() => setOrders(false)} onTaken={(taken) => setEdited({ case: taken, isNew: true })} />
      )}
    </>
  );
  if (cases.length === 0) {
    return (
      <>
        <Empty
          action={
            !editor.readOnly && (
              <div className="row">
                <Button icon="plus" onClick={() => setEdited({ isNew: true })}>
                  {t('Add a case')}
                </Button>
                {editor.rule.kind === 'commission' && (
                  <Button onClick={() => setOrders(true)}>{t('Make one from a real order')}</Button>
                )}
              </div>
            )
          }
        >
          {t(
            'A case is an order with the answer that you expect. Cases run on each change, and a red one blocks publishing.',
          )}
        </Empty>
        {dialogs}
      </>
    );
  }
  return (
    <>
      <table className="cases">
        <caption className="sr">{t('Cases')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr">{t('State')}</span>
            </th>
            <th scope="col">{t('Case')}</th>
            <th scope="col">{t('Facts')}</th>
            <th scope="col" className="r">
              {t('Expected')}
            </th>
            <th scope="col" className="r">
              {t('Draft')}
            </th>
            <th scope="col" className="r">
              {t('Branch')}
            </th>
            <th scope="col">
              <span className="sr">{t('Actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((each) => {
            const run = caseRuns.get(each.id);
            const red = run?.ok === false;
            const active = each.id === activeCase;
            return (
              <tr key={each.id} className={[red ? 'red' : '', active ? 'cur' : ''].filter(Boolean).join(' ')}>
                <td>
                  {run && <Icon name={red ? 'x' : 'check'} size={14} />}
                  <span className="sr">{run ? (red ? t('red') : t('green')) : t('not run')}</span>
                </td>
                <th scope="row">
                  <button
                    type="button"
                    className="name"
                    aria-pressed={active}
                    onClick={() => editor.evaluate(active ? null : each.id)}
                  >
                    {each.title}
                  </button>
                </th>
                <td className="muted ell">{factsInWords(each.facts, paths, schema, locale)}</td>
                <td className="r num">
                  <Answer value={each.expected} pay={run?.expectedPay} />
                </td>
                <td className={red ? 'r num neg b' : 'r num'}>
                  <Got run={run} />
                </td>
                <td className="r num">
                  {run?.branch !== undefined && (
                    <button type="button" className="fix" onClick={() => goTo(editor, run.branch)}>
                      {branchWord(editor, run.branch, t)}
                    </button>
                  )}
                </td>
                <td className="r">
                  {!editor.readOnly && (
                    <Menu position="bottom-end">
                      <Menu.Target>
                        <IconButton icon="dots" small label={t('Actions on “{{title}}”', { title: each.title })} />
                      </Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item onClick={() => setEdited({ case: each })}>{t('Edit')}</Menu.Item>
                        <Menu.Item onClick={() => setEdited({ case: actions.duplicate(each) })}>
                          {t('Duplicate')}
                        </Menu.Item>
                        {red && run.got !== undefined && (
                          <Menu.Item onClick={() => actions.put({ ...each, expected: run.got as Json })}>
                            {t('Expect what the draft answers')}
                          </Menu.Item>
                        )}
                        <Menu.Item color="red" onClick={() => actions.remove(each)}>
                          {t('Delete case')}
                        </Menu.Item>
                      </Menu.Dropdown>
                    </Menu>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {dialogs}
    </>
  );
}

function goTo({ list, select }: ReturnType<typeof useEditor>, branch: number | undefined): void {
  if (branch !== undefined) select(list?.branches[branch]?.pointer ?? list?.otherwise?.pointer ?? null);
}

function branchWord({ list }: ReturnType<typeof useEditor>, branch: number, t: (key: string) => string): string {
  return list && branch >= list.branches.length ? t('otherwise') : String(branch + 1);
}

/** An answer as what it pays, or in words. */
function Answer({ value, pay }: { value: Json; pay: CaseRun['pay'] }) {
  const { shape, schema } = useEditor();
  const locale = useLocale();
  const words = plainText(answerWords(value, shape, schema, locale));
  if (pay) {
    return (
      <span title={words}>
        <Money value={pay} />
      </span>
    );
  }
  return <span className="ell">{words}</span>;
}

function Got({ run }: { run: CaseRun | undefined }) {
  const { t } = useTranslation();
  if (!run) return <span className="muted">…</span>;
  if (run.error) return <span title={run.error.message}>{t('error')}</span>;
  return run.got === undefined ? null : <Answer value={run.got} pay={run.pay} />;
}
