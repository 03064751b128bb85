import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ApprovalDetail,
  ApprovalRow,
  AuditEntryDto,
  DecisionResult,
  Problem,
  RuleDetail,
  RuleDiff,
  RuleDraft,
  RuleFile,
  RuleImportReport,
  StaleProblem,
} from '@sluice/contracts';
import type { ApprovalId } from '@sluice/domain';
import { relayOnce } from '@sluice/store';
import { settlePublications } from '../../dispatcher/src/publish.js';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
type Person = Credential & { id: string };
let ines: Person;
let mara: Person;
let joel: Person;

beforeAll(async () => {
  api = await startApi();
  ines = await api.user(['ops']);
  mara = await api.user(['manager']);
  joel = await api.user(['manager']);
});
afterAll(() => api.close());

const terms = (rate: string) => ({ type: 'percent', rate });
const rule = (rate: string) =>
  JSON.stringify({ if: [{ '==': [{ var: 'order.kind' }, 'new'] }, terms(rate), { type: 'none', reason: 'not_new' }] });
const facts = {
  partner: { tier: 'bronze', type: 'creator' },
  order: { amount: 100, net: 100, tax: 0, shipping: 0, kind: 'new', month: 1 },
  customer: { isNew: true },
  history: { monthVolume: 0, orderCount: 0 },
  asOf: 1_795_219_200_000,
};
const caseOf = (id: string, expected: object) => ({ id, title: id, facts, expected: expected as never });

let count = 0;
async function drafted(logic = rule('10'), as: Person = ines, kind = 'commission') {
  count += 1;
  const key = `standard-${count}`;
  const response = await api.call('POST', '/v1/rules', {
    as,
    body: { key, kind, title: 'Standard', logic },
  });
  return { key, draft: (await response.json()) as RuleDraft };
}

async function save(key: string, as: Person, draft: RuleDraft, change: Partial<RuleDraft>): Promise<RuleDraft> {
  const { rev, title, logic, cases, layout, comments } = { ...draft, ...change };
  const body = { rev, title, logic, cases, layout, comments };
  const response = await api.call('PUT', `/v1/rules/${key}/draft`, { as, body });
  expect(response.status).toBe(200);
  return (await response.json()) as RuleDraft;
}

const publish = (key: string, as: Credential, body: object, headers: Record<string, string> = {}) =>
  api.call('POST', `/v1/rules/${key}/publish`, { as, body, headers });
async function asked(key: string, draft: RuleDraft, more: object = {}): Promise<ApprovalId> {
  const response = await publish(key, ines, { rev: draft.rev, ...more });
  expect([response.status, response.status === 202 ? '' : await response.text()]).toEqual([202, '']);
  return ((await response.json()) as { approval: ApprovalId }).approval;
}
const decide = (
  id: string,
  as: Credential,
  body: object = { outcome: 'approve' },
  headers: Record<string, string> = {},
) => api.call('POST', `/v1/approvals/${id}/decision`, { as, body, headers });
const codeOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];
const read = async <T>(path: string, as: Credential = ines, headers: Record<string, string> = {}) =>
  (await (await api.call('GET', path, { as, headers })).json()) as T;
const settle = () =>
  settlePublications(api.store, 'demo', new Date(), (message, error) => {
    throw new Error(message, { cause: error });
  });

