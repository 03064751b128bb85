import type { FlowCreate, FlowDraft, FlowDraftSave, ProblemError } from '@sluice/contracts';
import type { Json } from '@sluice/domain';
import {
  flowHash,
  parseCases,
  parseDraftFlow,
  parseFlowFile,
  TRIGGER,
  type FlowDocument,
  type FlowProblem,
  type SimulationCase,
} from '@sluice/flows';
import { shippedFlows } from '@sluice/runtime/shipped';
import {
  flowContentHash,
  type FlowDraftContent,
  type NewContent,
  type Outgoing,
  type StoredFlowDraft,
} from '@sluice/store';
import { publishFlows } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import type { Caller } from '../../http/caller.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { flowDraftDto } from '../../present/flow.js';
import { cancelPending } from '../publishing/ask.js';
import { isStale, makersOf, orTheirs, staleRefusal } from '../publishing/drafts.js';
import { requestsOf } from '../publishing/requests.js';

/** The most that a drawing, and that its cases, may take as JSON. */
const mostBytes = 480 * 1024;

/** Labels of edits that one audit entry names at most. */
const mostEdits = 50;

/** Drafts: one a flow, saved with an optimistic revision, and allowed to hold what is not right yet. */
export function draftRoutes(
  context: Context,
): Pick<Handlers, 'createFlow' | 'getFlowDraft' | 'saveFlowDraft' | 'discardFlowDraft'> {
  const { flows } = context.store;
  return {
    async createFlow({ caller, body }) {
      const { key } = body;
      if (await flows.latest(caller.programme, key)) throw taken(key);
      const begun = await beginning(context, caller.programme, body);
      const content = contentOf(key, 0, begun.document, begun.cases, begun.places);
      const by = await makersOf(context, caller);
      try {
        const out = audited('flow.draft_begun', caller, key, content);
        return flowDraftDto(await flows.saveDraft(caller.programme, key, content, by, 0, () => out), undefined);
      } catch (error) {
        throw isStale(error) ? taken(key) : error;
      }
    },

    async getFlowDraft({ caller, params }) {
      const draft = await flows.draft(caller.programme, params.key);
      if (!draft) throw new Refusal('not_found');
      return draftDto(context, draft);
    },

    async saveFlowDraft({ caller, params: { key }, body }) {
      return draftDto(context, await saveDraft(context, caller, key, body));
    },

    async discardFlowDraft({ caller, params: { key }, query: { rev } }) {
      const { programme } = caller;
      const draft = await flows.draft(programme, key);
      if (!draft) throw new Refusal('not_found');
      const out = audited('flow.draft_discarded', caller, key, draft);
      await orTheirs(
        () => theirs(context, programme, key),
        () => flows.closeDraft(programme, key, { out, ...(rev === undefined ? {} : { expectedRev: rev }) }),
      );
      await cancelPending(context, caller, publishFlows, key, 'discarded');
      return undefined;
    },
  };
}

/** Saves over the revision that was looked at, or begins a draft (rev 0); what was asked to be published is void with it. */
async function saveDraft(
  context: Context,
  caller: Caller,
  key: string,
  { rev, document, cases, edits = [] }: FlowDraftSave,
): Promise<StoredFlowDraft> {
  const { flows } = context.store;
  const { programme } = caller;
  const [before, latest] = await Promise.all([flows.draft(programme, key), flows.latest(programme, key)]);
  if (!before && !latest) throw new Refusal('not_found');
  const content = contentOf(key, before?.base ?? latest?.version ?? 0, document, cases);
  const by = await makersOf(context, caller);
  const draft = await orTheirs(
    () => theirs(context, programme, key),
    () =>
      flows.saveDraft(programme, key, content, by, rev, (old) => {
        if (!old) return audited('flow.draft_begun', caller, key, content, edits);
        const same = flowContentHash(old) === flowContentHash(content);
        return same ? {} : audited('flow.draft_saved', caller, key, content, edits);
      }),
  );
  await cancelPending(context, caller, publishFlows, key, 'changed');
  return draft;
}

interface Places {
  document: string;
  cases: string;
}

/** A draft's content of what was sent; throws 422 for what is too large or not of the shape of a flow. */
function contentOf(
  key: string,
  base: number,
  givenDocument: unknown,
  givenCases: unknown,
  places: Places = { document: '/document', cases: '/cases' },
): NewContent<FlowDraftContent> {
  const errors: ProblemError[] = [];
  for (const [pointer, value] of [
    [places.document, givenDocument],
    [places.cases, givenCases],
  ] as const)
    if (Buffer.byteLength(JSON.stringify(value) ?? '') > mostBytes)
      errors.push({ pointer, code: 'too_large', message: 'This may be 480 KiB long at most.' });
  const parsed = parseDraftFlow(withKey(givenDocument, key));
  const cases = parseCases(givenCases);
  if (!parsed.ok) errors.push(...placed(parsed.problems, places.document));
  if (!cases.ok) errors.push(...placed(cases.problems, places.cases));
  if (parsed.ok && parsed.flow.key !== key)
    errors.push({ pointer: `${places.document}/key`, code: 'wrong_key', message: `This is the draft of "${key}".` });
  if (errors.length > 0 || !parsed.ok || !cases.ok) throw new Refusal('invalid', { errors });
  const hash = flowHash(parsed.flow);
  const document = { ...parsed.flow, version: base, hash };
  return { title: document.title, hash, document, cases: cases.cases, base };
}

