import { z } from 'zod';
import { RULE_KINDS } from '@sluice/rules/document';
import type { OutcomeShape } from '@sluice/rules';
import { instant, json, jsonObject } from './common.js';
import { factsSchema } from './facts.js';
import { problem } from './problem.js';

export const ruleKind = z.enum(RULE_KINDS);

/** Key of a rule: lower case, as it stands in addresses and in the operator `rule`. */
export const ruleKey = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'small letters, digits, _ and -, at most 64');

/** Facts schema by id, and the version that was in force when the rule was saved. */
export const factsRef = z.object({ id: z.string(), version: z.number().int() });

/** Any JSON object as it came, whatever its keys are called: a record would drop `__proto__` without a word. */
const facts = z
  .unknown()
  .refine((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object')
  .meta({ type: 'object' }) as unknown as typeof jsonObject;

/** A saved example: facts and the answer expected for them. */
export const ruleCase = z.strictObject({
  id: z.string().min(1).max(100),
  title: z.string().max(200),
  facts,
  expected: json,
});
export type RuleCaseDto = z.infer<typeof ruleCase>;

/** Where a node stands on the canvas, by stable node id. */
export const ruleLayout = z.record(z.string().max(300), z.strictObject({ x: z.number(), y: z.number() }));
export const ruleComments = z.record(z.string().max(300), z.string().max(4000));

const title = z.string().trim().min(1).max(200);
const cases = z.array(ruleCase).max(500);

export const ruleRow = z
  .object({
    key: z.string(),
    kind: z.string(),
    title: z.string(),
    /** 0 where it was never published. */
    version: z.number().int(),
    hash: z.string(),
    publishedAt: instant.optional(),
    draft: z
      .object({ rev: z.number().int(), changedAt: instant, makers: z.array(z.string()), hash: z.string() })
      .optional(),
    /** The pending approval that would publish its draft. */
    approval: z.string().optional(),
  })
  .meta({ id: 'Rule' });
export type RuleRow = z.infer<typeof ruleRow>;

/** A published version: immutable, addressed by the hash of its logic. */
export const ruleVersion = z
  .object({
    version: z.number().int(),
    hash: z.string(),
    title: z.string(),
    kind: z.string(),
    /** The JSON-logic as it was written. */
    logic: z.string(),
    facts: factsRef,
    outcome: z.string(),
    cases: z.array(ruleCase),
    layout: ruleLayout,
    comments: ruleComments,
    makers: z.array(z.string()),
    publishedBy: z.string(),
    publishedAt: instant,
    effectiveFrom: instant,
    comment: z.string().optional(),
    approval: z.string().optional(),
  })
  .meta({ id: 'RuleVersion' });
export type RuleVersion = z.infer<typeof ruleVersion>;

/** One line of the list of versions. */
export const ruleVersionRow = ruleVersion.pick({
  version: true,
  hash: true,
  title: true,
  makers: true,
  publishedBy: true,
  publishedAt: true,
  effectiveFrom: true,
  comment: true,
});
export type RuleVersionRow = z.infer<typeof ruleVersionRow>;

/** The one draft of a rule. It may hold text that does not parse or check: nothing typed is lost. */
export const ruleDraft = z
  .object({
    /** Optimistic version: name it when you save. */
    rev: z.number().int(),
    title: z.string(),
    logic: z.string(),
    facts: factsRef,
    outcome: z.string(),
    cases: z.array(ruleCase),
    layout: ruleLayout,
    comments: ruleComments,
    /** Everyone who has edited it: none of them may approve it. */
    makers: z.array(z.string()),
    changedAt: instant,
    hash: z.string(),
    /** The newest request to publish it; with the words of whoever rejected it. */
    approval: z
      .object({
        id: z.string(),
        state: z.enum(['pending', 'approved', 'rejected', 'expired', 'cancelled']),
        comment: z.string().optional(),
        by: z.string().optional(),
      })
      .optional(),
  })
  .meta({ id: 'RuleDraft' });
export type RuleDraft = z.infer<typeof ruleDraft>;

/** What the rule of a kind must answer, as `@sluice/rules` declares it, with the programme's own tiers. */
export const outcomeShape = z
  .looseObject({ id: z.string(), kind: z.string() })
  .meta({ id: 'OutcomeShape' }) as unknown as z.ZodType<OutcomeShape>;

export const ruleDetail = ruleRow
  .extend({
    /** The version that counts now; null where none was published. */
    inForce: ruleVersion.nullable(),
    /** Newest first. */
    versions: z.array(ruleVersionRow),
    schema: factsSchema,
    shape: outcomeShape,
    /** Text, parsed value (null where it does not parse) and facts of the version in force, else of the draft. */
    source: z.string(),
    logic: json,
    facts: factsRef,
  })
  .meta({ id: 'RuleDetail' });
export type RuleDetail = z.infer<typeof ruleDetail>;

/** A new rule begins as a draft. Without `logic` it answers its kind's neutral outcome. */
export const ruleCreate = z
  .strictObject({
    key: ruleKey,
    kind: ruleKind,
    title,
    logic: z.string().optional(),
    facts: z.string().max(100).optional(),
    outcome: z.string().max(100).optional(),
  })
  .meta({ id: 'RuleCreate' });
export type RuleCreate = z.infer<typeof ruleCreate>;

/** Saves the draft. `rev`: the one that was looked at; 0 begins a draft where there is none. */
export const ruleDraftSave = z
  .strictObject({
    rev: z.number().int().min(0),
    title,
    logic: z.string(),
    cases,
    layout: ruleLayout,
    comments: ruleComments,
  })
  .meta({ id: 'RuleDraftSave' });
export type RuleDraftSave = z.infer<typeof ruleDraftSave>;

/** 409 `stale`: somebody else has saved meanwhile; `theirs` is what is stored (null where it was discarded). */
export const staleProblem = problem
  .extend({ code: z.literal('stale'), theirs: ruleDraft.nullable() })
  .meta({ id: 'StaleProblem' });
export type StaleProblem = z.infer<typeof staleProblem>;

export const ruleClass = z.enum(['portable', 'decimal', 'extended']);

/** Why a rule is refused: place, code, sentence, and a cure where there is one. */
export const ruleProblem = z.object({
  pointer: z.string(),
  code: z.string(),
  message: z.string(),
  fix: z.object({ pointer: z.string(), replacement: json, message: z.string() }).optional(),
});
export type RuleProblem = z.infer<typeof ruleProblem>;

const words = z.object({ en: z.string(), de: z.string() });
const textEdit = z.array(z.object({ at: z.number().int(), removed: z.string(), inserted: z.string() }));

/** What the analysis has found, with the facts that prove it where it could run them. */
export const ruleFinding = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning', 'info']),
    pointer: z.string(),
    branch: z.number().int().optional(),
    /** True where the rule cannot be published with it. */
    blocks: z.boolean(),
    /** Pointer of the decision list that `branch` counts in. */
    list: z.string().optional(),
    params: jsonObject,
    facts: jsonObject.optional(),
    fixes: z.array(z.object({ label: z.object({ code: z.string(), params: jsonObject }), edit: textEdit })),
    text: words,
  })
  .meta({ id: 'RuleFinding' });
