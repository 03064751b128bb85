import { LIMITS, RULE_KIND_INFO, type RuleKind } from '@sluice/rules';
import type { RuleDraftSave } from '@sluice/contracts';
import { canonicalJson, type Json } from '@sluice/domain';
import {
  outcomeFor,
  ruleContentHash,
  ruleTextHash,
  type NewContent,
  type Outgoing,
  type RuleContent,
  type StoredRuleDraft,
} from '@sluice/store';
import { publishRules } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import type { Caller } from '../../http/caller.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { ruleDraftDto } from '../../present/rule.js';
import { programmeOf } from '../programme.js';
import { cancelPending } from '../publishing/ask.js';
import { isStale, makersOf, orTheirs, staleRefusal } from '../publishing/drafts.js';
import { requestSince } from '../publishing/requests.js';

/** The most that a rule's cases may take together, as JSON. */
const casesBytes = 512 * 1024;

/** Drafts: one a rule, saved with an optimistic revision, and allowed to hold what does not parse yet. */
export function draftRoutes(
  context: Context,
): Pick<Handlers, 'createRule' | 'getRuleDraft' | 'saveRuleDraft' | 'discardRuleDraft'> {
  const { store } = context;
  return {
    async createRule({ caller, body }) {
      const { key, kind, title } = body;
      await refuseTaken(context, caller.programme, key);
      const info = RULE_KIND_INFO[kind];
      const logic = body.logic ?? neutralLogic(kind);
      const facts = body.facts ?? info.schema.id;
      const outcome = body.outcome ?? info.shape.id;
      const content = await contentOf(context, caller.programme, { kind, facts, outcome, logic, cases: [] });
      const draft = await beginDraft(context, caller, key, { title, ...content });
      return ruleDraftDto(draft, undefined);
    },

    async getRuleDraft({ caller, params }) {
      const draft = await store.rules.draft(caller.programme, params.key);
      if (!draft) throw new Refusal('not_found');
      return draftDto(context, draft);
    },

    async saveRuleDraft({ caller, params, body }) {
      const draft = await saveDraft(context, caller, params.key, body);
      return draftDto(context, draft);
    },

    async discardRuleDraft({ caller, params, query }) {
      const { programme } = caller;
      const draft = await store.rules.draft(programme, params.key);
      if (!draft) throw new Refusal('not_found');
      const out = audited('rule.draft_discarded', caller, params.key, draft);
      await orTheirs(
        () => theirs(context, programme, params.key),
        () =>
          store.rules.closeDraft(programme, params.key, {
            out,
            ...(query.rev === undefined ? {} : { expectedRev: query.rev }),
          }),
      );
      await cancelPending(context, caller, publishRules, params.key, 'discarded');
      return undefined;
    },
  };
}

/** A new rule answers the outcome that decides nothing, whatever the facts. */
export function neutralLogic(kind: RuleKind): string {
  return `${JSON.stringify({ if: [RULE_KIND_INFO[kind].neutralOutcome] }, null, 2)}\n`;
}

/** Begins the first draft of a rule that is not there yet. */
export async function beginDraft(
  context: Context,
  caller: Caller,
  key: string,
  content: NewContent<RuleContent>,
): Promise<StoredRuleDraft> {
  const out = audited('rule.draft_begun', caller, key, content);
  const by = await makersOf(context, caller);
  try {
    return await context.store.rules.saveDraft(caller.programme, key, content, by, 0, () => out);
  } catch (error) {
    throw isStale(error) ? taken(key) : error;
  }
}

/** Throws 409 where a rule of that key is published or drafted. */
export async function refuseTaken(context: Context, programme: string, key: string): Promise<void> {
  if (await context.store.rules.latest(programme, key)) throw taken(key);
}

function taken(key: string): Refusal {
  const message = `There is a rule "${key}" already.`;
  return new Refusal('conflict', { detail: message, errors: [{ pointer: '/key', code: 'taken', message }] });
}

