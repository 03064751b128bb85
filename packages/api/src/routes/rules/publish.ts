import { canonicalJson, derivedId, sha256Hex, type Approval, type Json, type JsonObject } from '@sluice/domain';
import type { DecisionResult, ProblemError, RulePublish } from '@sluice/contracts';
import { renderFinding } from '@sluice/rules/analysis/render';
import { ruleContentHash, type Publication, type StoredRule, type StoredRuleDraft } from '@sluice/store';
import { cancelRequest, isStillAsked, settlePublication } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import type { Caller } from '../../http/caller.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { programmeOf } from '../programme.js';
import { assess, assessIn, surroundingsOf, type Assessment, type RuleSurroundings } from './assess.js';
import { changesBetween } from './changes.js';
import { stale } from './drafts.js';
import { requestsOf } from './requests.js';

/** Findings that repeat a problem of the checker or a red case: those are told as what they are. */
const repeated = new Set(['syntax', 'type', 'unknown_fact', 'outcome', 'red_case']);

/** Who decides a publication. */
const deciding = 'manager';

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
      const approval = await ask(context, caller, draft, latest, evidence, body);
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

/**
 * The one pending approval of exactly this content: several who ask at once get the same one, and asking for something else
 * ends what was asked before. The content is stored before the approval, so that there is no approval of nothing.
 */
async function ask(
  context: Context,
  caller: Caller,
  draft: StoredRuleDraft,
  latest: StoredRule | null,
  evidence: JsonObject,
  body: RulePublish,
): Promise<Approval> {
  const { store } = context;
  const { programme, key } = draft;
  const contentHash = ruleContentHash(draft);
  const effectiveFrom = body.effectiveFrom === undefined ? undefined : new Date(body.effectiveFrom);
  const subjectHash = sha256Hex(canonicalJson([contentHash, effectiveFrom?.toISOString() ?? null]));
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const all = await requestsOf(store, programme, key);
    const pending = all.find(({ state }) => state === 'pending');
    if (pending?.subjectHash === subjectHash) return pending;
    if (pending) {
      await cancelRequest(store, pending, 'asked_again', caller.id, context.now());
      continue;
    }
    const id = derivedId('approval', 'rule', programme, key, String(all.length));
    const { title, hash, kind, facts, logic, outcome, cases, layout, comments, makers } = draft;
    await store.publications.insertOrRead({
      programme,
      key,
      approval: id,
      subjectHash,
      contentHash,
      title,
      hash,
      content: { kind, facts, logic, outcome, cases, layout, comments },
      makers,
      askedBy: caller.id,
      askedAt: context.now(),
      base: latest?.version ?? 0,
      ...(body.comment === undefined ? {} : { comment: body.comment }),
      ...(effectiveFrom && { effectiveFrom }),
      state: 'waiting',
    });
    const actor = { id: caller.id, name: caller.name };
    const heading = `${title} v${(latest?.version ?? 0) + 1}`;
    const { doc } = await store.approvals.insertOrRead(
      {
        id,
        programme,
        kind: 'rule',
        title: heading,
        subject: { kind: 'rule', id: key },
        subjectHash,
        evidence,
        role: deciding,
        needed: 1,
        makers,
        state: 'pending',
        decisions: [],
        createdAt: context.now(),
      },
      {
        audit: [
          { action: 'approval.opened', actor, detail: { subjectHash, title: heading } },
          {
            action: 'rule.publish_asked',
            actor,
            subject: { kind: 'rule', id: key },
            detail: { title: heading, hash, approval: id },
          },
        ],
      },
    );
    if (doc.subjectHash === subjectHash) return doc;
  }
  throw new Refusal('unavailable', { detail: 'This rule is asked to be published by too many at once.' });
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
  // Plain JSON: what is undefined is not there.
  return JSON.parse(JSON.stringify(evidence)) as JsonObject;
}

/**
 * Takes a decision about a publication: it is recorded first, in one write that re-checks role, maker, state and hash; then
 * what follows is done, by this process or, after a crash, by the dispatcher.
 */
export async function decidePublication(
  context: Context,
  caller: Caller,
  approval: Approval,
  decision: { id: string; outcome: 'approve' | 'reject'; comment?: string; subjectHash: string },
): Promise<DecisionResult> {
  const { store } = context;
  const publication = await store.publications.of(approval.programme, approval);
  if (!publication) throw new Error(`The approval ${approval.id} is about content that is not stored.`);
  const programme = await programmeOf(context, approval.programme);
  const isRepeated = approval.decisions.some(({ id, by }) => id === decision.id && by === caller.id);
  if (!isRepeated && decision.outcome === 'approve') await refuseOutdated(context, publication);
  if (!isRepeated && !isStillAsked(publication, await store.rules.draft(programme.key, publication.key))) {
    await settlePublication(store, publication, context.now());
    throw new Refusal('subject_changed');
  }
  const user = await store.users.get(programme.key, caller.id);
  if (!user || user.disabled) throw new Refusal('forbidden', { detail: 'This account is closed.' });
  const { comment } = decision;
  const result = await store.approvals.decide(
    programme.key,
    approval.id,
    {
      ...decision,
      by: caller.id,
      name: caller.name,
      // What the store says of the person now counts, not what a session said when the page was opened.
      roles: user.roles,
      at: context.now(),
    },
    {
      makersMayDecide: programme.settings.singleOperator,
      out: (after) => ({
        audit: {
          action: `approval.${decision.outcome === 'approve' ? 'approved' : 'rejected'}`,
          actor: { id: caller.id, name: caller.name },
          detail: {
            title: approval.title,
            rule: publication.key,
            subjectHash: decision.subjectHash,
            state: after.state,
            ...(comment !== undefined && { comment }),
            ...(after.makers.includes(caller.id) && { singleOperator: true }),
          },
        },
      }),
    },
  );
  if (!result.accepted) throw refusalOf(result.code, result.message);
  await settlePublication(store, publication, context.now()).catch((error: unknown) =>
    context.log(`The decision ${approval.id} is recorded; the dispatcher will publish what follows from it.`, error),
  );
  const { approval: after } = result;
  const given = after.decisions.filter(({ outcome }) => outcome === 'approve').length;
  return { approval: after.id, state: after.state, given, needed: after.needed };
}

/** The rules it uses, or the programme's tiers, may have changed since it was asked for: then it is not published. */
async function refuseOutdated(context: Context, publication: Publication): Promise<void> {
  const { key, content } = publication;
  const programme = await programmeOf(context, publication.programme);
  const errors = blocking(content, await assess(context.store, programme, { ...content, key }, context.now()));
  if (errors.length > 0)
    throw new Refusal('conflict', { detail: 'What was asked for no longer fits what is in force.', errors });
}

function refusalOf(code: 'maker' | 'role' | 'decided' | 'already_answered' | 'changed', message: string): Refusal {
  const codes = {
    maker: 'maker',
    role: 'forbidden',
    decided: 'already_decided',
    already_answered: 'already_decided',
    changed: 'subject_changed',
  } as const;
  return new Refusal(codes[code], { detail: message });
}