export type RuleFindingDto = z.infer<typeof ruleFinding>;

/** One case as it ran. */
export const caseRun = z.object({
  id: z.string(),
  ok: z.boolean(),
  got: json.optional(),
  expected: json,
  error: z.object({ code: z.string(), message: z.string(), pointer: z.string() }).optional(),
});
export type CaseRunDto = z.infer<typeof caseRun>;

export const ruleCheckRequest = z
  .strictObject({ logic: z.string(), cases: cases.optional() })
  .meta({ id: 'RuleCheckRequest' });

export const ruleCheckResult = z
  .object({
    /** Null where the text does not parse. */
    class: ruleClass.nullable(),
    cost: z.object({ nodes: z.number().int(), depth: z.number().int(), steps: z.number() }),
    problems: z.array(ruleProblem),
    findings: z.array(ruleFinding),
    cases: z.array(caseRun),
  })
  .meta({ id: 'RuleCheckResult' });
export type RuleCheckResult = z.infer<typeof ruleCheckResult>;

/** Asks for a publication of the draft. What blocks it is a 422 with every reason by pointer. */
export const rulePublish = z
  .strictObject({
    rev: z.number().int().min(1),
    comment: z.string().trim().max(2000).optional(),
    /** From when it counts; when it is published, by default. */
    effectiveFrom: instant.optional(),
    /** A finished backtest of this draft, shown to whoever decides. */
    backtest: z.string().max(200).optional(),
  })
  .meta({ id: 'RulePublish' });
