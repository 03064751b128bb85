import { Modal } from '@mantine/core';
import type { RuleDraft } from '@sluice/contracts/rule';
import { draftContent, type DraftContent, type DraftOperation } from '@sluice/rules/edit/draft';
import { undo, type DraftLog, type LoggedChange } from '@sluice/rules/edit/log';
import { mergeSteps, operationsBetween } from '@sluice/rules/edit/merge';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renew } from '../../../lib/data.js';
import { Button, Chip } from '../../../parts/basics.js';
import { When } from '../../../parts/values.js';
import { useEditor } from './context.js';
import { contentOf } from './opening.js';
import { sameContent } from './saver.js';
import { sentencesOf } from './sentences.js';
import type { Running } from './use-rule-editor.js';

/** Two people have saved different things: both side by side by operation. Nothing is chosen beforehand and nothing is lost. */
export function Conflict({ running, theirs }: { running: Running; theirs: RuleDraft | null }) {
  const { t } = useTranslation();
  const { store, saver } = running;
  const { schema, shape, rule } = useEditor();
  const { log } = store.snapshot();
  const base = saver.snapshot().saved;
  const start = rule.inForce ? contentOf(rule.inForce) : base;
  const other = useMemo(() => (theirs ? contentOf(theirs) : start), [theirs, start]);
  const steps = useMemo(() => stepsSince(log, base, t('Everything changed here')), [log, base, t]);
  const merge = useMemo(() => mergeSteps(base, steps, other), [base, steps, other]);
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [before, after] = useMemo(
    () => [sentencesOf(base, schema, shape), sentencesOf(other, schema, shape)] as const,
    [base, other, schema, shape],
  );
  const gone = before.filter((each) => !after.includes(each));
  const fresh = after.filter((each) => !before.includes(each));

  const settle = (content: DraftContent) => {
    saver.settle(theirs?.rev ?? 0, other, theirs ? new Date(theirs.changedAt) : undefined);
    saver.want(content);
    void renew('/v1/rules');
  };
  const keepMine = () => settle(store.snapshot().log.content);
  const takeTheirs = () => {
    store.open(other);
    settle(other);
  };
  const mergeBoth = () => {
    const chosen = mergeSteps(base, steps, other, (index) => !left.has(index));
    store.open(other);
    chosen.steps.forEach(({ change, operations }, index) => {
      if (operations && !left.has(index)) store.perform(operations, change.label);
    });
    settle(store.snapshot().log.content);
  };

  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size={860}
      title={t('Somebody else has saved this rule meanwhile')}
    >
      <p className="sub" tabIndex={-1} data-autofocus>
        {t('Both versions are kept until you choose. Nothing is chosen for you.')}
      </p>
      <div className="versus">
        <section aria-labelledby="conflict-mine">
          <h3 className="sec" id="conflict-mine">
            {t('Yours')} <span className="cnt">{steps.length}</span>
          </h3>
          <ul>
            {merge.steps.map(({ change, operations }, index) => (
              <li key={index}>
                <label className="row">
                  <input
                    type="checkbox"
                    checked={operations !== undefined && !left.has(index)}
                    disabled={!operations}
                    onChange={(event) => {
                      const next = new Set(left);
                      if (event.currentTarget.checked) next.delete(index);
                      else next.add(index);
                      setLeft(next);
                    }}
                  />
                  <span className="grow">{change.label}</span>
                  {operations ? (
                    <Chip tone="ok" icon="check">
                      {t('fits')}
                    </Chip>
                  ) : (
                    <Chip tone="warn" icon="alert">
                      {t('touches what they changed')}
                    </Chip>
                  )}
                </label>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="conflict-theirs">
          <h3 className="sec" id="conflict-theirs">
            {t('Theirs')}
            {theirs && (
              <span className="muted t12">
                {theirs.makers.at(-1)} <When at={theirs.changedAt} />
              </span>
            )}
          </h3>
          {!theirs && <p className="sub">{t('The draft was discarded; the version in force stands.')}</p>}
          <ul>
            {gone.map((each) => (
              <li key={`-${each}`}>
                <span className="sr">{t('Taken away:')}</span> <del>{each}</del>
              </li>
            ))}
            {fresh.map((each) => (
              <li key={`+${each}`}>
                <span className="sr">{t('New:')}</span> <ins>{each}</ins>
              </li>
            ))}
            {gone.length === 0 && fresh.length === 0 && <li className="sub">{t('No branch reads otherwise.')}</li>}
          </ul>
        </section>
      </div>
      <div className="acts-row">
        <Button onClick={keepMine}>{t('Keep mine, overwrite theirs')}</Button>
        <Button onClick={takeTheirs}>{t('Take theirs, drop mine')}</Button>
        <Button
          disabled={!merge.steps.some(({ operations }, index) => operations && !left.has(index))}
          onClick={mergeBoth}
        >
          {t('Merge what is ticked into theirs')}
        </Button>
      </div>
    </Modal>
  );
}

/** The steps of the log since what was saved last; where the log does not reach so far, one step for all. */
function stepsSince(log: DraftLog, base: DraftContent, label: string): readonly LoggedChange[] {
  const steps: LoggedChange[] = [];
  let now = log;
  while (!sameContent(now.content, base)) {
    const last = now.done.at(-1);
    if (!last) {
      const operations: readonly DraftOperation[] = operationsBetween(draftContent(base), log.content);
      return [{ label, operations, inverses: [] }];
    }
    steps.unshift(last);
    now = undo(now);
  }
  return steps;
}
