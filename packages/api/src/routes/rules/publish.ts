import { asJson, canonicalJson, sha256Hex, type Approval, type Json, type JsonObject } from '@sluice/domain';
import type { DecisionResult, ProblemError, RulePublish } from '@sluice/contracts';
import { renderFinding } from '@sluice/rules/analysis/render';
import {
  ruleContentHash,
  type Publication,
  type RuleContent,
  type StoredRule,
  type StoredRuleDraft,
} from '@sluice/store';
import { publishRules } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import type { Caller } from '../../http/caller.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { programmeOf } from '../programme.js';
import { askToPublish, type Asked } from '../publishing/ask.js';
import { decideRequest, type GivenDecision } from '../publishing/decide.js';
import { assess, assessIn, surroundingsOf, type Assessment, type RuleSurroundings } from './assess.js';
import { changesBetween } from './changes.js';
import { stale } from './drafts.js';

/** Findings that repeat a problem of the checker or a red case: those are told as what they are. */
const repeated = new Set(['syntax', 'type', 'unknown_fact', 'outcome', 'red_case']);

/** Asking for a publication: everything is checked again here, and somebody else decides. */
export function publishRoutes(context: Context): Pick<Handlers, 'publishRule'> {
  const { store } = context;
  return {
    async publishRule({ caller, params: { key }, body }) {
      const draft = await store.rules.draft(caller.programme, key);
      if (!draft) throw new Refusal('not_found');
      if (draft.rev !== body.rev) throw await stale(context, caller.programme, key);
      const latest = await store.rules.latest(caller.programme, key);
      const programme = await programmeOf(context, caller.programme);
      const surroundings = await surroundingsOf(store, programme, draft, context.now());
      const assessment = assessIn(surroundings, { ...draft, key });
      const errors = [...blocking(draft, assessment), ...nothingNew(draft, latest)];
      if (body.backtest !== undefined) errors.push(...(await strangeBacktest(context, draft, body.backtest)));
      if (errors.length > 0) throw new Refusal('invalid', { detail: 'The draft cannot be published yet.', errors });
      const evidence = evidenceOf(draft, latest, assessment, surroundings, body);
      const approval = await askToPublish(context, caller, publishRules, askedOf(draft, latest, body), evidence);
      return { approval: approval.id };
    },
  };
}

/** All that stands in the way, each with its place in the draft. */
function blocking(draft: Pick<StoredRuleDraft, 'cases'>, { problems, findings, cases }: Assessment): ProblemError[] {
  const places = new Map(draft.cases.map(({ id }, index) => [id, index]));
  return [
    ...problems.map(({ pointer, code, message }) => ({ pointer: `/logic${pointer}`, code, message })),
    ...findings
      .filter(({ blocks, code }) => blocks && !repeated.has(code))
      .map((finding) => ({
        pointer: `/logic${finding.pointer}`,
        code: finding.code,
        message: renderFinding(finding),
      })),
    ...cases
      .filter(({ ok }) => !ok)
      .map(({ id, error, got }) => ({
        pointer: `/cases/${places.get(id) ?? 0}`,
        code: 'red_case',
        message: error ? `The case stops: ${error.message}` : `The case gives ${JSON.stringify(got)}.`,
      })),
  ];
}

function nothingNew(draft: StoredRuleDraft, latest: StoredRule | null): ProblemError[] {
  const beside = ({ layout, comments }: Pick<StoredRule, 'layout' | 'comments'>) =>
    canonicalJson({ layout, comments } as unknown as Json);
  const same =
    latest &&
    ruleContentHash(latest) === ruleContentHash(draft) &&
    latest.logic === draft.logic &&
    beside(latest) === beside(draft);
  return same
    ? [{ pointer: '', code: 'nothing_changed', message: `The draft is what version ${latest.version} is.` }]
    : [];
}

async function strangeBacktest(
  { store }: Context,
  { programme, key }: StoredRuleDraft,
  id: string,
): Promise<ProblemError[]> {
  const backtest = await store.backtests.get(programme, id as Parameters<typeof store.backtests.get>[1]);
  if (backtest?.rule === key) return [];
  return [{ pointer: '/backtest', code: 'unknown_backtest', message: 'There is no such backtest of this rule.' }];
}

/** Exactly what is asked for: the content of the draft, and from when it is to count. */
function askedOf(draft: StoredRuleDraft, latest: StoredRule | null, body: RulePublish): Asked<RuleContent> {
  const { programme, key, title, hash, kind, facts, logic, outcome, cases, layout, comments, makers } = draft;
  const contentHash = ruleContentHash(draft);
  const effectiveFrom = body.effectiveFrom === undefined ? undefined : new Date(body.effectiveFrom);
  return {
    programme,
    key,
    subjectHash: sha256Hex(canonicalJson([contentHash, effectiveFrom?.toISOString() ?? null])),
    contentHash,
    title,
    hash,
    content: { kind, facts, logic, outcome, cases, layout, comments },
    makers,
    base: latest?.version ?? 0,
    ...(body.comment === undefined ? {} : { comment: body.comment }),
    ...(effectiveFrom && { effectiveFrom }),
  };
}

/** What whoever decides is shown, as codes: worked out here, never taken from the browser. */
function evidenceOf(
  draft: StoredRuleDraft,
  latest: StoredRule | null,
  assessment: Assessment,
  surroundings: RuleSurroundings,
  { comment, effectiveFrom, backtest }: RulePublish,
): JsonObject {
  const evidence = {
    rule: draft.key,
    base: latest?.version ?? 0,
    class: assessment.class,
    changes: changesBetween(latest, draft, surroundings),
    findings: assessment.findings,
    cases: assessment.cases,
    ...(comment !== undefined && { comment }),
    ...(effectiveFrom !== undefined && { effectiveFrom }),
    ...(backtest !== undefined && { backtest }),
  };
  return asJson(evidence);
}

/** Takes a decision about the publication of a rule. */
export function decideRule(
  context: Context,
  caller: Caller,
  approval: Approval,
  decision: GivenDecision,
): Promise<DecisionResult> {
  return decideRequest(context, caller, publishRules, approval, decision, (request) => outdated(context, request));
}

/** The rules it uses, or the programme's tiers, may have changed since it was asked for: then it is not published. */
async function outdated(
  { store, now }: Context,
  { programme, key, content }: Publication<RuleContent>,
): Promise<ProblemError[]> {
  const found = await store.programmes.get(programme);
  if (!found) throw new Refusal('not_found');
  return blocking(content, await assess(store, found, { ...content, key }, now()));
}
