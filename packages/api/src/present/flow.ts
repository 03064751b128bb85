import type { FlowDraft, FlowRow, FlowVersion, FlowVersionRow } from '@sluice/contracts';
import type { Approval } from '@sluice/domain';
import type { RunCount, StoredFlow, StoredFlowDraft } from '@sluice/store';
import { at, compact } from './plain.js';

/** A flow in a list: the newest version, its draft, the approval that waits for somebody, and how many runs follow it. */
export function flowRow(
  key: string,
  latest: StoredFlow | null,
  draft: StoredFlowDraft | null,
  pending: string | undefined,
  counts: readonly RunCount[],
): FlowRow {
  const shown = latest ?? draft;
  const of = (status: RunCount['status']) =>
    counts.filter((one) => one.flow === key && one.status === status).reduce((sum, one) => sum + one.count, 0);
  return compact({
    key,
    title: shown?.title ?? key,
    subject: shown?.document.subject ?? '',
    trigger: { ...(shown?.document.trigger ?? { type: 'manual' }) },
    version: latest?.version ?? null,
    hash: shown?.hash ?? '',
    publishedAt: latest && at(latest.publishedAt),
    draft: draft && { rev: draft.rev, changedAt: at(draft.changedAt), makers: draft.makers },
    approval: pending,
    runs: { running: of('running'), waiting: of('waiting'), parked: of('parked') },
  });
}

/** Runs that are not over. */
export function isOpen(one: RunCount): one is RunCount & { status: 'running' | 'waiting' | 'parked' } {
  return one.status === 'running' || one.status === 'waiting' || one.status === 'parked';
}

export function flowVersionRow(version: StoredFlow, counts: readonly RunCount[]): FlowVersionRow {
  const open = counts.filter((one) => one.version === version.version && isOpen(one));
  return compact({
    version: version.version,
    hash: version.hash,
    title: version.title,
    makers: version.makers,
    publishedBy: version.publishedBy,
    publishedAt: at(version.publishedAt),
    comment: version.comment,
    approval: version.approval,
    runs: open.reduce((sum, { count }) => sum + count, 0),
  });
}

export function flowVersionDto(version: StoredFlow, counts: readonly RunCount[]): FlowVersion {
  return { ...flowVersionRow(version, counts), document: version.document, cases: version.cases };
}

/** The draft, with the newest request to publish it and the words of whoever rejected it. */
export function flowDraftDto(draft: StoredFlowDraft, asked: { approval: Approval; by: string } | undefined): FlowDraft {
  const { key, title, rev, base, document, cases, makers, changedAt, hash } = draft;
  const decision = asked?.approval.decisions.at(-1);
  return {
    key,
    title,
    rev,
    base,
    document,
    cases,
    makers,
    changedAt: at(changedAt),
    hash,
    request: asked
      ? compact({
          approval: asked.approval.id,
          state: asked.approval.state,
          askedAt: at(asked.approval.createdAt),
          by: asked.by,
          decidedBy: decision?.name,
          comment: decision?.comment,
        })
      : null,
  };
}
