import { asJson, canonicalJson, derivedId, type Approval } from '@sluice/domain';
import type { FlowDocument, PinnedFlow } from '@sluice/flows';
import { flowContentHash, type FlowContent, type FlowDraftContent, type StoredFlow } from '../collections/documents.js';
import type { AskedFlow, Publication } from '../collections/publications.js';
import type { NewContent } from '../collections/versioned.js';
import type { Store } from '../store.js';
import { askForBulk, type AskedBulk } from './ask-bulk.js';
import type { PublishKind } from './publish.js';

/** Flows: what is decided on is all that the flow means and says, and its cases; places and notes go along as they are. */
export const publishFlows: PublishKind<FlowContent, FlowDraftContent, AskedFlow> = {
  kind: 'flow',
  versions: (store) => store.flows,
  requests: (store) => store.publications.flow,
  contentHash: flowContentHash,
  content: ({ hash, content, makers }, draft, number) =>
    flowVersion(draft?.document ?? content.document, content, { number, hash, makers }),
  isPublished: (draft, version) => isSameFlow(draft, version),
  detail: (_version, { content, rollback }) => ({
    waiting: content.waiting.do,
    ...(rollback !== undefined && { rollback }),
  }),
  follows: askForWaiting,
};

/** A flow as a version: document and executable form carry its number. */
export function flowVersion(
  document: FlowDocument,
  { pinned, cases }: Pick<FlowContent, 'pinned' | 'cases'>,
  { number, hash, makers }: { number: number; hash: string; makers: string[] },
): NewContent<FlowContent> {
  return {
    title: document.title,
    hash,
    document: { ...document, version: number, hash },
    pinned: { ...pinned, version: number, hash, makers } satisfies PinnedFlow,
    cases,
  };
}

/** Whether two are the same to the last note: nothing would be gained by publishing one over the other. */
export function isSameFlow(
  a: Pick<FlowContent, 'document' | 'cases'>,
  b: Pick<StoredFlow, 'document' | 'cases'>,
): boolean {
  const text = ({ document, cases }: typeof a): string => {
    const { version: _version, hash: _hash, ...drawn } = document;
    return canonicalJson(asJson({ drawn, cases }));
  };
  return text(a) === text(b);
}

/** Has the runs that wait in older versions moved or begun anew, as it was approved; once by the approval. */
async function askForWaiting(
  store: Store,
  version: StoredFlow,
  { programme, key, content: { waiting }, comment }: Publication<AskedFlow>,
  approval: Approval,
  now: Date,
): Promise<void> {
  if (waiting.do === 'keep') return;
  const approver = approval.decisions.findLast(({ outcome }) => outcome === 'approve');
  const asked: AskedBulk = {
    id: derivedId('bulk', programme, 'publication', approval.id),
    programme,
    act: waiting.do,
    filter: { flow: key },
    target: version.version,
    ...(waiting.map && { map: waiting.map }),
    reason: comment ?? `Version ${version.version} is published.`,
    actor: { id: approver?.by ?? 'system', name: approver?.name ?? 'system', roles: [] },
    approval: approval.id,
  };
  await askForBulk(store, asked, now);
}
