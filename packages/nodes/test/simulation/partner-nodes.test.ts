import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@sluice/domain';
import type { FlowDocument, SimulationCase, SubjectKind } from '@sluice/flows';
import { runCase } from '../../src/simulation/run-case.js';
import { library, told } from './library.js';

/** Steps one after the other, each by the first of its ways out. */
function flowOf(subject: SubjectKind, ...steps: [type: string, config: JsonObject, port?: string][]): FlowDocument {
  const ids = steps.map(([type], index) => `${type}_${index}`);
  return {
    key: 'test',
    title: 'Test',
    subject,
    trigger: { type: 'manual' },
    parameters: [],
    nodes: [
      ...steps.map(([type, config], index) => ({ id: ids[index] ?? '', type, config })),
      { id: 'end', type: 'end', config: { outcome: 'done' } },
    ],
    edges: [
      { from: 'trigger', port: 'next', to: ids[0] ?? 'end' },
      ...steps.map(([, , port = 'next'], index) => ({ from: ids[index] ?? '', port, to: ids[index + 1] ?? 'end' })),
    ],
    exits: [],
    notes: [],
    version: 1,
    hash: 'h',
  };
}

const partner: SimulationCase['subject'] = { kind: 'partner', id: 'par_1' };
const referral: SimulationCase['subject'] = { kind: 'referral', id: 'ref_1' };

describe('steps of partners', () => {
  it('change the partner as the real ones do, and write down what they did', () => {
    const flow = flowOf(
      'partner',
      ['set_status', { status: 'paused', reason: 'For {{ subject.id }}' }],
      ['set_status', { status: 'producing' }],
      ['tag', { add: ['VIP', 'vip'], remove: ['old'] }],
      ['set_field', { field: 'seats', value: 12 }],
      ['note', { text: 'Hello {{ subject.id }}' }],
      ['assign_owner', { role: 'ops' }],
    );
    const run = runCase(flow, told({ subject: partner, world: { partners: { par_1: { tags: ['old'] } } } }), library);
    expect(run.state.outcome).toBe('done');
    expect(run.effects.map(({ effect, params }) => [effect, params])).toEqual([
      ['status_set', { partner: 'par_1', from: 'active', to: 'paused', reason: 'For par_1' }],
      ['status_set', { partner: 'par_1', from: 'paused', to: 'producing' }],
      ['tag_added', { on: 'par_1', tag: 'VIP' }],
      ['tag_removed', { on: 'par_1', tag: 'old' }],
      ['field_set', { partner: 'par_1', field: 'seats', value: 12 }],
      ['note_written', { on: 'par_1', text: 'Hello par_1' }],
      ['owner_assigned', { partner: 'par_1', owner: 'usr_ops' }],
    ]);
    expect(run.twice).toBe(0);
  });

  it('park where the real ones do', () => {
    const refused = runCase(
      flowOf('partner', ['set_status', { status: 'submitted' }]),
      told({ subject: partner }),
      library,
    );
    expect(refused.state.status).toBe('parked');
    const nobody = runCase(
      flowOf('partner', ['assign_owner', { role: 'finance' }]),
      told({
        subject: partner,
        world: { users: { usr_finance: { disabled: true }, usr_finance2: { disabled: true } } },
      }),
      library,
    );
    expect(nobody.state.status).toBe('parked');
  });

  it('a document is waited for until the partner signs this one', () => {
    const flow = flowOf('partner', ['request_document', { document: 'terms', due: 'P7D' }, 'received']);
    const signed = (document: string, after: string) => ({
      id: document,
      after,
      type: 'document.signed',
      data: { document },
    });
    const run = runCase(
      flow,
      told({ subject: partner, events: [signed('brand_policy', 'P1D'), signed('terms', 'P2D')] }),
      library,
    );
    expect(run.state.outcome).toBe('done');
    expect(run.timeline.at(-1)?.at.slice(0, 10)).toBe(
      new Date(Date.parse(run.timeline[0]?.at ?? '') + 2 * 86_400_000).toISOString().slice(0, 10),
    );
  });
});

