import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoFlows } from '@sluice/cli/demo/seed';
import { derivedId, type JsonObject, type PartnerId } from '@sluice/domain';
import { reviewSegmentPage } from '@sluice/store/operations/index';
import { startCrmServer, type CrmServer } from '../src/crm-server/server.js';
import {
  approvalOf,
  batchIn,
  commissionIn,
  credited,
  decide,
  deliver,
  openBatch,
  paidEvents,
  people,
  settled,
} from '../src/harness/steps.js';
import { startSystem, type System } from '../src/harness/system.js';
import { until } from '../src/harness/until.js';

/** The five recipes as they ship, on real servers; only their durations are seconds. What is asserted is what came of them. */
const programme = 'demo';
const day = 86_400_000;
const partnerOf = (slug: string): PartnerId => derivedId('partner', programme, 'demo', slug);
const kestrel = partnerOf('kestrel-reviews');
const hafen = partnerOf('studio-hafen');
const bluepeak = partnerOf('bluepeak-media');
const gruenwald = partnerOf('gruenwald-it');
const fjord = partnerOf('fjord-analytics');

let system: System;
let crm: CrmServer;
let page: { url: string; html: string; server: Server };

beforeAll(async () => {
  [crm, page] = await Promise.all([startCrmServer(), landingPage()]);
  system = await startSystem({ name: 'recipes', flows: demoFlows, env: { SLUICE_CALL_LOOPBACK: 'true' } });
  await parameters('onboarding', {
    pages_after: 'PT1S',
    webinar_after: 'PT1S',
    stories_after: 'PT1S',
    check_after: 'PT1S',
  });
  await parameters('re-engagement', { answer_within: 'PT2S', goal: 1, goal_within: 'PT45S', bonus_hold: 'PT2S' });
  await parameters('brand-guardrails', { scan_after: 'PT1S', again_after: 'PT4S' });
  const partners = await system.store.partners.list(programme, { limit: 200 });
  for (const { id } of partners.data)
    await system.store.partners.change(programme, id, () => ({ set: { timeZone: zoneByDay() } }));
  await post(
    '/v1/assets',
    { kind: 'landing_page', title: 'What does it cost?', url: 'https://halden.example/pricing' },
    people.ops,
  );
  const put = await system.api.call('PUT', '/v1/crms/crm', {
    as: people.admin,
    body: { url: crm.url, mapping: { Email: 'lead.email', Source: 'partner.name' } },
  });
  expect(put.status).toBe(200);
}, 300_000);

afterAll(async () => {
  await system?.stop();
  await crm?.close();
  page?.server.close();
}, 60_000);

