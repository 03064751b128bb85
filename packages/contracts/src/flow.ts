import { z } from 'zod';
import type { CaseRun, FlowDocument, FlowProblem, SimulationCase } from '@sluice/flows';
import type { FlowChange } from '@sluice/flows/diff/index';
import type { FlowEdit } from '@sluice/flows/edit/operation';
import { instant, json, jsonObject } from './common.js';
import { problem } from './problem.js';

/** Key of a flow: as it stands in addresses and in run ids. */
export const flowKey = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'small letters, digits and dashes, at most 64');

/** A flow as it is drawn: what the canvas and the run view need. What it means is `parseFlow`'s to say. */
export const flowDocument = z
  .looseObject({
    key: z.string(),
    title: z.string(),
    subject: z.string(),
    trigger: jsonObject,
    parameters: z.array(z.looseObject({ key: z.string(), title: z.string(), type: z.string(), default: json })),
    nodes: z.array(
      z.looseObject({
        id: z.string(),
        type: z.string(),
        title: z.string().optional(),
        config: jsonObject,
        x: z.number().optional(),
        y: z.number().optional(),
      }),
    ),
    edges: z.array(z.looseObject({ from: z.string(), port: z.string(), to: z.string() })),
    exits: z.array(z.looseObject({ events: z.array(z.string()), filter: json.optional(), outcome: z.string() })),
    notes: z.array(z.looseObject({ id: z.string(), text: z.string(), x: z.number(), y: z.number() })),
    version: z.number().int(),
    hash: z.string(),
  })
  .meta({ id: 'FlowDocument' }) as unknown as z.ZodType<FlowDocument>;
export type FlowDocumentDto = FlowDocument;

/** A story told to a flow and what is to come of it, as `@sluice/flows` declares it. */
export const simulationCase = z
  .looseObject({ id: z.string(), title: z.string() })
  .meta({ id: 'SimulationCase' }) as unknown as z.ZodType<SimulationCase>;

/** What came of a case: steps, timeline, mails, effects, and the expectations that failed. */
export const caseRunResult = z
  .looseObject({ case: z.string(), startedAt: z.string(), endedAt: z.string() })
  .meta({ id: 'FlowCaseRun' }) as unknown as z.ZodType<CaseRun>;

export const flowProblem = z
  .object({
    severity: z.enum(['error', 'warning']),
    /** JSON pointer into the document, or `/cases/…`. */
    pointer: z.string(),
    code: z.string(),
    message: z.string(),
    node: z.string().optional(),
    port: z.string().optional(),
    /** For the same sentence in another language. */
    params: jsonObject.optional(),
  })
  .meta({ id: 'FlowProblem' }) as unknown as z.ZodType<FlowProblem>;

/** One change between two versions as a code with parameters; `node` is the step to select. */
export const flowChange = z
  .looseObject({ code: z.string(), params: jsonObject })
  .meta({ id: 'FlowChange' }) as unknown as z.ZodType<FlowChange>;

const title = z.string().trim().min(1).max(200);
/** A document or a list of cases as it came: what it is not is told with pointers by the flow parser. */
const document = z.unknown().meta({ type: 'object' });
const cases = z.array(z.unknown()).max(200);

/** A run's parameters over a flow's defaults. */
export const parameterValues = jsonObject;

export const flowRow = z
  .object({
    key: z.string(),
    title: z.string(),
    subject: z.string(),
    /** What starts it; of the version in force, else of the draft. */
    trigger: jsonObject,
    /** Null where it was never published. */
    version: z.number().int().nullable(),
    hash: z.string(),
    publishedAt: instant.nullable(),
    draft: z.object({ rev: z.number().int(), changedAt: instant, makers: z.array(z.string()) }).nullable(),
    /** The pending approval that would publish it. */
    approval: z.string().optional(),
    runs: z.object({ running: z.number().int(), waiting: z.number().int(), parked: z.number().int() }),
  })
  .meta({ id: 'Flow' });
export type FlowRow = z.infer<typeof flowRow>;

/** The newest published version. */
export const flowDetail = flowRow
  .extend({
    version: z.number().int(),
    publishedAt: instant,
    document: flowDocument,
    cases: z.array(simulationCase),
  })
  .meta({ id: 'FlowDetail' });
export type FlowDetail = z.infer<typeof flowDetail>;

/** What is done with the runs that wait in older versions. `map`: old step → new step, where they are not the same. */
export const waitingPlan = z
  .strictObject({
    do: z.enum(['keep', 'migrate', 'restart']),
    map: z.record(z.string().max(64), z.string().max(64)).optional(),
  })
  .meta({ id: 'FlowWaitingPlan' });
export type WaitingPlan = z.infer<typeof waitingPlan>;

