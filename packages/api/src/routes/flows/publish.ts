import type { DecisionResult, FlowEvidence, ProblemError, WaitingPlan } from '@sluice/contracts';
import { asJson, canonicalJson, sha256Hex, type Approval, type Json, type JsonObject } from '@sluice/domain';
import { flowHash, type FlowDocument, type PinnedFlow } from '@sluice/flows';
import { flowContentHash, type AskedFlow, type Publication, type StoredFlow } from '@sluice/store';
import { isSameFlow, publishFlows } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import type { Caller } from '../../http/caller.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { isOpen } from '../../present/flow.js';
import { compact } from '../../present/plain.js';
import { askToPublish } from '../publishing/ask.js';
import { decideRequest, type GivenDecision } from '../publishing/decide.js';
import { makersOf } from '../publishing/drafts.js';
import { assessFlow, barring } from './assess.js';
import { changesBetween } from './compare.js';
import { staleFlow } from './drafts.js';

/** What a person asks to be published, before it is looked at closely. */
interface Wish extends Pick<AskedFlow, 'document' | 'cases'> {
  makers: string[];
  waiting: WaitingPlan;
  comment?: string | undefined;
  rollback?: number;
}

/** Asking for a publication: everything is checked again here, and somebody else decides. */
export function publishRoutes(context: Context): Pick<Handlers, 'publishFlow' | 'rollbackFlow'> {
  const { store } = context;
  return {
    async publishFlow({ caller, params: { key }, body: { rev, comment, waiting } }) {
      const draft = await store.flows.draft(caller.programme, key);
      if (!draft) throw new Refusal('not_found');
      if (draft.rev !== rev) throw await staleFlow(context, caller.programme, key);
      const { document, cases, makers } = draft;
      return ask(context, caller, key, { document, cases, makers, waiting, comment });
    },

    async rollbackFlow({ caller, params: { key }, body: { version, comment, waiting = { do: 'keep' } } }) {
      const old = await store.flows.get(caller.programme, key, version);
      if (!old) throw new Refusal('not_found');
      const { document, cases } = old;
      // Who once drew it, and who chooses it now: neither decides.
      const makers = [...new Set([...old.makers, ...(await makersOf(context, caller))])];
      return ask(context, caller, key, { document, cases, makers, waiting, comment, rollback: version });
    },
  };
}

async function ask(context: Context, caller: Caller, key: string, wish: Wish): Promise<{ approval: string }> {
  const { store } = context;
  const { programme } = caller;
  const { document, cases, makers, waiting, comment, rollback } = wish;
  const latest = await store.flows.latest(programme, key);
  const assessment = await assessFlow(context, programme, document, cases, makers);
  const errors = [
    ...barring(cases, assessment),
    ...nothingNew(wish, latest),
    ...(await strangeSteps(context, key, programme, wish)),
  ];
  const { pinned } = assessment;
  if (errors.length > 0 || !pinned)
    throw new Refusal('invalid', { detail: 'The flow cannot be published yet.', errors });
  const contentHash = flowContentHash({ document, cases });
  const hash = flowHash(document);
  const asked = {
    programme,
    key,
    subjectHash: sha256Hex(
      canonicalJson([contentHash, lockedIn(pinned), asJson(waiting), rollback ?? null] as unknown as Json),
    ),
    contentHash,
    title: document.title,
    hash,
    content: { document, cases, pinned, waiting: compact(waiting) },
    makers,
    base: latest?.version ?? 0,
    ...compact({ comment, rollback }),
  };
  const evidence: Stored = {
    base: asked.base,
    changes: changesBetween(latest?.document ?? null, document),
    problems: assessment.problems,
    cases: assessment.cases,
    runs: await openRuns(context, programme, key),
    ...compact({ rollback }),
  };
  const approval = await askToPublish(context, caller, publishFlows, asked, asJson(evidence));
  return { approval: approval.id };
}

/** What of the evidence is stored with the approval; the content is the request's. */
export type Stored = Pick<FlowEvidence, 'base' | 'rollback' | 'changes' | 'problems' | 'cases' | 'runs'>;

/** Takes a decision about the publication of a flow. */
export function decideFlow(
  context: Context,
  caller: Caller,
  approval: Approval,
  decision: GivenDecision,
): Promise<DecisionResult> {
  return decideRequest(context, caller, publishFlows, approval, decision, (request) => outdated(context, request));
}

/** What it uses may have been published anew since it was asked for, or another version of it: then it is asked for anew. */
async function outdated(
  context: Context,
  { programme, key, content, base, makers }: Publication<AskedFlow>,
): Promise<ProblemError[]> {
  const latest = await context.store.flows.latest(programme, key);
  if ((latest?.version ?? 0) !== base)
    return [{ pointer: '', code: 'newer_version', message: `Version ${latest?.version ?? 0} was published since.` }];
  const assessment = await assessFlow(context, programme, content.document, content.cases, makers);
  const errors = barring(content.cases, assessment);
  if (errors.length > 0 || !assessment.pinned) return errors;
  if (canonicalJson(lockedIn(assessment.pinned)) === canonicalJson(lockedIn(content.pinned))) return [];
  const message = 'A rule, mail or flow that it uses was published anew since it was asked for. Ask for it again.';
  return [{ pointer: '', code: 'newer_parts', message }];
}

/** All that is executed, but for what the version itself adds: number, hash and makers. */
function lockedIn(pinned: PinnedFlow): JsonObject {
  const { version: _version, hash: _hash, makers: _makers, ...executed } = pinned;
  return asJson(executed);
}

function nothingNew(wish: Wish, latest: StoredFlow | null): ProblemError[] {
  return latest && isSameFlow(latest, { ...wish, document: { ...wish.document, key: latest.document.key } })
    ? [{ pointer: '', code: 'nothing_changed', message: `This is what version ${latest.version} is.` }]
    : [];
}

/** A plan for waiting runs may only name steps that are there: old ones of some version, new ones of this. */
async function strangeSteps(
  { store }: Context,
  key: string,
  programme: string,
  { document, waiting: { map = {} } }: Wish,
): Promise<ProblemError[]> {
  if (Object.keys(map).length === 0) return [];
  const versions = await store.flows.versions(programme, key);
  const old = new Set(versions.flatMap((version) => version.document.nodes.map(({ id }) => id)));
  const now = new Set(document.nodes.map(({ id }) => id));
  return Object.entries(map).flatMap(([from, to]) => {
    const unknown = !old.has(from) ? from : !now.has(to) ? to : undefined;
    return unknown === undefined
      ? []
      : [{ pointer: `/waiting/map/${from}`, code: 'unknown_step', message: `There is no step “${unknown}”.` }];
  });
}

/** Runs that are not over, by version and step, with the step's name in their version. */
async function openRuns({ store }: Context, programme: string, key: string): Promise<Stored['runs']> {
  const counts = (await store.runs.counts(programme, key)).filter(isOpen);
  const documents = new Map<number, FlowDocument>();
  for (const version of new Set(counts.map((one) => one.version))) {
    const found = await store.flows.get(programme, key, version);
    if (found) documents.set(version, found.document);
  }
  return counts
    .map(({ version, node, status, count }) => ({
      version,
      node,
      title: documents.get(version)?.nodes.find(({ id }) => id === node)?.title ?? node,
      status,
      count,
    }))
    .sort((a, b) => a.version - b.version || (a.node < b.node ? -1 : a.node > b.node ? 1 : 0));
}
