import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type Approval } from '@sluice/domain';
import type { FlowDocument, PinnedFlow } from '@sluice/flows';
import { hits } from '@sluice/runtime/failpoint';
import { buildProgram } from '@sluice/testkit/harness/build';
import { flowContentHash, ruleContentHash, ruleTextHash, type RuleContent, type Store } from '../src/index.js';
import { publishFlows, publishRules, settlePublication, type PublicationOutcome } from '../src/operations/index.js';
import { dropAndClose, freshStore, programme, serverName, uri } from './support.js';

const server = await serverName();
const run = promisify(execFile);

describe(`publishing a rule on ${server}`, () => {
  const database = `store_${randomBytes(6).toString('hex')}`;
  const folder = mkdtempSync(join(tmpdir(), 'sluice-publishing-'));
  let store: Store;
  beforeAll(async () => {
    store = await freshStore({ database });
  });
  afterAll(async () => {
    await dropAndClose(store);
    rmSync(folder, { recursive: true, force: true });
  });

  const content = (logic: string): { title: string; hash: string } & RuleContent => ({
    title: 'Standard',
    hash: ruleTextHash(logic),
    kind: 'commission',
    facts: { id: 'commission', version: 1 },
    logic,
    outcome: 'commission_terms',
    cases: [],
    layout: {},
    comments: {},
  });

  /** A draft that is asked to be published. */
  async function asked(
    key: string,
    logic: string,
  ): Promise<{ approval: Approval; settle: () => Promise<PublicationOutcome<RuleContent>> }> {
    const before = await store.rules.draft(programme, key);
    const draft = await store.rules.saveDraft(programme, key, content(logic), ['usr_ines'], before?.rev ?? 0);
    const { title, hash, makers, ...rest } = { ...content(logic), makers: draft.makers };
    const contentHash = ruleContentHash(draft);
    const id = derivedId('approval', programme, key, contentHash, String(draft.rev));
    const { doc: publication } = await store.publications.rule.insertOrRead({
      programme,
      key,
      approval: id,
      subjectHash: contentHash,
      contentHash,
      title,
      hash,
      content: rest,
      makers,
      askedBy: 'usr_ines',
      askedAt: new Date(),
      base: 0,
      state: 'waiting',
    });
    const { doc: approval } = await store.approvals.insertOrRead({
      id,
      programme,
      kind: 'rule',
      title,
      subject: { kind: 'rule', id: key },
      subjectHash: contentHash,
      evidence: {},
      role: 'manager',
      needed: 1,
      makers,
      state: 'pending',
      decisions: [],
      createdAt: new Date(),
    });
    return { approval, settle: () => settlePublication(store, publishRules, publication, new Date()) };
  }

  const approve = (approval: Approval, outcome: 'approve' | 'reject' = 'approve') =>
    store.approvals.decide(programme, approval.id, {
      id: `decision-${approval.id}`,
      by: 'usr_mara',
      name: 'Mara',
      roles: ['manager'],
      at: new Date(),
      outcome,
      subjectHash: approval.subjectHash,
    });

  /** Decides and settles in a process of its own that ends at a failpoint. */
  const killedAt = async (point: string, log: string, approval: string) =>
    run(process.execPath, [await buildProgram('publishing-process'), uri, database, programme, approval], {
      env: { ...process.env, NODE_OPTIONS: '', SLUICE_FAILPOINT: point, SLUICE_FAILPOINT_LOG: log },
    });

  it('waits for the decision, then publishes once, however often and by however many it is settled', async () => {
    const { approval, settle } = await asked('once', '1');
    expect(await settle()).toEqual({ state: 'waiting' });
    await approve(approval);
    const outcomes = await Promise.all(Array.from({ length: 20 }, settle));
    expect(new Set(outcomes.map((one) => one.state === 'published' && one.version.version))).toEqual(new Set([1]));
    const [version, ...more] = await store.rules.versions(programme, 'once');
    expect(more).toEqual([]);
    expect(version).toMatchObject({ makers: ['usr_ines'], publishedBy: 'usr_mara', approval: approval.id });
    expect(await store.rules.draft(programme, 'once')).toBeNull();
    expect(await store.publications.rule.waiting(programme)).toEqual([]);
  });

  it('publishes what was approved, also where the draft goes on changing, and keeps that draft', async () => {
    const { approval, settle } = await asked('goes-on', '1');
    await approve(approval);
    const { rev } = (await store.rules.draft(programme, 'goes-on')) ?? { rev: 0 };
    await store.rules.saveDraft(programme, 'goes-on', content('2'), ['usr_ines'], rev);
    await settle();
    expect((await store.rules.latest(programme, 'goes-on'))?.logic).toBe('1');
    expect((await store.rules.draft(programme, 'goes-on'))?.logic).toBe('2');
  });

  it('takes along what was noted beside the logic meanwhile', async () => {
    const { approval, settle } = await asked('notes', '1');
    const { rev } = (await store.rules.draft(programme, 'notes')) ?? { rev: 0 };
    const noted = { ...content('1'), comments: { a: 'Agreed in October.' } };
    await store.rules.saveDraft(programme, 'notes', noted, ['usr_ines'], rev);
    expect(await settle()).toEqual({ state: 'waiting' });
    await approve(approval);
    await settle();
    expect((await store.rules.latest(programme, 'notes'))?.comments).toEqual({ a: 'Agreed in October.' });
    expect(await store.rules.draft(programme, 'notes')).toBeNull();
  });

  it('cancels a request whose draft has changed, and voids one that is rejected', async () => {
    const changed = await asked('changed', '1');
    const { rev } = (await store.rules.draft(programme, 'changed')) ?? { rev: 0 };
    await store.rules.saveDraft(programme, 'changed', content('2'), ['usr_ines'], rev);
    expect(await changed.settle()).toEqual({ state: 'void' });
    expect((await store.approvals.need(programme, changed.approval.id)).state).toBe('cancelled');
    const rejected = await asked('rejected', '1');
    await approve(rejected.approval, 'reject');
    expect(await rejected.settle()).toEqual({ state: 'void' });
    expect(await store.rules.latest(programme, 'rejected')).toBeNull();
    expect((await store.rules.draft(programme, 'rejected'))?.logic).toBe('1');
  });

  it('makes a version of its own of content that was published before: that is how to go back', async () => {
    for (const logic of ['1', '2', '1']) {
      const { approval, settle } = await asked('back', logic);
      await approve(approval);
      await settle();
    }
    const versions = await store.rules.versions(programme, 'back');
    expect(versions.map(({ version, logic }) => [version, logic])).toEqual([
      [3, '1'],
      [2, '2'],
      [1, '1'],
    ]);
    expect(versions[0]?.hash).toBe(versions[2]?.hash);
  });

  it('does not publish an old approval again over a newer version', async () => {
    const first = await asked('old', '1');
    await approve(first.approval);
    await first.settle();
    const second = await asked('old', '2');
    await approve(second.approval);
    await second.settle();
    await first.settle();
    expect((await store.rules.latest(programme, 'old'))?.logic).toBe('2');
    expect(await store.rules.versions(programme, 'old')).toHaveLength(2);
  });

  it.each([
    ['after the decision', 'approvals.change.after'],
    ['before the version', 'rules.insert.before'],
    ['after the version', 'rules.insert.after'],
    ['before the draft ends', 'rules_drafts.change.before'],
    ['after the draft has ended', 'rules_drafts.change.after'],
    ['before the request is settled', 'rule_publications.change.before'],
  ])('a process killed %s leaves what the next one finishes', async (_when, point) => {
    const key = `killed-${point.replaceAll('.', '-').replaceAll('_', '-')}`;
    const { approval, settle } = await asked(key, '1');
    const log = join(folder, point);
    await expect(killedAt(point, log, approval.id)).rejects.toMatchObject({ signal: 'SIGKILL' });
    expect(hits(log)).toEqual([point]);
    expect((await store.approvals.need(programme, approval.id)).state).toBe('approved');
    expect(await settle()).toMatchObject({ state: 'published', version: { version: 1, publishedBy: 'usr_mara' } });
    expect(await store.rules.versions(programme, key)).toHaveLength(1);
    expect(await store.rules.draft(programme, key)).toBeNull();
    expect(await store.publications.rule.waiting(programme)).toEqual([]);
  });

  it.each([
    ['after the decision', 'approvals.change.after'],
    ['before the version', 'flows.insert.before'],
    ['after the version', 'flows.insert.after'],
    ['before the draft ends', 'flows_drafts.change.before'],
    ['before the request is settled', 'flow_publications.change.before'],
  ])('a process killed %s of a flow leaves what the next one finishes', async (_when, point) => {
    const key = `killed-${point.replaceAll('.', '-').replaceAll('_', '-')}`;
    const document = flowOf(key);
    const draft = await store.flows.saveDraft(
      programme,
      key,
      { title: document.title, hash: 'h', document, cases: [], base: 0 },
      ['usr_ines'],
      0,
    );
    const contentHash = flowContentHash(draft);
    const id = derivedId('approval', programme, key, contentHash);
    const { doc: request } = await store.publications.flow.insertOrRead({
      programme,
      key,
      approval: id,
      subjectHash: contentHash,
      contentHash,
      title: document.title,
      hash: 'h',
      content: { document, cases: [], pinned: pinnedOf(document), waiting: { do: 'restart' } },
      makers: draft.makers,
      askedBy: 'usr_ines',
      askedAt: new Date(),
      base: 0,
      state: 'waiting',
    });
    await store.approvals.insertOrRead({
      id,
      programme,
      kind: 'flow',
      title: document.title,
      subject: { kind: 'flow', id: key },
      subjectHash: contentHash,
      evidence: {},
      role: 'manager',
      needed: 1,
      makers: draft.makers,
      state: 'pending',
      decisions: [],
      createdAt: new Date(),
    });
    const log = join(folder, `flow-${point}`);
    await expect(killedAt(point, log, id)).rejects.toMatchObject({ signal: 'SIGKILL' });
    expect(hits(log)).toEqual([point]);
    const settle = () => settlePublication(store, publishFlows, request, new Date());
    expect(await settle()).toMatchObject({ state: 'published', version: { version: 1, publishedBy: 'usr_mara' } });
    expect(await settle()).toMatchObject({ state: 'published', version: { version: 1 } });
    const [version, ...more] = await store.flows.versions(programme, key);
    expect([more, version?.pinned.version, version?.pinned.makers]).toEqual([[], 1, ['usr_ines']]);
    expect(await store.flows.draft(programme, key)).toBeNull();
    expect(await store.publications.flow.waiting(programme)).toEqual([]);
    // What was to become of waiting runs is asked for once.
    expect(await store.bulks.collection.count(programme, { approval: id })).toBe(1);
  });
});

function flowOf(key: string): FlowDocument {
  return {
    key,
    title: 'Welcome',
    subject: 'partner',
    trigger: { type: 'manual' },
    parameters: [],
    nodes: [{ id: 'end', type: 'end', config: { outcome: 'done' } }],
    edges: [{ from: 'trigger', port: 'next', to: 'end' }],
    exits: [],
    notes: [],
    version: 0,
    hash: '',
  };
}

function pinnedOf({ key, title, subject, exits }: FlowDocument): PinnedFlow {
  return {
    semantics: 1,
    key,
    title,
    version: 0,
    hash: '',
    subject,
    params: {},
    entry: 'end',
    nodes: { end: { type: 'end', config: { outcome: 'done' } } },
    next: {},
    exits,
    rules: {},
    templates: {},
    makers: [],
  };
}
