import type { FlowDraft } from '@sluice/contracts';
import type { FlowDocument, Position, SimulationCase } from '@sluice/flows';
import type { TemplateContent } from '@sluice/store';
import type { Credential, TestApi } from './support.js';

/** A small flow that waits for a person to be done with a task: `hold` is its parameter. */
export function drawing(key: string, change: Partial<FlowDocument> = {}): FlowDocument {
  return {
    key,
    title: 'Welcome call',
    subject: 'partner',
    trigger: { type: 'event', events: ['partner.approved'], reentry: 'once' },
    parameters: [
      { key: 'hold', title: 'How long it waits', type: 'duration', default: 'P3D' },
      { key: 'note', title: 'What the task says', type: 'string', default: 'Call' },
    ],
    nodes: [
      { id: 'pause', type: 'wait', title: 'Let them settle', config: { for: { $param: 'hold' } }, x: 0, y: 100 },
      { id: 'end', type: 'end', config: { outcome: 'done' }, x: 0, y: 200 },
    ],
    edges: [
      { from: 'trigger', port: 'next', to: 'pause' },
      { from: 'pause', port: 'next', to: 'end' },
    ],
    exits: [],
    notes: [],
    version: 0,
    hash: '',
    ...change,
  };
}

/** The same flow with another setting of its wait. */
export const waiting = (document: FlowDocument, duration: string): FlowDocument => ({
  ...document,
  nodes: document.nodes.map((node) => (node.id === 'pause' ? { ...node, config: { for: duration } } : node)),
});

export function caseOf(id: string, expect: SimulationCase['expect']): SimulationCase {
  return {
    id,
    title: `Case ${id}`,
    startsAt: '2026-11-02T09:00:00.000Z',
    subject: { kind: 'partner', id: 'par_1' },
    world: {},
    event: { type: 'partner.approved', data: { partner: 'par_1' } },
    events: [],
    answers: [],
    faults: [],
    expect,
  };
}

/** What tests do with flows over the API, as anybody. */
export function flowsOf(api: TestApi) {
  let count = 0;
  const create = (as: Credential, body: object) => api.call('POST', '/v1/flows', { as, body });
  return {
    create,
    newKey: () => `flow-${(count += 1)}`,
    /** Begins a flow as a draft from a drawing. */
    async drafted(
      as: Credential,
      change: Partial<FlowDocument> = {},
      cases: SimulationCase[] = [],
    ): Promise<FlowDraft> {
      const key = `flow-${(count += 1)}`;
      const { title, ...rest } = drawing(key, change);
      const response = await create(as, { key, title, from: { file: { ...rest, title, cases } } });
      if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as FlowDraft;
    },
    put: (as: Credential, key: string, body: object) => api.call('PUT', `/v1/flows/${key}/draft`, { as, body }),
    async save(as: Credential, draft: FlowDraft, change: Partial<Pick<FlowDraft, 'rev' | 'document' | 'cases'>>) {
      const { rev, document, cases } = { ...draft, ...change };
      const body = { rev, document, cases };
      const response = await api.call('PUT', `/v1/flows/${draft.key}/draft`, { as, body });
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as FlowDraft;
    },
    async read<T>(path: string, as: Credential, headers: Record<string, string> = {}): Promise<T> {
      return (await (await api.call('GET', path, { as, headers })).json()) as T;
    },
  };
}

const at = '2026-11-02T09:00:00.000Z';
const counted = { number: 0, type: 'wait', visit: 1, generation: 1, startedAt: at, attempts: 1 };

/** A branch of a run that waits, or is parked, at a step. */
export function positionAt(node: string, phase: 'wait' | 'parked' = 'wait'): Position {
  return {
    node,
    visit: 1,
    generation: 1,
    phase,
    key: `${node}/1`,
    branch: node,
    step: { ...counted, node, status: phase === 'parked' ? 'parked' : 'waiting' },
    since: at,
    item: 0,
    stage: 'enter',
    enteredAt: at,
    ...(phase === 'parked' && {
      park: { code: 'down', message: 'Down.', attempts: 3, since: at, unknownOutcome: false, from: 'effect' },
    }),
  };
}

/** Stores a run of a flow's newest version as its worker would, with its branches. */
export async function storeRun({ store }: TestApi, key: string, id: string, positions: Position[]): Promise<void> {
  const flow = await store.flows.latest('demo', key);
  if (!flow) throw new Error(`"${key}" is not published`);
  const [current, ...beside] = positions;
  await store.runs.save('demo', {
    id,
    programme: 'demo',
    flow: { key, title: flow.title, version: flow.version, hash: flow.hash },
    subject: { kind: 'partner', id: 'par_1' },
    status: current?.phase === 'parked' ? 'parked' : 'waiting',
    startedAt: at,
    ...(current && { current }),
    beside,
    steps: [],
    acts: [],
    rev: 1,
    vars: {},
  });
}

/** Publishes a mail by two people, as the shipped ones are. */
export async function publishMail(
  { store }: TestApi,
  key: string,
  subject = 'Hello',
  html = '<p>Hello</p>',
): Promise<void> {
  const content: TemplateContent = {
    kind: 'transactional',
    variables: [],
    locales: { en: { subject, html } },
  };
  await store.templates.publish('demo', key, {
    title: key,
    hash: `${key} ${subject}`,
    ...content,
    makers: ['usr_a'],
    publishedBy: 'usr_b',
  });
}