/** Saves over the revision that was looked at, or begins a draft (rev 0); what was asked to be published is void with it. */
export async function saveDraft(
  context: Context,
  caller: Caller,
  key: string,
  body: RuleDraftSave,
): Promise<StoredRuleDraft> {
  const { store } = context;
  const { programme } = caller;
  const [before, latest] = await Promise.all([store.rules.draft(programme, key), store.rules.latest(programme, key)]);
  const base = before ?? latest;
  if (!base) throw new Refusal('not_found');
  const { rev, title, logic, cases, layout, comments } = body;
  const isSame = before && before.logic === logic && textOf(before.cases) === textOf(cases);
  const content = await contentOf(context, programme, {
    kind: base.kind,
    // A text that is not touched keeps the facts that it was written against.
    facts: isSame ? before.facts : base.facts.id,
    outcome: base.outcome,
    logic,
    cases,
    layout,
    comments,
  });
  const saved = { title, ...content };
  const by = await makersOf(context, caller);
  const draft = await orTheirs(
    () => theirs(context, programme, key),
    () =>
      store.rules.saveDraft(programme, key, saved, by, rev, (old) => {
        if (!old) return audited('rule.draft_begun', caller, key, saved);
        return ruleContentHash(old) === ruleContentHash(saved) ? {} : audited('rule.draft_saved', caller, key, saved);
      }),
  );
  await cancelPending(context, caller, publishRules, key, 'changed');
  return draft;
}

const textOf = (cases: RuleContent['cases']): string => canonicalJson(cases as unknown as Json);

/** A rule's own content, its facts at their newest version. Throws 422 for what is too large or refers to nothing. */
export async function contentOf(
  context: Context,
  programmeKey: string,
  given: Pick<RuleContent, 'kind' | 'outcome' | 'logic' | 'cases'> & {
    facts: string | RuleContent['facts'];
    layout?: RuleContent['layout'];
    comments?: RuleContent['comments'];
  },
): Promise<{ hash: string } & RuleContent> {
  const { kind, outcome, logic, cases, layout = {}, comments = {} } = given;
  const programme = await programmeOf(context, programmeKey);
  const errors = [];
  if (Buffer.byteLength(logic) > LIMITS.bytes)
    errors.push({ pointer: '/logic', code: 'too_large', message: 'A rule may be 64 KiB long at most.' });
  if (Buffer.byteLength(JSON.stringify(cases)) > casesBytes)
    errors.push({ pointer: '/cases', code: 'too_large', message: 'The cases of a rule may be 512 KiB long at most.' });
  const twice = cases.findIndex(({ id }, index) => cases.findIndex((other) => other.id === id) < index);
  if (twice >= 0)
    errors.push({ pointer: `/cases/${twice}/id`, code: 'duplicate', message: 'Another case has this id.' });
  const facts = typeof given.facts === 'string' ? await newestFacts(context, programme, given.facts) : given.facts;
  if (!facts)
    errors.push({ pointer: '/facts', code: 'unknown_facts', message: `There are no facts "${String(given.facts)}".` });
  if (!outcomeFor(programme, outcome))
    errors.push({ pointer: '/outcome', code: 'unknown_outcome', message: `There is no outcome "${outcome}".` });
  if (errors.length > 0 || !facts) throw new Refusal('invalid', { errors });
  return { hash: ruleTextHash(logic), kind, facts, outcome, logic, cases, layout, comments };
}

async function newestFacts(
  { store }: Context,
  programme: Parameters<typeof store.factsSchemas.latest>[0],
  id: string,
): Promise<RuleContent['facts'] | undefined> {
  const newest = await store.factsSchemas.latest(programme, id);
  return newest ? { id, version: newest.schema.version } : undefined;
}

async function draftDto(context: Context, draft: StoredRuleDraft) {
  return ruleDraftDto(draft, await requestSince(context.store, 'rule', draft.programme, draft.key, draft.begunAt));
}

/** The refusal of a change over a stale revision, with what is stored instead. */
export async function stale(context: Context, programme: string, key: string): Promise<Refusal> {
  return staleRefusal(await theirs(context, programme, key));
}

async function theirs(context: Context, programme: string, key: string): Promise<Json> {
  const draft = await context.store.rules.draft(programme, key);
  return draft ? ((await draftDto(context, draft)) as unknown as Json) : null;
}

function audited(
  action: 'rule.draft_begun' | 'rule.draft_saved' | 'rule.draft_discarded',
  caller: Caller,
  key: string,
  { title, hash }: { title: string; hash: string },
): Outgoing {
  return {
    audit: {
      action,
      actor: { id: caller.id, name: caller.name },
      subject: { kind: 'rule', id: key },
      detail: { title, hash },
    },
  };
}