describe('a publication', () => {
  it('is asked for, shown with what it changes, decided by another person, and then in force', async () => {
    const { key, draft } = await drafted();
    const checked = await save(key, ines, draft, { cases: [caseOf('new', terms('10'))] });
    const id = await asked(key, checked, { comment: 'For the autumn.' });
    const row = (await read<{ data: ApprovalRow[] }>('/v1/approvals?for=me', mara)).data.find((one) => one.id === id);
    expect(row).toMatchObject({
      kind: 'rule',
      title: 'Standard v1',
      subject: { kind: 'rule', id: key },
      canDecide: true,
    });
    expect(row).not.toHaveProperty('run');
    const detail = await read<ApprovalDetail>(`/v1/approvals/${id}`, mara);
    expect(detail.evidence.rule).toMatchObject({
      key,
      base: 0,
      class: 'portable',
      logic: checked.logic,
      cases: [{ id: 'new', ok: true }],
      changes: expect.arrayContaining([expect.objectContaining({ code: 'branch_added', branch: 0 })]),
      comment: 'For the autumn.',
    });
    expect((await read<RuleDraft>(`/v1/rules/${key}/draft`)).approval).toEqual({ id, state: 'pending' });
    const answer = await decide(id, mara, { outcome: 'approve', subjectHash: detail.subjectHash });
    expect([answer.status, ((await answer.json()) as DecisionResult).state]).toEqual([200, 'approved']);
    const published = await read<RuleDetail>(`/v1/rules/${key}`);
    expect(published).toMatchObject({
      version: 1,
      source: checked.logic,
      inForce: { makers: [ines.id], publishedBy: mara.id, comment: 'For the autumn.', approval: id },
    });
    expect(published.draft).toBeUndefined();
    expect((await read<ApprovalDetail>(`/v1/approvals/${id}`, mara)).evidence.rule?.published).toBe(1);
    expect(api.gate.decided).toEqual([]);
  });

  it('is in the audit log with every step and every person', async () => {
    const { key, draft } = await drafted();
    const id = await asked(key, draft);
    await decide(id, mara);
    await relayOnce(api.store);
    const { data } = await read<{ data: AuditEntryDto[] }>(`/v1/audit?subject=${key}`);
    expect(data.map(({ action, actor }) => [action, actor.id]).sort()).toEqual([
      ['rule.draft_begun', ines.id],
      ['rule.publish_asked', ines.id],
      ['rule.published', mara.id],
    ]);
    const decisions = await read<{ data: AuditEntryDto[] }>(`/v1/audit?subject=${id}`);
    expect(decisions.data.map(({ action, actor }) => [action, actor.id]).sort()).toEqual([
      ['approval.approved', mara.id],
      ['approval.opened', ines.id],
    ]);
  });

  it('is never decided by a maker, whoever asked, nor by another role', async () => {
    const { key, draft } = await drafted(rule('10'), mara);
    const both = await save(key, joel, draft, { logic: rule('11') });
    const id = await asked(key, both);
    for (const maker of [mara, joel]) expect(await codeOf(await decide(id, maker))).toEqual([403, 'maker']);
    expect(await codeOf(await decide(id, await api.user(['finance'])))).toEqual([403, 'forbidden']);
    expect(await codeOf(await decide(id, ines))).toEqual([403, 'forbidden']);
    expect((await decide(id, await api.user(['admin']))).status).toBe(200);
  });

  it('cannot be asked for with an API key, nor approved by whoever made the key that wrote it', async () => {
    const { key, draft } = await drafted();
    expect((await publish(key, await api.key(['rule.write', 'rule.read']), { rev: draft.rev })).status).toBe(403);
    const secret = await api.key(['rule.write']);
    await api.store.apiKeys.collection.model.updateMany({ createdBy: 'test' }, { $set: { createdBy: mara.id } });
    const body = { key: 'by-program', kind: 'commission', title: 'By program', logic: rule('10') };
    const written = (await (await api.call('POST', '/v1/rules', { as: secret, body })).json()) as RuleDraft;
    const id = await asked('by-program', written);
    expect(await codeOf(await decide(id, mara))).toEqual([403, 'maker']);
    expect((await decide(id, joel)).status).toBe(200);
  });

  it('lets one operator do both where the programme says so, and marks it', async () => {
    const setting = (singleOperator: boolean) =>
      api.store.programmes.change('demo', ({ settings }) => ({ set: { settings: { ...settings, singleOperator } } }));
    const { key, draft } = await drafted(rule('10'), mara);
    const id = await asked(key, draft);
    await setting(true);
    const answer = await decide(id, mara);
    await setting(false);
    expect(answer.status).toBe(200);
    await relayOnce(api.store);
    for (const [subject, action] of [
      [key, 'rule.published'],
      [id, 'approval.approved'],
    ]) {
      const { data } = await read<{ data: AuditEntryDto[] }>(`/v1/audit?subject=${subject}`);
      expect(data.find((entry) => entry.action === action)?.detail).toMatchObject({ singleOperator: true });
    }
  });

  it('is void when the draft changes, and the old request can no longer be decided', async () => {
    const { key, draft } = await drafted();
    const id = await asked(key, draft);
    const { subjectHash } = await read<ApprovalDetail>(`/v1/approvals/${id}`, mara);
    const changed = await save(key, ines, draft, { logic: rule('99') });
    expect(changed.approval).toMatchObject({ id, state: 'cancelled' });
    expect(await codeOf(await decide(id, mara, { outcome: 'approve', subjectHash }))).toEqual([409, 'already_decided']);
    expect((await read<RuleDetail>(`/v1/rules/${key}`)).version).toBe(0);
    const again = await asked(key, changed);
    expect(again).not.toBe(id);
    await decide(again, mara);
    expect((await read<RuleDetail>(`/v1/rules/${key}`)).source).toBe(rule('99'));
  });

  it('of a draft that changed behind the request’s back is a 409, and the request ends', async () => {
    const { key, draft } = await drafted();
    const id = await asked(key, draft);
    // As though the save were cut off before it could end the request.
    const stored = await api.store.rules.draft('demo', key);
    if (!stored) throw new Error('there is a draft');
    await api.store.rules.saveDraft(
      'demo',
      key,
      { ...stored, logic: rule('99'), hash: 'other' },
      [ines.id],
      stored.rev,
    );
    expect(await codeOf(await decide(id, mara))).toEqual([409, 'subject_changed']);
    expect((await api.store.approvals.need('demo', id)).state).toBe('cancelled');
    expect(await api.store.rules.latest('demo', key)).toBeNull();
  });

  it('stays when things are only moved or noted beside the logic, and takes that along', async () => {
    const { key, draft } = await drafted();
    const id = await asked(key, draft);
    const noted = await save(key, ines, draft, { layout: { a: { x: 1, y: 2 } }, comments: { a: 'Why' } });
    expect(noted.approval).toMatchObject({ id, state: 'pending' });
    await decide(id, mara);
    expect((await read<RuleDetail>(`/v1/rules/${key}`)).inForce).toMatchObject({
      layout: { a: { x: 1, y: 2 } },
      comments: { a: 'Why' },
    });
  });

  it('that is rejected leaves the draft, with the words of whoever rejected it', async () => {
    const { key, draft } = await drafted();
    const id = await asked(key, draft);
    await decide(id, mara, { outcome: 'reject', comment: 'Too generous.' });
    const left = await read<RuleDraft>(`/v1/rules/${key}/draft`);
    expect(left).toMatchObject({ logic: draft.logic, approval: { id, state: 'rejected', comment: 'Too generous.' } });
    const again = await asked(key, left);
    expect(again).not.toBe(id);
    expect((await decide(again, mara)).status).toBe(200);
  });

  it('asked for by twenty at once is one request; decided twice it is one version', async () => {
    const { key, draft } = await drafted();
    const answers = await Promise.all(Array.from({ length: 20 }, () => publish(key, ines, { rev: draft.rev })));
    const ids = await Promise.all(answers.map(async (one) => ((await one.json()) as { approval: string }).approval));
    expect(new Set(ids).size).toBe(1);
    const [id = ''] = ids;
    const decisions = await Promise.all([mara, joel, mara, joel].map((who) => decide(id, who)));
    expect(decisions.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(decisions.filter(({ status }) => status === 409)).toHaveLength(3);
    expect(await api.store.rules.versions('demo', key)).toHaveLength(1);
  });

  it('is told again, not done again, under the same Idempotency-Key', async () => {
    const { key, draft } = await drafted();
    const id = await asked(key, draft);
    const headers = { 'Idempotency-Key': `decide-${key}` };
    const first = await (await decide(id, mara, undefined, headers)).json();
    expect(await (await decide(id, mara, undefined, headers)).json()).toEqual(first);
    expect(await api.store.rules.versions('demo', key)).toHaveLength(1);
  });

  it('that was cut off between the decision and the version is finished by the dispatcher', async () => {
    await settle();
    const { key, draft } = await drafted();
    const id = await asked(key, draft);
    const { subjectHash } = await read<ApprovalDetail>(`/v1/approvals/${id}`, mara);
    const decision = { id: 'cut', by: mara.id, name: 'Mara', roles: ['manager'], at: new Date(), subjectHash };
    await api.store.approvals.decide('demo', id, { ...decision, outcome: 'approve' });
    expect((await read<RuleDetail>(`/v1/rules/${key}`)).version).toBe(0);
    expect(await settle()).toBe(1);
    expect(await read<RuleDetail>(`/v1/rules/${key}`)).toMatchObject({ version: 1, inForce: { publishedBy: mara.id } });
    expect(await settle()).toBe(0);
  });

  it('counts from when it was asked to, not before', async () => {
    const { key, draft } = await drafted();
    await decide(await asked(key, draft), mara);
    const next = await save(key, ines, { ...draft, rev: 0 }, { logic: rule('20') });
    const effectiveFrom = new Date(Date.now() + 86_400_000).toISOString();
    const id = await asked(key, next, { effectiveFrom });
    expect((await read<ApprovalDetail>(`/v1/approvals/${id}`, mara)).evidence.rule?.effectiveFrom).toBe(effectiveFrom);
    await decide(id, mara);
    const detail = await read<RuleDetail>(`/v1/rules/${key}`);
    expect([detail.version, detail.versions[0]]).toMatchObject([1, { version: 2, effectiveFrom }]);
    expect((await api.store.rules.inForce('demo', key, new Date(Date.now() + 2 * 86_400_000)))?.version).toBe(2);
  });

  it('of an old version’s content goes back to it, through the same decision', async () => {
    const { key, draft } = await drafted(rule('10'));
    await decide(await asked(key, draft), mara);
    const second = await save(key, ines, { ...draft, rev: 0 }, { logic: rule('20') });
    await decide(await asked(key, second), mara);
    const back = await save(key, ines, { ...draft, rev: 0 }, { logic: rule('10') });
    await decide(await asked(key, back), mara);
    const { versions, source } = await read<RuleDetail>(`/v1/rules/${key}`);
    expect(versions.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect([source, versions[0]?.hash]).toEqual([rule('10'), versions[2]?.hash]);
  });
});

describe('a publication is not asked for', () => {
  const blockedBy = async (key: string, body: object) => {
    const response = await publish(key, ines, body);
    expect(response.status).toBe(422);
    return ((await response.json()) as Problem).errors?.map(({ pointer, code }) => [pointer, code]);
  };

  it('while there are problems or red cases: all of them are told, with their places', async () => {
    const { key, draft } = await drafted();
    const logic = '{"if": [{"==": [{"var": "order.knd"}, "new"]}, {"type": "percent", "rate": 1.5}, {"type": "gift"}]}';
    const wrong = await save(key, ines, draft, { logic });
    const told = await blockedBy(key, { rev: wrong.rev });
    expect(told?.length).toBeGreaterThan(1);
    expect(told).toContainEqual(['/logic/if/0/==/0', 'unknown_fact']);
    const cases = [caseOf('right', terms('10')), caseOf('red', terms('11'))];
    const red = await save(key, ines, wrong, { logic: draft.logic, cases });
    expect(await blockedBy(key, { rev: red.rev })).toEqual([['/cases/1', 'red_case']]);
    const broken = await save(key, ines, red, { logic: '{"if": [' });
    expect((await blockedBy(key, { rev: broken.rev }))?.[0]?.[1]).toBe('not_json');
  });

  it('of a rule that uses one that is not published, or that uses itself', async () => {
    const { key, draft } = await drafted('{"rule": "no-such-rule"}');
    expect(await blockedBy(key, { rev: draft.rev })).toContainEqual(['/logic', 'unknown_rule']);
    const self = await save(key, ines, draft, { logic: JSON.stringify({ rule: key }) });
    expect(await blockedBy(key, { rev: self.rev })).toContainEqual(['/logic', 'rule_cycle']);
  });

  it('of a draft that is what the newest version is', async () => {
    const { key, draft } = await drafted();
    await decide(await asked(key, draft), mara);
    const same = await save(key, ines, { ...draft, rev: 0 }, {});
    expect(await blockedBy(key, { rev: same.rev })).toEqual([['', 'nothing_changed']]);
  });

  it('of another revision than the one that was looked at', async () => {
    const { key, draft } = await drafted();
    const newer = await save(key, ines, draft, { logic: rule('12') });
    const response = await publish(key, ines, { rev: draft.rev });
    expect([response.status, ((await response.json()) as StaleProblem).theirs?.rev]).toEqual([409, newer.rev]);
  });

  it('with a backtest of something else', async () => {
    const { key, draft } = await drafted();
    expect(await blockedBy(key, { rev: draft.rev, backtest: 'bkt_1' })).toEqual([['/backtest', 'unknown_backtest']]);
  });
});

describe('approving', () => {
  it('two rules that would then use one another publishes one and refuses the other', async () => {
    const a = await drafted('true', ines, 'guard');
    const b = await drafted('false', ines, 'guard');
    await decide(await asked(a.key, a.draft), mara);
    await decide(await asked(b.key, b.draft), mara);
    const usesB = await save(a.key, ines, { ...a.draft, rev: 0 }, { logic: JSON.stringify({ rule: b.key }) });
    const usesA = await save(b.key, ines, { ...b.draft, rev: 0 }, { logic: JSON.stringify({ rule: a.key }) });
    const first = await asked(a.key, usesB);
    const second = await asked(b.key, usesA);
    expect((await decide(first, mara)).status).toBe(200);
    const refused = await decide(second, mara);
    const problem = (await refused.json()) as Problem;
    expect([refused.status, problem.code, problem.errors?.[0]?.code]).toEqual([409, 'conflict', 'rule_cycle']);
    expect((await decide(second, mara, { outcome: 'reject', comment: 'A circle.' })).status).toBe(200);
  });
});

describe('a comparison', () => {
  it('goes from the version in force to the draft, in words', async () => {
    const { key, draft } = await drafted();
    await decide(await asked(key, draft), mara);
    await save(
      key,
      ines,
      { ...draft, rev: 0 },
      {
        logic: rule('20'),
        title: 'Standard, better',
        cases: [caseOf('new', terms('20'))],
      },
    );
    const diff = await read<RuleDiff>(`/v1/rules/${key}/diff`);
    expect([diff.from, diff.to]).toEqual([1, 'draft']);
    expect(diff.changes.map(({ code }) => code)).toEqual(['title_changed', 'outcome_changed', 'case_added']);
    expect(diff.changes.map(({ text }) => text.en).join('\n')).toMatch(/“Standard, better”\n.*10.% → 20.%/);
    expect((await read<RuleDiff>(`/v1/rules/${key}/diff?from=1&to=1`)).changes).toEqual([]);
    expect((await api.call('GET', `/v1/rules/${key}/diff?from=7`, { as: ines })).status).toBe(404);
    expect((await api.call('GET', `/v1/rules/${key}/diff?from=x`, { as: ines })).status).toBe(422);
  });
});

describe('rules from elsewhere', () => {
  const bring = (body: object) => api.call('POST', '/v1/rules/import', { as: ines, body });
  const report = async (body: object) => (await (await bring(body)).json()) as RuleImportReport;

  it('come back as they went, and become a draft under a key', async () => {
    const { key, draft } = await drafted(
      `{ "if": [true, ${JSON.stringify(terms('10.0'))}, ${JSON.stringify(terms('5'))}] }`,
    );
    const withCase = await save(key, ines, draft, { cases: [caseOf('a', terms('10.0'))], comments: { n: 'x' } });
    await decide(await asked(key, withCase), mara);
    const file = await read<RuleFile>(`/v1/rules/${key}/export`);
    expect(Object.keys(file).slice(0, 6)).toEqual(['key', 'kind', 'title', 'facts', 'logic', 'outcome']);
    const copy = await report({ text: JSON.stringify(file), key: `${key}-copy` });
    expect(copy).toEqual({ accepted: true, class: 'portable', problems: [], created: `${key}-copy` });
    const { logic, cases, comments, title } = await read<RuleDraft>(`/v1/rules/${key}-copy/draft`);
    expect({ logic, cases, comments, title }).toEqual({
      logic: file.logic,
      cases: file.cases,
      comments: file.comments,
      title: file.title,
    });
  });

  it('are only looked at where no key is named', async () => {
    expect(await report({ text: rule('7') })).toEqual({ accepted: true, class: 'portable', problems: [] });
  });

  it.each([
    ['text that is no JSON', 'hello {', 'not_json'],
    ['an operator that does not exist', '{"launch": [1]}', 'unknown_operator'],
    ['an inherited name', '{"var": "constructor.constructor"}', 'inherited_name'],
    ['a prototype', '{"__proto__": {"a": 1}, "b": 2}', 'inherited_name'],
    ['a computed variable', '{"var": {"cat": ["__pro", "to__"]}}', 'computed_fact'],
    ['a rule nested ten thousand deep', '{"!":'.repeat(10_000) + 'true' + '}'.repeat(10_000), 'too_deep'],
    ['brackets without end', '['.repeat(60_000), 'too_deep'],
    ['more than 64 KiB', JSON.stringify({ cat: ['ä'.repeat(40_000)] }), 'too_large'],
    ['a rule file with a wrong kind', JSON.stringify({ key: 'x', kind: 'evil', logic: '1' }), 'unknown_kind'],
  ])('are refused with a reason: %s', async (_name, text, code) => {
    const response = await bring({ text, key: 'hostile' });
    const body = (await response.json()) as RuleImportReport;
    expect([response.status, body.accepted, body.created]).toEqual([200, false, undefined]);
    expect(body.problems.map((problem) => problem.code)).toContain(code);
    expect((await api.call('GET', '/v1/rules/hostile', { as: ines })).status).toBe(404);
  });

  it('are refused with a proposal where they can be mended', async () => {
    const text =
      '{"if": [{"==": [{"var": "order.kind"}, "new"]}, {"type": "percent", "rate": "10"}, {"type": "none", "reason": "x"}], "extra": 1}';
    const single =
      '{"if": [{"==": [{"var": "order.net"}, "100"]}, {"type": "percent", "rate": "10"}, {"type": "none", "reason": "x"}]}';
    expect((await report({ text })).accepted).toBe(false);
    const { accepted, mended } = await report({ text: single });
    expect([accepted, mended?.problems]).toEqual([false, []]);
    expect((await report({ text: mended?.text ?? '' })).accepted).toBe(true);
  });

  it('of another kind than the rule of that key are refused', async () => {
    const { key } = await drafted();
    expect(await report({ text: 'true', key, kind: 'guard' })).toMatchObject({
      accepted: false,
      problems: [{ pointer: '/kind', code: 'wrong_kind' }],
    });
  });
});
