import type { FlowEvidence } from '@sluice/contracts';
import type { Approval } from '@sluice/domain';
import type { Store } from '@sluice/store';
import { compact } from '../../present/plain.js';
import { inWords } from './compare.js';
import type { Stored } from './publish.js';

/** What a person is shown who decides a publication: the very content, what it changes, and how it was checked. */
export async function flowEvidence(
  store: Store,
  approval: Approval,
  locale: 'en' | 'de',
): Promise<FlowEvidence | null> {
  const request = await store.publications.flow.of(approval.programme, approval);
  if (!request) return null;
  const { programme, key, title, hash, content, comment, version, rollback } = request;
  const { base, changes, problems, cases, runs } = approval.evidence as unknown as Stored;
  const before = base > 0 ? await store.flows.get(programme, key, base) : null;
  return compact({
    key,
    title,
    base,
    rollback,
    hash,
    document: content.document,
    before: before?.document ?? null,
    changes,
    words: inWords(changes, locale),
    problems,
    cases,
    runs,
    waiting: content.waiting,
    comment,
    published: version,
  });
}
