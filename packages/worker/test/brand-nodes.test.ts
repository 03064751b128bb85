import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type Partner } from '@sluice/domain';
import { projectCouponRequest } from '@sluice/dispatcher/project/coupon';
import { startHookServer, type HookServer } from '@sluice/testkit/hook-server/server';
import { openWorld, programme, type World } from './node-support.js';

const key = programme.key;
let site: HookServer;
let world: World;
let nora: Partner;
beforeAll(async () => {
  site = await startHookServer('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  world = await openWorld();
  nora = await world.partner('nora');
  const kestrel = await world.partner('kestrel');
  await world.store.coupons.insert({
    id: derivedId('coupon', 'kestrel'),
    programme: key,
    partner: kestrel.id,
    code: 'KESTREL20',
    active: true,
    createdAt: new Date(),
  });
  await world.store.programmes.change(key, ({ settings }) => ({
    set: {
      settings: {
        ...settings,
        brand: {
          domains: ['shop.example'],
          bannedDomains: [],
          leakedCoupons: [],
          names: ['Lumen'],
          bannedWords: ['gratis'],
          claims: ['guaranteed results'],
        },
      },
    },
  }));
});
afterAll(async () => {
  await Promise.all([site.close(), world.close()]);
});

/** As the dispatcher folds the event. */
async function requested(code: string, landingPage?: string) {
  const at = new Date();
  const { event } = await world.store.events.insert(key, {
    programme: key,
    source: 'api',
    sourceId: code,
    type: 'coupon.requested',
    version: 1,
    occurredAt: at,
    receivedAt: at,
    data: { partnerId: nora.id, code, ...(landingPage !== undefined && { landingPage }) },
  });
  const deps = { store: world.store, now: () => at, failpoint: () => undefined, hash: (text: string) => text };
  const first = await projectCouponRequest(deps, event);
  expect(await projectCouponRequest(deps, event)).toEqual(first);
  return { subject: first.subject! };
}
const requestOf = ({ subject }: { subject: { id: string } }) =>
  world.store.couponRequests.get(key, subject.id as ReturnType<typeof derivedId<'coupon_request'>>);

describe('a coupon request', () => {
  it('that nothing speaks against is clear, and becomes a coupon with expiry and terms, once', async () => {
    const about = await requested(' harbour15 ');
    expect(await requestOf(about)).toMatchObject({ code: 'HARBOUR15', state: 'requested', partner: nora.id });
    expect(await world.run('check_coupon', {}, about)).toMatchObject({
      port: 'clear',
      output: { code: 'HARBOUR15', partner: nora.id, reasons: [] },
    });
    const config = { expires: 'P90D', terms: 'For {{ who }}.' };
    const made = await Promise.all(
      [1, 2, 3].map(() => world.run('create_coupon', config, { ...about, vars: { who: 'readers' } })),
    );
    expect(new Set(made.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(made[0]).toMatchObject({ output: { code: 'HARBOUR15', expiresAt: '2027-02-18T10:00:00.000Z' } });
    expect(await world.store.coupons.findByCode(key, 'harbour15')).toMatchObject({
      partner: nora.id,
      active: true,
      terms: 'For readers.',
    });
    expect(await requestOf(about)).toMatchObject({ state: 'created' });
    // Told again after all: its own coupon does not speak against it.
    expect(await world.run('check_coupon', {}, about)).toMatchObject({ port: 'clear' });
    await expect(world.run('create_coupon', { answer: 'decline' }, about)).rejects.toMatchObject({
      code: 'created_before',
    });
  });

  it.each([
    ['KESTREL20', 'coupon.taken'],
    ['KESTREL2O', 'coupon.look_alike'],
    ['GRATIS-NOW', 'coupon.banned_word'],
    ['LUMEN-FAN', 'coupon.brand'],
    ['??', 'coupon.format'],
  ])('%s is a conflict (%s), which is kept in words', async (code, reason) => {
    const about = await requested(code);
    const answers = [await world.run('check_coupon', {}, about), await world.run('check_coupon', {}, about)];
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ port: 'conflict', output: { reasons: [{ code: reason }] } });
    expect(await requestOf(about)).toMatchObject({ state: 'conflict', conflicts: [{ code: reason }] });
  });

  it('for a code that somebody has parks, and another code may be given', async () => {
    const about = { subject: { kind: 'coupon_request', id: derivedId('coupon_request', key, 'api', 'KESTREL20') } };
    await expect(world.run('create_coupon', {}, about)).rejects.toMatchObject({
      name: 'NonRetryable',
      code: 'code_taken',
    });
    await expect(world.run('create_coupon', { code: 'a b' }, about)).rejects.toMatchObject({ code: 'bad_code' });
    expect(await world.run('create_coupon', { code: 'nora-20' }, about)).toMatchObject({ output: { code: 'NORA-20' } });
  });

  it('is declined with a reason, once, and stays declined', async () => {
    const about = await requested('GRATIS-NOW');
    const config = { answer: 'decline', reason: 'it was not approved' };
    const first = await world.run('create_coupon', config, about);
    expect(await world.run('create_coupon', { ...config, reason: 'other' }, about)).toEqual(first);
    expect(await requestOf(about)).toMatchObject({ state: 'declined', reason: 'it was not approved' });
    await expect(world.run('create_coupon', {}, about)).rejects.toMatchObject({ code: 'declined_before' });
  });

  it('that is not there parks, and one of nobody makes none', async () => {
    await expect(
      world.run('check_coupon', {}, { subject: { kind: 'coupon_request', id: 'crq_none' } }),
    ).rejects.toMatchObject({ name: 'NonRetryable', code: 'unknown_request' });
  });
});

describe('a page', () => {
  const good = '<p>Ad: I earn a commission.</p><p>Try <a href="https://www.shop.example/x">it</a>.</p>';
  const bad = '<p><a href="https://sluice.example/t/nora">Buy</a>: guaranteed results!</p>';
  const scan = (node: string, url: string, config = {}) =>
    world.run('scan_page', { url, ...config }, { node, subject: { kind: 'partner', id: nora.id } });

  it('that discloses and claims nothing is in order', async () => {
    site.page('/good', good);
    expect(await scan('a', `${site.url}/good`)).toMatchObject({ port: 'ok', output: { findings: [], words: [] } });
  });

  it('that does not is found out, with words; what was found once stays found', async () => {
    site.page('/bad', bad);
    const first = await scan('b', `${site.url}/bad`);
    expect(first).toMatchObject({
      port: 'findings',
      output: {
        words: ['Nothing on the page says that it earns a commission.', expect.stringContaining('guaranteed')],
      },
    });
    site.page('/bad', good);
    expect(await scan('b', `${site.url}/bad`)).toEqual(first);
    const scans = await world.store.pageScans.ofPartner(key, nora.id);
    expect(scans.map(({ outcome }) => outcome).sort()).toEqual(['findings', 'ok']);
  });

  it('is held against the step’s own phrases too', async () => {
    site.page('/more', `${good}<p>Works overnight.</p>`);
    expect(await scan('c', `${site.url}/more`, { claims: ['works overnight'] })).toMatchObject({ port: 'findings' });
  });

  it.each([
    ['nobody answers', 'http://127.0.0.1:9999/', 'connection_failed'],
    ['it is not there', '/none', 'http_404'],
    ['it leads inside', 'https://169.254.169.254/latest/meta-data', 'address_private'],
    ['it is no address', 'nora dot example', 'url_invalid'],
  ])('cannot be read where %s', async (name, url, code) => {
    const answer = await scan(name, url.startsWith('/') ? site.url + url : url);
    expect(answer).toMatchObject({ port: 'unreachable', output: { findings: [] } });
    const stored = await world.store.pageScans.get(
      key,
      (answer.output as { scan: ReturnType<typeof derivedId<'page_scan'>> }).scan,
    );
    expect(stored?.error?.code).toBe(code);
  });

  it('is the landing page of the request it belongs to', async () => {
    site.page('/landing', good);
    const about = await requested('SPRING26', `${site.url}/landing`);
    expect(await world.run('scan_page', {}, about)).toMatchObject({
      port: 'ok',
      output: { url: `${site.url}/landing` },
    });
    expect(await world.store.pageScans.about(key, [about.subject.id])).toMatchObject([{ partner: nora.id }]);
  });

  it('that nobody names parks', async () =>
    expect(world.run('scan_page', {}, { subject: { kind: 'partner', id: nora.id } })).rejects.toMatchObject({
      code: 'no_page',
    }));
});
