import { ruleContentHash, type RuleContent } from '../collections/documents.js';
import type { PublishKind } from './publish.js';

/** Rules: what is decided on is the logic, cases, facts, outcome and title; layout and comments go along as they are. */
export const publishRules: PublishKind<RuleContent, RuleContent, RuleContent> = {
  kind: 'rule',
  versions: (store) => store.rules,
  requests: (store) => store.publications.rule,
  contentHash: ruleContentHash,
  content: ({ title, hash, content }, draft) => ({
    ...content,
    ...(draft && { layout: draft.layout, comments: draft.comments }),
    title,
    hash,
  }),
  isPublished: (draft, version) =>
    ruleContentHash(draft) === ruleContentHash(version) &&
    draft.logic === version.logic &&
    JSON.stringify([draft.layout, draft.comments]) === JSON.stringify([version.layout, version.comments]),
  detail: ({ effectiveFrom }) => ({ effectiveFrom: effectiveFrom.toISOString() }),
};