describe('the five recipes, each from its trigger to its end', () => {
  it('re-engagement: 30 quiet days → snapshot → challenge → won: the bonus is earned, held and payable', async () => {
    await fallQuiet([kestrel, hafen]);
    await mailsTo(kestrel, ['snapshot', 'challenge']);
    // Stripe tells whole seconds: the second in which the challenge began would be before it.
    const at = new Date(Date.now() + 1_000);
    const anna = credited(system, 'kestrel-reviews', { name: 'anna', amount: 47_600, tax: 7_600, at });
    await deliver(system, paidEvents(anna));
    await ended('re-engagement', kestrel, 'challenge_won');
    const [bonus, ...others] = await system.store.commissions.collection.find(programme, {
      partner: kestrel,
      component: 'bonus',
    });
    expect(others).toEqual([]);
    expect(bonus).toMatchObject({ amount: { amount: 5_000n, currency: 'USD' }, position: { state: 'payable' } });
  }, 120_000);

  it('onboarding: applied, approved, welcomed, shown pages, webinar and case studies; a quiet newcomer is called', async () => {
    const email = `nell-${system.tag}@notes.example`;
    await post('/v1/applications', {
      name: 'Nell Notes',
      email,
      type: 'creator',
      acceptsTerms: true,
      timeZone: zoneByDay(),
    });
    const nell = await until(
      'the application',
      async () => (await system.store.partners.findByEmail(programme, email))?.id,
    );
    const answer = await decide(system, await approvalOf(system, nell), people.manager);
    expect(answer.status).toBe(200);
    const busy = { click: { id: `click-${system.tag}`, link: 'gruenwald-it' } };
    await tell('click', 'click', busy);
    await tell('approved', 'partner.approved', { partnerId: gruenwald });

    await finishTask(nell, 'Call a partner who has not begun', people.manager);
    await ended('onboarding', nell, 'helped');
    await ended('application-approval', nell, 'approved');
    const weeks = ['welcome', 'landing-pages', 'webinar', 'case-studies'];
    await mailsTo(nell, ['application-approved', ...weeks, 'nudge']);
    expect(await partner(nell)).toMatchObject({ status: 'active', tags: ['quiet start'] });
    const [pages] = await system.store.messages.collection.find(programme, {
      partner: nell,
      template: 'landing-pages',
    });
    expect(pages?.html).toContain('https://halden.example/pricing');

    await ended('onboarding', gruenwald, 'active');
    await mailsTo(gruenwald, [...weeks, 'check-in']);
    expect((await partner(gruenwald)).tags).toContain('onboarded');
  }, 120_000);

  it('lead qualification: a business goes to the CRM with attribution and to a person; a free mailbox is nurtured and reviewed', async () => {
    const lead = (id: string, email: string) =>
      tell(id, 'lead.created', {
        lead: { id: `${id}-${system.tag}`, email, country: 'DE' },
        attribution: { partnerId: bluepeak },
      });
    await lead('good', 'anna@northwind.example');
    await lead('free', 'bert@gmail.com');
    const good = await referral('good');
    await ended('lead-qualification', good, 'qualified');
    expect(await system.store.referrals.collection.need(programme, good)).toMatchObject({
      status: 'approved',
      stage: 'qualified',
      tags: ['Qualified'],
      assignee: expect.stringMatching(/./),
    });
    const pushed = crm.leads.filter(({ body }) => body.id === good);
    expect(pushed).toHaveLength(1);
    expect(pushed[0]?.body).toMatchObject({
      fields: { Email: 'anna@northwind.example', Source: 'Bluepeak Media' },
      attribution: { partner: { id: bluepeak } },
    });
    expect(await sent({ template: 'lead-alert', to: people.manager })).toBe(1);

    const free = await referral('free');
    await finishTask(free, 'Review a lead by hand', people.ops);
    await ended('lead-qualification', free, 'reviewed');
    expect(await system.store.lists.ofMember(programme, free)).toHaveLength(1);
    expect((await system.store.referrals.collection.need(programme, free)).tags).toEqual(['Manual review']);
    expect(crm.leads).toHaveLength(1);
  }, 120_000);

  it('brand guardrails: a code is checked, approved and made with expiry and terms; the page is looked at until it is right', async () => {
    const asked = await post<{ id: string }>(
      '/v1/coupon-requests',
      { code: 'SPRING26', landingPage: page.url },
      'pay@kestrel-reviews.example',
    );
    expect((await decide(system, await approvalOf(system, asked.id), people.manager)).status).toBe(200);
    await mailsTo(kestrel, ['coupon-approved', 'page-findings']);
    page.html = disclosed;
    await ended('brand-guardrails', asked.id, 'page_in_order');
    const [coupon] = await system.store.coupons.collection.find(programme, { code: 'SPRING26' });
    expect(coupon).toMatchObject({ partner: kestrel, active: true, terms: expect.stringContaining('no bidding') });
    const left = (coupon?.expiresAt?.getTime() ?? 0) - Date.now();
    expect(Math.round(left / day)).toBe(90);
    await until('the request to be in the audit log', async () => {
      const said = await audited(asked.id);
      return said.includes('coupon.requested') && said.includes('coupon.checked');
    });
    const scans = await system.store.pageScans.ofPartner(programme, kestrel);
    expect([...new Set(scans.map(({ outcome }) => outcome))].sort()).toEqual(['findings', 'ok']);
    // What a change says is passed on to the audit log a moment later.
    for (const { id } of scans)
      await until('the scan to be in the audit log', async () => (await audited(id)).join() === 'page.scanned');

    const taken = await post<{ id: string }>(
      '/v1/coupon-requests',
      { code: 'N0RA1O', landingPage: page.url },
      'pay@kestrel-reviews.example',
    );
    await ended('brand-guardrails', taken.id, 'refused');
    expect(await sent({ template: 'coupon-refused', partner: kestrel })).toBe(1);
  }, 120_000);

  it('payout approval: the order is payable, the batch with the bonus approved, paid, and told with a statement', async () => {
    const commission = await commissionIn(system, 'anna', 'payable', 60_000);
    expect(commission.amount).toEqual({ amount: 8_000n, currency: 'USD' });
    const batch = await openBatch(system, people.priya);
    expect(batch).toMatchObject({ total: { amount: 13_000n }, payouts: 1 });
    expect((await decide(system, await approvalOf(system, batch.id), people.tomas)).status).toBe(200);
    await batchIn(system, batch.id, 'sent');
    await ended('payout-batch', batch.id, 'paid');
    const payouts = await system.store.payouts.ofBatch(programme, batch.id);
    expect(payouts).toMatchObject([{ partner: kestrel, state: 'paid', amount: { amount: 13_000n } }]);
    const statements = await system.store.statements.collection.find(programme, { partner: kestrel });
    expect(statements).toMatchObject([{ payout: payouts[0]?.id }]);
    expect(statements[0]?.lines.map(({ amount }) => amount.amount).sort()).toEqual([-13_000n, 5_000n, 8_000n]);
    const [told] = await system.store.messages.collection.find(programme, { partner: kestrel, template: 'paid' });
    expect(told?.subjectLine).toContain('$130.00');
  }, 120_000);

  it('re-engagement, the other endings: the challenge is missed and the tier goes down, or on the lowest tier a person checks in', async () => {
    await ended('re-engagement', hafen, 'tier_lowered');
    await mailsTo(hafen, ['snapshot', 'challenge', 'tier-changed']);
    expect((await partner(hafen)).tier).toBe('bronze');
    await until('the tier to be in the audit log', async () => (await audited(hafen)).includes('partner.tier_changed'));

    await finishTask(fjord, 'Check in with a quiet partner', people.manager);
    await ended('re-engagement', fjord, 'checked_in');
  }, 120_000);

  it('leaves no run open and the books right', async () => {
    await settled(system, 60_000);
  }, 150_000);
});