/** One line of the list of versions, newest first. */
export const flowVersionRow = z
  .object({
    version: z.number().int(),
    hash: z.string(),
    title: z.string(),
    makers: z.array(z.string()),
    publishedBy: z.string(),
    publishedAt: instant,
    comment: z.string().optional(),
    approval: z.string().optional(),
    /** Runs that follow it and are not over. */
    runs: z.number().int(),
  })
  .meta({ id: 'FlowVersionRow' });
export type FlowVersionRow = z.infer<typeof flowVersionRow>;

export const flowVersion = flowVersionRow
  .extend({ document: flowDocument, cases: z.array(simulationCase) })
  .meta({ id: 'FlowVersion' });
export type FlowVersion = z.infer<typeof flowVersion>;

/** The one draft of a flow. It may hold what is not right yet: nothing drawn is lost. */
export const flowDraft = z
  .object({
    key: z.string(),
    title: z.string(),
    /** Optimistic version: name it when you save. */
    rev: z.number().int(),
    /** Number of the version that it was begun from; 0 where there was none. */
    base: z.number().int(),
    document: flowDocument,
    cases: z.array(simulationCase),
    /** Everyone who has edited it: none of them may approve it. */
    makers: z.array(z.string()),
    changedAt: instant,
    hash: z.string(),
    /** The newest request to publish it, with the words of whoever rejected it. */
    request: z
      .object({
        approval: z.string(),
        state: z.enum(['pending', 'approved', 'rejected', 'expired', 'cancelled']),
        askedAt: instant,
        /** Who asked. */
        by: z.string(),
        decidedBy: z.string().optional(),
        comment: z.string().optional(),
      })
      .nullable(),
  })
  .meta({ id: 'FlowDraft' });
export type FlowDraft = z.infer<typeof flowDraft>;

/** A new flow begins as a draft: empty, from a shipped template, from a version of another flow, or from a file. */
export const flowCreate = z
  .strictObject({
    key: flowKey,
    title,
    from: z
      .union([
        z.strictObject({ template: z.string().max(100) }),
        z.strictObject({ flow: z.string().max(100), version: z.number().int().min(1).optional() }),
        z.strictObject({ file: document }),
      ])
      .optional(),
    subject: z.string().max(40).optional(),
    trigger: jsonObject.optional(),
  })
  .meta({ id: 'FlowCreate' });
export type FlowCreate = z.infer<typeof flowCreate>;

/** Saves the draft. `rev`: the one that was looked at; 0 begins a draft where there is none. */
export const flowDraftSave = z
  .strictObject({
    rev: z.number().int().min(0),
    document,
    cases,
    /** What was done since the last save: the labels stand in the audit log. */
    edits: z
      .array(
        z.looseObject({
          label: z.strictObject({
            code: z.string().max(100),
            params: z.record(z.string().max(100), z.union([z.string().max(1000), z.number()])),
          }),
        }),
      )
      .max(1000)
      .optional() as unknown as z.ZodOptional<z.ZodType<Pick<FlowEdit, 'label'>[]>>,
  })
  .meta({ id: 'FlowDraftSave' });
export type FlowDraftSave = z.infer<typeof flowDraftSave>;

/** 409 `stale`: somebody else has saved meanwhile; `theirs` is what is stored (null where it was discarded). */
export const staleFlowProblem = problem
  .extend({ code: z.literal('stale'), theirs: flowDraft.nullable() })
  .meta({ id: 'StaleFlowProblem' });
export type StaleFlowProblem = z.infer<typeof staleFlowProblem>;

export const flowCheckRequest = z.strictObject({ document, cases }).meta({ id: 'FlowCheckRequest' });

/** One case as it ran; `passed` where nothing that was expected failed. */
export const flowCaseResult = z.object({
  id: z.string(),
  title: z.string(),
  passed: z.boolean(),
  /** The expectations that failed, in words. */
  failed: z.array(z.string()),
});
export type FlowCaseResult = z.infer<typeof flowCaseResult>;

export const flowCheckResult = z
  .object({
    problems: z.array(flowProblem),
    cases: z.array(flowCaseResult),
    /** History events of the longest case; null where none could run. */
    historyEvents: z.number().int().nullable(),
  })
  .meta({ id: 'FlowCheckResult' });
export type FlowCheckResult = z.infer<typeof flowCheckResult>;

/** `version`: of a published one; `document`: as drawn; neither: the draft, else the newest version. */
export const flowSimulate = z
  .strictObject({ version: z.number().int().min(1).optional(), document: document.optional(), case: z.unknown() })
  .meta({ id: 'FlowSimulate' });
export type FlowSimulate = z.infer<typeof flowSimulate>;

const side = z.union([z.literal('draft'), z.number().int()]);
const sideAsked = z.literal('draft').or(z.coerce.number().int().min(0).max(1_000_000_000)).optional();