export type RulePublish = z.infer<typeof rulePublish>;

export const rulePublishAsked = z.object({ approval: z.string() });

/** One change between two versions as a code with parameters, and its sentences. */
export const ruleChange = z
  .object({
    code: z.string(),
    params: jsonObject,
    /** Position in the newer version's list of decisions (of a removed one in the older), from 0; `otherwise` comes last. */
    branch: z.number().int().optional(),
    /** What to select in the newer version. */
    pointer: z.string().optional(),
    text: words,
  })
  .meta({ id: 'RuleChange' });
export type RuleChangeDto = z.infer<typeof ruleChange>;

const side = z.union([z.literal('draft'), z.number().int()]);
const sideAsked = z.literal('draft').or(z.coerce.number().int().min(0).max(1_000_000_000)).optional();

/** `from`, `to`: a version's number or `draft`; without them from the version in force to the draft. */
export const ruleDiffQuery = z.object({ from: sideAsked, to: sideAsked });

/** Side 0 is nothing: the rule before its first version. */
export const ruleDiff = z.object({ from: side, to: side, changes: z.array(ruleChange) }).meta({ id: 'RuleDiff' });
export type RuleDiff = z.infer<typeof ruleDiff>;

/** A rule file as `export` gives it, or bare JSON-logic from elsewhere. With `key` what is accepted becomes a draft. */
export const ruleImport = z
  .strictObject({
    text: z.string(),
    key: ruleKey.optional(),
    kind: ruleKind.optional(),
    title: title.optional(),
  })
  .meta({ id: 'RuleImport' });
export type RuleImport = z.infer<typeof ruleImport>;

export const ruleImportReport = z
  .object({
    accepted: z.boolean(),
    class: ruleClass.optional(),
    problems: z.array(ruleProblem),
    /** The text with the fixes made that are offered, and what is left then: a proposal, nothing is rewritten silently. */
    mended: z.object({ text: z.string(), problems: z.array(ruleProblem) }).optional(),
    /** Key of the rule whose draft now holds it. */
    created: z.string().optional(),
  })
  .meta({ id: 'RuleImportReport' });
export type RuleImportReport = z.infer<typeof ruleImportReport>;

/** A rule as a file: stable order of keys, nothing of this installation but its own content. */
export const ruleFile = z
  .object({
    key: z.string(),
    kind: z.string(),
    title: z.string(),
    facts: factsRef,
    logic: z.string(),
    outcome: z.string(),
    cases: z.array(ruleCase),
    layout: ruleLayout,
    comments: ruleComments,
    version: z.number().int(),
    hash: z.string(),
  })
  .meta({ id: 'RuleFile' });
export type RuleFile = z.infer<typeof ruleFile>;

/** How often each branch of the version in force has decided. Without a period: the last 90 days. */
export const ruleHits = z
  .object({
    /** Decisions of the period by any version of this rule. */
    total: z.number().int(),
    /** By condition: `hash` stays where a branch is moved or answers something else; `pointer` is in the version in force. */
    branches: z.array(z.object({ pointer: z.string(), hash: z.string(), count: z.number().int() })),
  })
  .meta({ id: 'RuleHits' });
export type RuleHits = z.infer<typeof ruleHits>;

/** Types are inferred from the facts where neither a schema nor a rule is named. `rule` is a published one. */
export const evaluateRequest = z
  .strictObject({
    logic: json.optional(),
    facts: jsonObject,
    schema: z.string().max(100).optional(),
    rule: z.strictObject({ key: ruleKey, version: z.number().int().min(1).optional() }).optional(),
  })
  .refine((value) => (value.logic === undefined) !== (value.rule === undefined), {
    path: ['logic'],
    message: 'give either the logic or a rule',
  })
  .meta({ id: 'EvaluateRequest' });
export type EvaluateRequest = z.infer<typeof evaluateRequest>;

export const evaluateResponse = z
  .object({
    result: json,
    trace: z.array(json),
    class: ruleClass,
    /** Which version ran, where a published rule was asked for. */
    rule: z.object({ key: z.string(), version: z.number().int(), hash: z.string() }).optional(),
  })
  .meta({ id: 'EvaluateResponse' });
export type EvaluateResponse = z.infer<typeof evaluateResponse>;