/** Durations and amounts of new runs, by the API. */
async function parameters(flow: string, values: JsonObject): Promise<void> {
  const { body } = await system.api.call<{ rev: number }>('GET', `/v1/flows/${flow}/parameters`, { as: people.ops });
  const answer = await system.api.call('PATCH', `/v1/flows/${flow}/parameters`, {
    as: people.ops,
    body: { rev: body.rev, values },
  });
  if (answer.status !== 200) throw new Error(`${flow}: ${JSON.stringify(answer.body)}`);
}

async function post<T>(path: string, body: JsonObject, as?: string): Promise<T> {
  const answer = await system.api.call<T>('POST', path, { body, ...(as !== undefined && { as }) });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function tell(id: string, type: string, data: JsonObject): Promise<void> {
  await post('/v1/events', [{ id: `${system.tag}-${id}`, type, occurredAt: new Date().toISOString(), data }] as never);
}

/** They were new 45 days ago and have done nothing since: they come into the segment, and with them who joined 60 days ago. */
async function fallQuiet(partners: readonly PartnerId[]): Promise<void> {
  const now = new Date();
  const joined = new Date(now.getTime() - 45 * day);
  for (const id of partners) await system.store.partners.change(programme, id, () => ({ set: { createdAt: joined } }));
  const review = async (at: Date, quietly: boolean) =>
    reviewSegmentPage(system.store, {
      programme: await system.store.programmes.need(programme),
      segment: 'inactive',
      at,
      now,
      cause: `test:${at.toISOString()}`,
      quietly,
    });
  await review(new Date(now.getTime() - 40 * day), true);
  await review(now, false);
}

const partner = (id: PartnerId) => system.store.partners.need(programme, id);

/** The partner has got these mails and, of the recipe's, no others. */
async function mailsTo(id: PartnerId, templates: readonly string[]): Promise<void> {
  await until(
    `mails to ${id}: ${templates.join(', ')}`,
    async () => {
      const got = await system.store.messages.collection.find(programme, { partner: id });
      const missing = templates.filter(
        (template) => !got.some((one) => one.template === template && one.state === 'sent'),
      );
      if (missing.length > 0)
        throw new Error(`missing ${missing.join()}, got ${got.map((one) => `${one.template} ${one.state}`).join()}`);
      return true;
    },
    60_000,
  );
}

const sent = async (query: Record<string, unknown>): Promise<number> =>
  (await system.store.messages.collection.find(programme, query)).length;

/** The run of a flow about something has ended so. */
async function ended(flow: string, subject: string, outcome: string): Promise<void> {
  await until(
    `${flow} about ${subject} to end with ${outcome}`,
    async () => {
      const runs = await system.store.runs.collection.find(programme, { flowKey: flow, 'subject.id': subject });
      const said = runs.map((run) => run.outcome ?? run.status);
      if (said.join() !== outcome) throw new Error(`it is ${said.join()}`);
      return true;
    },
    90_000,
  );
}

/** Somebody does the open task about it, over the API. */
async function finishTask(about: string, title: string, as: string): Promise<void> {
  const task = await until(
    `the task “${title}”`,
    async () =>
      (await system.store.tasks.about(programme, about)).find((one) => one.title === title && one.state === 'open'),
    90_000,
  );
  await post(`/v1/tasks/${task.id}/complete`, { note: 'Done.' }, as);
}

async function referral(lead: string) {
  return until(
    `the referral of ${lead}`,
    async () =>
      (await system.store.referrals.collection.find(programme, { customerExternalId: `${lead}-${system.tag}` }))[0]?.id,
  );
}

async function audited(subject: string): Promise<string[]> {
  return (await system.store.audit.about(programme, subject, 100)).map(({ action }) => action);
}

/** Where it is day now, so that nobody's night holds mails back. */
function zoneByDay(): string {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'America/Los_Angeles',
    'Pacific/Auckland',
    'Asia/Tokyo',
    'Asia/Kolkata',
  ];
  const hour = (timeZone: string) =>
    Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(new Date()));
  return zones.find((zone) => hour(zone) >= 10 && hour(zone) <= 17) ?? 'UTC';
}

const advert = '<a href="https://halden.example/?via=kestrel-reviews">Halden</a> is what we use.';
const disclosed = `<html><body><p>Advertisement: we earn a commission when you buy through our links.</p><p>${advert}</p></body></html>`;

/** A page of the partner's that does not say at first that it is an advertisement. */
async function landingPage(): Promise<{ url: string; html: string; server: Server }> {
  const served = { url: '', html: `<html><body><p>${advert}</p></body></html>`, server: createServer() };
  served.server.on('request', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(served.html);
  });
  await new Promise<void>((resolve) => served.server.listen(0, '127.0.0.1', resolve));
  served.url = `http://127.0.0.1:${(served.server.address() as AddressInfo).port}/kettle`;
  return served;
}
