import { derivedId, type BatchId, type JsonObject } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { Store } from '@sluice/store';

/** What the worker would give a step of the payout flow, for a test that runs the step's activity by itself. */
export function payoutStep(programme: string, batch: BatchId, node: string, config: JsonObject = {}): EffectContext {
  return {
    key: `run_${batch}/${node}/1/0/1`,
    run: `run_${batch.slice(4)}`,
    programme,
    flow: { key: 'payout-batch', version: 1, hash: 'test' },
    node,
    type: node,
    visit: 1,
    generation: 1,
    item: 0,
    stage: 'enter',
    config: { batch, ...config },
    vars: {},
    subject: { kind: 'batch', id: batch },
    makers: ['maker'],
    rules: {},
    templates: {},
  };
}

/** Two people's approval of a batch as it is now; answers its id. */
export async function approveBatch(store: Store, programme: string, batch: BatchId, at = new Date()): Promise<string> {
  const { itemsHash, name, approversNeeded } = await store.batches.need(programme, batch);
  const { doc } = await store.approvals.insertOrRead({
    id: derivedId('approval', batch),
    programme,
    kind: 'batch',
    title: name,
    subject: { kind: 'batch', id: batch },
    subjectHash: itemsHash,
    evidence: {},
    role: 'finance',
    needed: approversNeeded,
    makers: ['maker'],
    state: 'approved',
    decisions: ['a', 'b'].map((by) => ({ id: by, by, name: by, at, outcome: 'approve' as const })),
    createdAt: new Date(),
  });
  return doc.id;
}