/** What is sent need not say what the server gives: number and hash. */
function withKey(document: unknown, key: string): unknown {
  return typeof document === 'object' && document !== null && !Array.isArray(document)
    ? { key, ...document, version: 0, hash: '' }
    : document;
}

export function placed(problems: readonly FlowProblem[], base: string): ProblemError[] {
  return problems.map(({ pointer, code, message }) => ({ pointer: `${base}${pointer}`, code, message }));
}

/** What a new flow begins as. */
async function beginning(
  { store }: Context,
  programme: string,
  { key, title, from, subject, trigger }: FlowCreate,
): Promise<{ document: unknown; cases: unknown; places: Places }> {
  const own = { key, title, ...(subject !== undefined && { subject }), ...(trigger !== undefined && { trigger }) };
  const none = { document: '', cases: '' };
  const begun = (flow: FlowDocument, cases: SimulationCase[]) => ({
    document: { ...flow, ...own },
    cases,
    places: none,
  });
  if (!from) return { document: { ...emptyFlow, ...own }, cases: [], places: none };
  if ('template' in from) {
    const shipped = shippedFlows().find(({ flow }) => flow.key === from.template);
    if (shipped) return begun(shipped.flow, shipped.cases);
    throw unknownSource('/from/template', `There is no template "${from.template}".`);
  }
  if ('flow' in from) {
    const version =
      from.version === undefined
        ? await store.flows.latest(programme, from.flow)
        : await store.flows.get(programme, from.flow, from.version);
    if (version) return begun(version.document, version.cases);
    throw unknownSource('/from/flow', `There is no such version of the flow "${from.flow}".`);
  }
  const file = parseFlowFile(withKey(from.file, key));
  if (!file.ok) throw new Refusal('invalid', { errors: placed(file.problems, '/from/file') });
  return begun(file.flow, file.cases);
}

/** A flow that does nothing: its trigger leads to its end. */
const emptyFlow: Omit<FlowDocument, 'key' | 'title'> = {
  subject: 'partner',
  trigger: { type: 'manual' },
  parameters: [],
  nodes: [{ id: 'end', type: 'end', config: { outcome: 'done' }, x: 0, y: 140 }],
  edges: [{ from: TRIGGER, port: 'next', to: 'end' }],
  exits: [],
  notes: [],
  version: 0,
  hash: '',
};

function unknownSource(pointer: string, message: string): Refusal {
  return new Refusal('invalid', { errors: [{ pointer, code: 'unknown', message }] });
}

function taken(key: string): Refusal {
  const message = `There is a flow "${key}" already.`;
  return new Refusal('conflict', { detail: message, errors: [{ pointer: '/key', code: 'taken', message }] });
}

/** The draft with the newest request to publish it; one for an old version's content is not about the draft. */
async function draftDto({ store }: Context, draft: StoredFlowDraft): Promise<FlowDraft> {
  const { programme, key, begunAt } = draft;
  for (const approval of await requestsOf(store, 'flow', programme, key)) {
    if (approval.createdAt < begunAt) break;
    const request = await store.publications.flow.of(programme, approval);
    if (!request || request.rollback !== undefined) continue;
    const asker = await store.users.get(programme, request.askedBy);
    return flowDraftDto(draft, { approval, by: asker?.name ?? request.askedBy });
  }
  return flowDraftDto(draft, undefined);
}

export async function staleFlow(context: Context, programme: string, key: string): Promise<Refusal> {
  return staleRefusal(await theirs(context, programme, key));
}

async function theirs(context: Context, programme: string, key: string): Promise<Json> {
  const draft = await context.store.flows.draft(programme, key);
  return draft ? ((await draftDto(context, draft)) as unknown as Json) : null;
}

function audited(
  action: 'flow.draft_begun' | 'flow.draft_saved' | 'flow.draft_discarded',
  caller: Caller,
  key: string,
  { title, hash }: { title: string; hash: string },
  edits: NonNullable<FlowDraftSave['edits']> = [],
): Outgoing {
  return {
    audit: {
      action,
      actor: { id: caller.id, name: caller.name },
      subject: { kind: 'flow', id: key },
      detail: {
        title,
        hash,
        ...(edits.length > 0 && {
          edits: edits.slice(-mostEdits).map(({ label: { code, params } }) => ({ code, params: { ...params } })),
        }),
      },
    },
  };
}
