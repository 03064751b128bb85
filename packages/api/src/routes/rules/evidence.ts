import type { RuleEvidence } from '@sluice/contracts';
import type { Approval } from '@sluice/domain';
import type { Finding } from '@sluice/rules/analysis/types';
import type { Store } from '@sluice/store';
import { at, compact } from '../../present/plain.js';
import { findingsDto } from './assess.js';
import { worded, type RuleChange } from './changes.js';

/** What of the evidence is stored with the approval; text and hash are those of the content that would be published. */
type Stored = Pick<RuleEvidence, 'base' | 'class' | 'cases' | 'backtest'> & {
  changes: RuleChange[];
  findings: Finding[];
};

/** What a person is shown who decides a publication: the very content, what it changes, and how it was checked. */
export async function publicationEvidence(store: Store, approval: Approval): Promise<RuleEvidence | null> {
  const publication = await store.publications.rule.of(approval.programme, approval);
  if (!publication) return null;
  const { key, title, hash, content, comment, effectiveFrom, version } = publication;
  const { base, class: kind, changes, findings, cases, backtest } = approval.evidence as unknown as Stored;
  return compact({
    key,
    kind: content.kind,
    title,
    base,
    hash,
    logic: content.logic,
    class: kind,
    changes: worded(changes),
    findings: findingsDto(findings),
    cases,
    comment,
    effectiveFrom: effectiveFrom && at(effectiveFrom),
    backtest,
    published: version,
  });
}
