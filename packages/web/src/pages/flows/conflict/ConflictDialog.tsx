import { Modal } from '@mantine/core';
import type { FlowDocument, SimulationCase } from '@sluice/flows';
import { rebase, type FlowEdit } from '@sluice/flows/edit/index';
import { diffFlows, renderFlowChange } from '@sluice/flows/diff/index';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';
import { useFlowEditor } from '../editor/context.js';

/** A draft as somebody else has saved it. */
export interface TheirDraft {
  rev: number;
  document: FlowDocument;
  cases: SimulationCase[];
  /** Who saved it, and when. */
  by?: string;
  changedAt?: string;
}

/** What to go on with; it is to be saved over `rev`. `edits` is the log as it applies to their flow. */
export interface Settlement {
  rev: number;
  document: FlowDocument;
  cases: SimulationCase[];
  edits: FlowEdit[];
}

/** Two people have saved different things. `before` is the draft that both began with, `mine` the edits made here since. */
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
  const { t } = useTranslation();
  const { document, cases } = useFlowEditor();
  const changes = useMemo(() => diffFlows(before, theirs.document), [before, theirs]);
  const merged = useMemo(() => rebase(theirs.document, mine), [theirs, mine]);
  const with_ = (flow: FlowDocument, kept: SimulationCase[], edits: readonly FlowEdit[]) =>
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
      <ul>
        {changes.map((change, index) => (
          <li key={index}>{renderFlowChange(change)}</li>
        ))}
      </ul>
      <div className="acts-row">
        <Button onClick={() => with_(document, cases, mine)}>{t('Keep mine, overwrite theirs')}</Button>
        <Button onClick={() => with_(theirs.document, theirs.cases, [])}>{t('Take theirs, drop mine')}</Button>
        <Button onClick={() => with_(merged.flow, theirs.cases, merged.edits)}>
          {t('Merge what fits into theirs')}
        </Button>
      </div>
    </Modal>
  );
}
