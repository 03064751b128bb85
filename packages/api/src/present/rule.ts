import type { RuleDraft, RuleFile, RuleRow, RuleVersion, RuleVersionRow } from '@sluice/contracts';
import type { Approval, Json, JsonObject } from '@sluice/domain';
import { parse, toJson, type RuleCase } from '@sluice/rules';
import type { StoredRule, StoredRuleDraft } from '@sluice/store';
import { at, compact } from './plain.js';

/** A rule in a list: the version in force, its draft, and the approval that waits for somebody. */
export function ruleRow(
  key: string,
  inForce: StoredRule | null,
  draft: StoredRuleDraft | null,
  pending: string | undefined,
): RuleRow {
  const shown = inForce ?? draft;
  return compact({
    key,
    kind: shown?.kind ?? '',
    title: shown?.title ?? key,
    version: inForce?.version ?? 0,
    hash: shown?.hash ?? '',
    publishedAt: inForce ? at(inForce.publishedAt) : undefined,
    draft: draft
      ? { rev: draft.rev, changedAt: at(draft.changedAt), makers: draft.makers, hash: draft.hash }
      : undefined,
    approval: pending,
  });
}

export function ruleVersionRow(version: StoredRule): RuleVersionRow {
  return compact({
    version: version.version,
    hash: version.hash,
    title: version.title,
    makers: version.makers,
    publishedBy: version.publishedBy,
    publishedAt: at(version.publishedAt),
    effectiveFrom: at(version.effectiveFrom),
    comment: version.comment,
  });
}

export function ruleVersionDto(version: StoredRule): RuleVersion {
  return compact({
    ...ruleVersionRow(version),
    kind: version.kind,
    logic: version.logic,
    facts: { ...version.facts },
    outcome: version.outcome,
    cases: version.cases.map(caseDto),
    layout: layoutDto(version.layout),
    comments: { ...version.comments },
    approval: version.approval,
  });
}

/** The draft, with the newest request to publish it and the words of whoever rejected it. */
export function ruleDraftDto(draft: StoredRuleDraft, asked: Approval | undefined): RuleDraft {
  const rejection = asked?.decisions.findLast(({ outcome }) => outcome === 'reject');
  return compact({
    rev: draft.rev,
    title: draft.title,
    logic: draft.logic,
    facts: { ...draft.facts },
    outcome: draft.outcome,
    cases: draft.cases.map(caseDto),
    layout: layoutDto(draft.layout),
    comments: { ...draft.comments },
    makers: draft.makers,
    changedAt: at(draft.changedAt),
    hash: draft.hash,
    approval: asked
      ? compact({ id: asked.id, state: asked.state, comment: rejection?.comment, by: rejection?.name })
      : undefined,
  });
}

/** The rule as a file, keys in a fixed order. */
export function ruleFileDto(rule: StoredRule): RuleFile {
  const { key, kind, title, facts, logic, outcome, cases, layout, comments, version, hash } = rule;
  return {
    key,
    kind,
    title,
    facts: { id: facts.id, version: facts.version },
    logic,
    outcome,
    cases: cases.map(caseDto),
    layout: sorted(layoutDto(layout)),
    comments: sorted({ ...comments }),
    version,
    hash,
  };
}

/** The value of a rule's text; null where it does not parse. */
export function valueOf(logic: string): Json {
  try {
    return toJson(parse(logic).root) as Json;
  } catch {
    return null;
  }
}

function caseDto({ id, title, facts, expected }: RuleCase): RuleFile['cases'][number] {
  return { id, title, facts: facts as JsonObject, expected: expected as Json };
}

function layoutDto(layout: StoredRule['layout']): RuleFile['layout'] {
  return Object.fromEntries(Object.entries(layout).map(([node, { x, y }]) => [node, { x, y }]));
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