describe('steps of referrals', () => {
  it('judge, assign, list and push a lead', () => {
    const flow = flowOf(
      'referral',
      ['reject', { reason: 'free_mail' }],
      ['qualify', {}],
      ['assign_lead', { role: 'manager' }],
      ['add_to_list', { list: 'nurture' }],
      ['add_to_list', { list: 'nurture' }],
      ['push_to_crm', { fields: { Stage: 'MQL' } }],
    );
    const run = runCase(
      flow,
      told({ subject: referral, world: { referrals: { ref_1: { stage: 'lead', status: 'pending', orders: 0 } } } }),
      library,
    );
    expect(run.state.outcome).toBe('done');
    expect(run.effects.map(({ effect }) => effect)).toEqual([
      'lead_rejected',
      'lead_qualified',
      'lead_assigned',
      'list_added',
      'lead_pushed',
    ]);
    expect(run.effects.at(-1)?.params).toMatchObject({ crm: 'crm', fields: { Stage: 'MQL', referral_id: 'ref_1' } });
    expect(run.twice).toBe(0);
  });

  it('a killed worker does none of it twice', () => {
    const flow = flowOf('referral', ['tag', { add: ['A'] }], ['add_to_list', { list: 'l' }], ['push_to_crm', {}]);
    const nodes = ['tag_0', 'add_to_list_1', 'push_to_crm_2'];
    const run = runCase(
      flow,
      told({
        subject: referral,
        faults: nodes.map((node) => ({ id: node, node, kind: 'worker_killed' as const, for: 'PT1H' })),
      }),
      library,
    );
    expect(run.state.outcome).toBe('done');
    expect(run.twice).toBe(0);
    expect(run.effects.map(({ effect }) => effect)).toEqual(['tag_added', 'list_added', 'lead_pushed']);
  });

  it('an update is asked of the partner and answered, or overdue', () => {
    const flow = flowOf('referral', ['request_update', { of: 'partner', due: 'P3D' }, 'answered']);
    const answer = { id: 'news', after: 'P1D', type: 'custom.update.received', data: { referralId: 'ref_1' } };
    expect(runCase(flow, told({ subject: referral, events: [answer] }), library).state.outcome).toBe('done');
    const late = runCase(
      flowOf('referral', ['request_update', { of: 'partner', due: 'P3D' }, 'overdue']),
      told({ subject: referral }),
      library,
    );
    expect(late.state.outcome).toBe('done');
  });
});

describe('a step that moves a prospect', () => {
  const prospect: SimulationCase['subject'] = { kind: 'prospect', id: 'pro_1' };
  const flow = flowOf(
    'prospect',
    ['move_prospect', { to: 'contacted' }],
    ['move_prospect', { to: 'contacted' }],
    ['move_prospect', { to: 'closed', reason: 'unresponsive' }],
  );

  it('moves and closes as the real one does, each once', () => {
    const run = runCase(flow, told({ subject: prospect }), library);
    expect(run.state.outcome).toBe('done');
    expect(run.effects.map(({ effect, params }) => [effect, params])).toEqual([
      ['prospect_moved', { prospect: 'pro_1', from: 'new', to: 'contacted' }],
      ['prospect_moved', { prospect: 'pro_1', from: 'contacted', to: 'closed', reason: 'unresponsive' }],
    ]);
    expect(run.twice).toBe(0);
  });

  it('leaves by “gone” where people have won the prospect', () => {
    const one = flowOf('prospect', ['move_prospect', { to: 'contacted' }, 'gone']);
    const world = { prospects: { pro_1: { stage: 'won' } } };
    const run = runCase(one, told({ subject: prospect, world }), library);
    expect([run.state.outcome, run.effects]).toEqual(['done', []]);
  });
});
