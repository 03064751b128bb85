import { Modal } from '@mantine/core';
import type { FlowDocument, SimulationCase } from '@sluice/flows';
import { diffFlows } from '@sluice/flows/diff/index';
import { rebase, type FlowEdit } from '@sluice/flows/edit/index';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Chip } from '../../../parts/basics.js';
import { When } from '../../../parts/values.js';
import '../../../theme/flow-panel.css';
import { useFlowEditor } from '../editor/context.js';
import { changeWords, editWords } from './words.js';

/** A draft as somebody else has saved it. */
interface TheirDraft {
  rev: number;
  document: FlowDocument;
  cases: readonly SimulationCase[];
  /** Who saved it, and when. */
  by?: string;
  changedAt?: string;
}

/** What to go on with; it is to be saved over `rev`. `edits` is the log as it applies to their flow. */
interface Settlement {
  rev: number;
  document: FlowDocument;
  cases: readonly SimulationCase[];
  edits: FlowEdit[];
}

/**
 * Two people have saved different things: both side by side by operation. `before` is the draft that both began with, `mine`
 * the edits made here since. Nothing is chosen beforehand and nothing is lost: what is left out stays in the log of undo.
 */
export function ConflictDialog({
  before,
  mine,
  theirs,
  settle,
}: {
  before: FlowDocument;
  mine: readonly FlowEdit[];
  theirs: TheirDraft;
  settle: (choice: Settlement) => void;
}) {
  const { t, i18n } = useTranslation();
  const { document, cases } = useFlowEditor();
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const locale = i18n.language.startsWith('de') ? 'de' : 'en';
  const changes = useMemo(() => diffFlows(before, theirs.document), [before, theirs.document]);
  const all = useMemo(() => rebase(theirs.document, mine), [theirs.document, mine]);
  const chosen = useMemo(
    () =>
      rebase(
        theirs.document,
        mine.filter((_edit, index) => !left.has(index)),
      ),
    [theirs.document, mine, left],
  );
  const clashes = new Set(all.conflicts.map(({ edit }) => edit));
  const choose = (flow: FlowDocument, kept: readonly SimulationCase[], edits: readonly FlowEdit[]) =>
    settle({ rev: theirs.rev, document: flow, cases: kept, edits: [...edits] });
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size={860}
      title={t('Somebody else has saved this flow meanwhile')}
    >
      <p className="sub" tabIndex={-1} data-autofocus>
        {t('Both versions are kept until you choose. Nothing is chosen for you.')}
      </p>
      <div className="flow-versus">
        <section aria-labelledby="conflict-mine">
          <h3 className="sec" id="conflict-mine">
            {t('Yours')} <span className="cnt">{mine.length}</span>
          </h3>
          <ul>
            {mine.map((edit, index) => {
              const clash = clashes.has(edit);
              return (
                <li key={index}>
                  <label className="row">
                    <input
                      type="checkbox"
                      checked={!clash && !left.has(index)}
                      disabled={clash}
                      onChange={(event) => {
                        const next = new Set(left);
                        if (event.currentTarget.checked) next.delete(index);
                        else next.add(index);
                        setLeft(next);
                      }}
                    />
                    <span className="grow">{editWords(edit, document, t)}</span>
                    {clash ? (
                      <Chip tone="warn" icon="alert">
                        {t('touches what they changed')}
                      </Chip>
                    ) : (
                      <Chip tone="ok" icon="check">
                        {t('fits')}
                      </Chip>
                    )}
                  </label>
                </li>
              );
            })}
            {mine.length === 0 && <li className="sub">{t('Only cases were changed here.')}</li>}
          </ul>
        </section>
        <section aria-labelledby="conflict-theirs">
          <h3 className="sec" id="conflict-theirs">
            {t('Theirs')} <span className="cnt">{changes.length}</span>
            {theirs.changedAt && (
              <span className="muted t12">
                {theirs.by} <When at={theirs.changedAt} />
              </span>
            )}
          </h3>
          <ul>
            {theirs.rev === 0 && <li className="sub">{t('The draft was discarded; the version in force stands.')}</li>}
            {changes.map((change, index) => (
              <li key={index}>{changeWords(change, [theirs.document, before], t, locale)}</li>
            ))}
            {changes.length === 0 && <li className="sub">{t('Only places, notes or cases were changed.')}</li>}
          </ul>
        </section>
      </div>
      <div className="row wrap-row">
        <Button onClick={() => choose(document, cases, mine)}>{t('Keep mine, overwrite theirs')}</Button>
        <Button onClick={() => choose(theirs.document, theirs.cases, [])}>{t('Take theirs, drop mine')}</Button>
        <Button
          disabled={chosen.edits.length === 0}
          onClick={() => choose(chosen.flow, merged(cases, theirs.cases), chosen.edits)}
        >
          {t('Merge what is ticked into theirs')}
        </Button>
      </div>
    </Modal>
  );
}

/** Their cases, and those of ours that they do not have. */
function merged(mine: readonly SimulationCase[], theirs: readonly SimulationCase[]): SimulationCase[] {
  return [...theirs, ...mine.filter(({ id }) => !theirs.some((each) => each.id === id))];
}