/** `from`, `to`: a version's number or `draft`; without them from the newest version to the draft. */
export const flowDiffQuery = z.object({ from: sideAsked, to: sideAsked });

/** Side 0 is nothing. `words`: the changes as sentences in the caller's language, in the same order. */
export const flowDiff = z
  .object({ from: side, to: side, changes: z.array(flowChange), words: z.array(z.string()) })
  .meta({ id: 'FlowDiff' });
export type FlowDiff = z.infer<typeof flowDiff>;

/** Asks for a publication of the draft. What bars it is a 422 with every reason by pointer. */
export const flowPublish = z
  .strictObject({
    rev: z.number().int().min(1),
    comment: z.string().trim().max(2000).optional(),
    waiting: waitingPlan,
  })
  .meta({ id: 'FlowPublish' });
export type FlowPublish = z.infer<typeof flowPublish>;

export const flowPublishAsked = z.object({ approval: z.string() });

/** Asks for an old version's content to be published again; the draft stays as it is. */
export const flowRollback = z
  .strictObject({
    version: z.number().int().min(1),
    comment: z.string().trim().min(1).max(2000),
    waiting: waitingPlan.optional(),
  })
  .meta({ id: 'FlowRollback' });
export type FlowRollback = z.infer<typeof flowRollback>;

/** The parameters of the newest version, and what they are set to for new runs. */
export const flowParameters = z
  .object({
    /** Optimistic version of the settings; 0 where nothing was ever set. */
    rev: z.number().int(),
    version: z.number().int(),
    parameters: z.array(
      z.object({
        key: z.string(),
        title: z.string(),
        type: z.string(),
        default: json,
        /** What new runs get; absent where it is the default. */
        value: json.optional(),
      }),
    ),
    /** Who has set them: none of these may approve what runs make with them. */
    makers: z.array(z.string()),
    changedAt: instant.nullable(),
  })
  .meta({ id: 'FlowParameters' });
export type FlowParameters = z.infer<typeof flowParameters>;

/** What is named is set, null goes back to the flow's default, what is not named stays. */
export const flowParametersChange = z
  .strictObject({ rev: z.number().int().min(0), values: parameterValues })
  .meta({ id: 'FlowParametersChange' });
export type FlowParametersChange = z.infer<typeof flowParametersChange>;

/** A flow that ships, for the gallery. */
export const flowTemplate = z
  .object({
    key: z.string(),
    title: z.string(),
    description: z.string(),
    subject: z.string(),
    steps: z.number().int(),
    cases: z.number().int(),
    /** Whether a flow of that key is published here. */
    published: z.boolean(),
    document: flowDocument,
  })
  .meta({ id: 'FlowTemplate' });
export type FlowTemplateRow = z.infer<typeof flowTemplate>;

/** A flow as a file: the document with its cases beside, keys in a fixed order. */
export const flowFile = z.looseObject({ key: z.string(), title: z.string() }).meta({ id: 'FlowFile' });
export type FlowFileDto = z.infer<typeof flowFile>;

/** All that a flow needs besides itself to be simulated; its type is `FlowLibrary` of `@sluice/nodes`. */
export const flowLibrary = z
  .looseObject({
    programme: jsonObject,
    rules: jsonObject,
    templates: jsonObject,
    flows: jsonObject,
    demo: jsonObject,
    mailFrom: z.string(),
    baseUrl: z.string(),
  })
  .meta({ id: 'FlowLibrary' });
export type FlowLibraryDto = z.infer<typeof flowLibrary>;

/** What publishing a flow would change: exactly this content, worked out by the server when it was asked for. */
export const flowEvidence = z
  .object({
    key: z.string(),
    title: z.string(),
    /** Number of the newest version when it was asked for; 0 where there was none. */
    base: z.number().int(),
    /** Number of the version whose content is taken again, for a rollback. */
    rollback: z.number().int().optional(),
    hash: z.string(),
    document: flowDocument,
    /** The version that it would follow, to draw what changes; null where there is none. */
    before: flowDocument.nullable(),
    changes: z.array(flowChange),
    words: z.array(z.string()),
    problems: z.array(flowProblem),
    cases: z.array(flowCaseResult),
    /** Runs of older versions that are not over, by step, when it was asked for. */
    runs: z.array(
      z.object({
        version: z.number().int(),
        node: z.string(),
        title: z.string(),
        status: z.enum(['running', 'waiting', 'parked']),
        count: z.number().int(),
      }),
    ),
    waiting: waitingPlan,
    comment: z.string().optional(),
    /** The version it became, once it was published. */
    published: z.number().int().optional(),
  })
  .meta({ id: 'FlowEvidence' });
export type FlowEvidence = z.infer<typeof flowEvidence>;
