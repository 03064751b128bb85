import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { extractText, getDocumentProxy } from 'unpdf';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { rails } from '@sluice/connectors/rails/index';
import { statementRenderer } from '@sluice/connectors/statement/index';
import {
  decideEarn,
  decideRelease,
  derivedId,
  renderExplanation,
  type BatchId,
  type JsonObject,
  type Locale,
  type PartnerId,
  type Payout,
  type PayoutId,
  type Programme,
  type Statement,
  type VatScheme,
} from '@sluice/domain';
import type { TaxValues } from '@sluice/domain/tax/form';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { activity as issueStatements } from '@sluice/nodes/issue_statements/activity';
import { activity as openBatch } from '@sluice/nodes/open_batch/activity';
import { activity as sendPayouts } from '@sluice/nodes/send_payouts/activity';
import { openStore, verify, type Store } from '@sluice/store';
import { cancelPayout, payeeStandings, settlePayout } from '@sluice/store/operations/index';
import { storePayable } from '../src/bench/payable.js';
import { approveBatch, payoutStep } from '../src/harness/payout-step.js';
import { startSandboxRail, type SandboxRailServer } from '../src/sandbox-rail/server.js';

/** Payouts whose invoices the programme writes, through the real store and over the sandbox rail, up to the files that partners read. */
const key = 'selfbilled';
const company = { name: 'Halden Software GmbH', street: 'Torstraße 5', postcode: '10119', town: 'Berlin' };
const vat = { country: 'DE', number: 'DE136695976', selfBilling: true };
const programme: Programme = {
  ...demoProgramme,
  key,
  timeZone: 'Europe/Berlin',
  settings: { ...demoProgramme.settings, minimumPayout: {}, payouts: { calendar: 'on_demand' }, vat },
};
const names = ['abroad', 'domestic', 'nowhere', 'private', 'small'] as const;
type Name = (typeof names)[number];
const id = (name: Name): PartnerId => derivedId('partner', key, String(names.indexOf(name)));
const wien = { street: 'Gasse 2', postcode: '1010', town: 'Wien', country: 'AT' };
const declared: Record<Name, TaxValues> = {
  abroad: { name: 'Max Öst OG', ...wien, status: 'business', vatNumber: 'ATU13585627', selfBilling: 'yes' },
  domestic: {
    name: 'Erika Muster e.K.',
    street: 'Allee 9',
    postcode: '80331',
    town: 'München',
    country: 'DE',
    status: 'business',
    vatNumber: 'DE129274202',
    selfBilling: 'yes',
  },
  nowhere: { name: 'Ohne Ort', country: 'AT', status: 'business', vatNumber: 'ATU13585627', selfBilling: 'yes' },
  private: { name: 'Paul Privat', ...wien, status: 'private' },
  small: {
    name: 'Klara Klein',
    street: 'Pfad 3',
    town: 'Köln',
    country: 'DE',
    status: 'small_business',
    selfBilling: 'yes',
  },
};
const directory = mkdtempSync(join(tmpdir(), 'sluice-self-billing-'));
let store: Store;
let rail: SandboxRailServer;
let deps: ActivityDeps;
let clock = Date.parse('2026-11-02T09:00:00Z');
/** Where the worker is killed next, once. */
let strike: string | undefined;

beforeAll(async () => {
  store = await openStore({
    uri: process.env['SLUICE_TEST_MONGODB_URI']!,
    database: `selfbilled_${randomUUID().slice(0, 8)}`,
  });
  await store.programmes.insertOrRead(programme);
  await storePayable(store, programme, names.length);
  for (const name of names) await declare(name, declared[name]);
  rail = await startSandboxRail({ directory, settleMs: 0 });
  deps = {
    store,
    rails: rails({ sandboxUrl: rail.url }),
    mailer: { key: 'none', send: () => Promise.reject(new Error('A batch sends no mail by itself.')) },
    mailFrom: 'Test <test@example.com>',
    baseUrl: 'http://localhost',
    now: () => new Date((clock += 1_000)),
    failpoint: (name) => {
      if (name !== strike) return;
      strike = undefined;
      throw new Error(`killed at ${name}`);
    },
    openAccount: (account) => account,
    heartbeat: () => undefined,
  };
});
afterAll(async () => {
  await rail.close();
  await store.native().dropDatabase();
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const batchId = (name: string): BatchId => derivedId('batch', key, name);
const numbers = async () =>
  (await store.selfBillingNumbers.ofYear(key, 2026)).map(({ seq, payout }) => [seq, payout] as const);
const payoutOf = async (batch: string, name: Name): Promise<Payout> =>
  (await store.payouts.ofBatch(key, batchId(batch))).find(({ partner }) => partner === id(name))!;
const statementOf = async (payout: PayoutId): Promise<Statement> => (await store.statements.ofPayout(key, payout))!;
const problems = async () =>
  // The commissions were written without the rule that decided them.
  (await verify(store, { programme: key, railRecords: [...rail.record.payouts.values()] })).filter(
    ({ code }) => code !== 'rule_missing',
  );

describe('a payout whose invoice the programme writes', () => {
  const batch = batchId('first');

  it('is left out with a reason, where the programme or the partner has no postal address', async () => {
    expect((await run(openBatch, batchId('none'), 'open')).port).toBe('opened');
    const left = async () => {
      const found = await payeeStandings(store, key, names.map(id), deps.now());
      return Object.fromEntries([...found].flatMap(([of, { leftOut }]) => (leftOut ? [[of, leftOut.params]] : [])));
    };
    const ours = { whose: 'programme', missing: 'address' };
    expect(await left()).toEqual({
      [id('abroad')]: ours,
      [id('domestic')]: ours,
      [id('nowhere')]: ours,
      [id('small')]: ours,
    });
    const [alone, ...others] = await store.payouts.ofBatch(key, batchId('none'));
    expect([alone?.partner, others]).toEqual([id('private'), []]);
    await cancelPayout(store, key, alone!.id, {
      actor: { id: 'test' },
      at: deps.now(),
      why: 'cancelled',
      reason: { code: 'left_out.cancelled', params: {} },
    });
    await store.programmes.change(key, ({ settings }) => ({
      set: { settings: { ...settings, vat: { ...vat, company } } },
    }));
    expect((await run(openBatch, batch, 'open')).port).toBe('opened');
    expect(await left()).toEqual({ [id('nowhere')]: { whose: 'partner', missing: 'address' } });
    expect((await store.payouts.ofBatch(key, batch)).map(({ settlement }) => settlement?.vat?.scheme).sort()).toEqual([
      'outside_scope',
      'reverse_charge',
      'small_business',
      'standard',
    ] satisfies VatScheme[]);
  });

  it('that is cancelled has drawn no number; what is paid draws one each, without a gap, wherever the step is killed', async () => {
    const small = await payoutOf('first', 'small');
    await cancelPayout(store, key, small.id, {
      actor: { id: 'test' },
      at: deps.now(),
      why: 'cancelled',
      reason: { code: 'left_out.cancelled', params: {} },
    });
    expect((await run(sendPayouts, batch, 'send', { batch, approval: await approve(batch) })).port).toBe('sent');
    expect(await numbers()).toEqual([]);
    const places = ['self_billing.issue.before', 'self_billing.issue.after', 'statement.insert.before'];
    for (const place of [...places, 'statement.insert.after', 'payout.statement.before', 'payout.statement.after']) {
      strike = place;
      await expect(run(issueStatements, batch, 'state', { batch })).rejects.toThrow(`killed at ${place}`);
    }
    for (const _again of [1, 2])
      expect((await run(issueStatements, batch, 'state', { batch })).output).toMatchObject({ statements: 3 });
    const drawn = await numbers();
    expect(drawn.map(([seq]) => seq)).toEqual([1, 2]);
    const [abroad, domestic] = [await payoutOf('first', 'abroad'), await payoutOf('first', 'domestic')];
    expect(drawn.map(([, payout]) => payout).sort()).toEqual([abroad.id, domestic.id].sort());
    expect((await statementOf((await payoutOf('first', 'private')).id)).selfBilling).toBeUndefined();
    expect(await problems()).toEqual([]);
  });

  it.each<[Name, Locale, string[]]>([
    [
      'abroad',
      'en',
      [
        'Self-billing invoice no.',
        'Max Öst OG',
        'Gasse 2',
        '1010 Wien',
        'Austria',
        'ATU13585627',
        'Reverse charge',
        'VAT at 0 %',
        'Issued',
      ],
    ],
    [
      'abroad',
      'de',
      [
        'Gutschrift Nr.',
        '1010 Wien',
        'Österreich',
        'Steuerschuldnerschaft des Leistungsempfängers',
        'Umsatzsteuer zu 0 %',
        'Ausgestellt',
      ],
    ],
    [
      'domestic',
      'en',
      [
        'Self-billing invoice no.',
        'Erika Muster e.K.',
        'Allee 9',
        '80331 München',
        'Germany',
        'DE129274202',
        'VAT at 19 %',
      ],
    ],
    [
      'domestic',
      'de',
      ['Gutschrift Nr.', 'Allee 9', 'Deutschland', 'Umsatzsteuer zu 19 %', 'Der Betrag enthält 19 % Umsatzsteuer'],
    ],
  ])('is an invoice in HTML, PDF and CSV: %s in %s', async (name, locale, words) => {
    const payout = await payoutOf('first', name);
    const statement = await statementOf(payout.id);
    const due = payout.settlement?.vat?.amount.amount ?? 0n;
    expect(due > 0n).toBe(name === 'domestic');
    expect(statement.invoice).toMatchObject({
      base: payout.amount,
      vat: { amount: due, currency: 'USD' },
      issuedOn: '2026-11-02',
      service: { from: '2026-10-02', to: '2026-10-02' },
    });
    const partner = await store.partners.need(key, payout.partner);
    const source = { statement, programme, partner, locale, say: spoken };
    const [html, pdf, csv] = await Promise.all((['html', 'pdf', 'csv'] as const).map((form) => render(source, form)));
    const figure = (amount: bigint) =>
      `$${(Number(amount) / 100).toFixed(2)}`.replace('.', locale === 'de' ? ',' : '.');
    const everywhere = [
      statement.selfBilling ?? 'no number',
      'Halden Software GmbH',
      'Torstraße 5',
      '10119 Berlin',
      'DE136695976',
      locale === 'de' ? '2. Okt. 2026' : '2 Oct 2026',
      locale === 'de' ? '2. Nov. 2026' : '2 Nov 2026',
      figure(payout.amount.amount),
      figure(payout.amount.amount + due),
      ...words,
    ];
    const document = await getDocumentProxy(new Uint8Array(pdf!.content));
    const read = plain((await extractText(document, { mergePages: true })).text);
    for (const word of everywhere) {
      expect(plain(html!.content.toString('utf8').replaceAll(/<[^>]+>/g, ' '))).toContain(plain(word));
      expect(read).toContain(plain(word));
    }
    const rows = parse(csv!.content.toString('utf8'), { columns: true, bom: true }) as Record<string, string>[];
    expect(rows.at(-1)).toMatchObject({
      kind: 'invoice',
      invoice: statement.selfBilling,
      vat_rate: name === 'domestic' ? '19' : '0',
      net: (Number(payout.amount.amount) / 100).toFixed(2),
      vat: (Number(due) / 100).toFixed(2),
      supplier: expect.stringContaining(words[2] ?? ''),
      recipient: expect.stringContaining('Torstraße 5, 10119 Berlin'),
      recipient_vat_number: 'DE136695976',
    });
  });

  it('that came back and is sent again keeps its invoice; what is new beside it gets one of its own', async () => {
    const first = await payoutOf('first', 'domestic');
    const { selfBilling } = await statementOf(first.id);
    await comesBack(first);
    await pay('again', { resends: first.id });
    const again = await payoutOf('again', 'domestic');
    expect(again).toMatchObject({ resends: first.id, state: 'paid' });
    const kept = await statementOf(again.id);
    expect([kept.selfBilling, kept.invoice]).toEqual([selfBilling, undefined]);
    expect(spoken(kept.notes ?? [], 'en')).toContain(`Its self-billed invoice is ${selfBilling}; no other one`);
    expect(await numbers()).toHaveLength(2);

    await comesBack(again);
    await earns('domestic', 4_000n);
    await pay('third');
    const third = await statementOf((await payoutOf('third', 'domestic')).id);
    expect(third.invoice).toMatchObject({
      base: { amount: 4_000n },
      vat: { amount: 760n },
      amends: { number: selfBilling, how: 'adds' },
    });
    expect((await numbers()).map(([seq]) => seq)).toEqual(
      Array.from({ length: (await numbers()).length }, (_, at) => at + 1),
    );
    const invoices = (await store.statements.ofPartner(key, id('domestic'))).flatMap(({ invoice }) => invoice ?? []);
    expect(invoices).toHaveLength(2);
    const paid = (await payoutOf('third', 'domestic')).settlement?.vat?.amount.amount;
    expect(invoices.reduce((sum, invoice) => sum + invoice.vat.amount, 0n)).toBe(paid);
    expect(await problems()).toEqual([]);
  });

  it('a number drawn before its statement could be written is that of the payout that sends the money again', async () => {
    await earns('abroad', 6_000n);
    await run(openBatch, batchId('cut'), 'open');
    await run(sendPayouts, batchId('cut'), 'send', { batch: batchId('cut'), approval: await approve(batchId('cut')) });
    strike = 'self_billing.issue.after';
    await expect(run(issueStatements, batchId('cut'), 'state', { batch: batchId('cut') })).rejects.toThrow('killed');
    const cut = await payoutOf('cut', 'abroad');
    const before = await numbers();
    expect(before.at(-1)?.[1]).toBe(cut.id);
    await comesBack(cut);
    await pay('after');
    const { invoice } = await statementOf((await payoutOf('after', 'abroad')).id);
    expect(invoice?.number).toBe(`SB-2026-${String(before.length).padStart(6, '0')}`);
    expect(await numbers()).toEqual(before);
    expect(await problems()).toEqual([]);
  });

  it('whose address was taken away meanwhile parks the step and draws nothing', async () => {
    await earns('abroad', 6_000n);
    await run(openBatch, batchId('gone'), 'open');
    const batch = batchId('gone');
    await run(sendPayouts, batch, 'send', { batch, approval: await approve(batch) });
    await store.programmes.change(key, ({ settings }) => ({ set: { settings: { ...settings, vat } } }));
    const before = await numbers();
    await expect(run(issueStatements, batch, 'state', { batch })).rejects.toMatchObject({ code: 'invoice_party' });
    expect(await numbers()).toEqual(before);
    await store.programmes.change(key, ({ settings }) => ({
      set: { settings: { ...settings, vat: { ...vat, company } } },
    }));
    await run(issueStatements, batch, 'state', { batch });
    expect(await numbers()).toHaveLength(before.length + 1);
  });
});

const render = statementRenderer();
const plain = (text: string) => text.replaceAll(/[\s\u202f\u00a0]+/g, ' ');
const spoken = (parts: Parameters<typeof renderExplanation>[0], locale: Locale) =>
  renderExplanation(parts, locale).join(' ');

/** Opens, approves, sends and states a batch. */
async function pay(name: string, config: JsonObject = {}): Promise<void> {
  const batch = batchId(name);
  expect((await run(openBatch, batch, 'open', config)).port).toBe('opened');
  await run(sendPayouts, batch, 'send', { batch, approval: await approve(batch) });
  await run(issueStatements, batch, 'state', { batch });
}

async function comesBack(payout: Payout): Promise<void> {
  const { attempts } = await store.payouts.need(key, payout.id);
  const attempt = attempts.at(-1)!.key;
  await rail.record.append({ kind: 'state', key: attempt, state: 'returned', at: new Date().toISOString() });
  await settlePayout(store, key, payout.id, { attempt, outcome: 'returned', at: deps.now(), actor: 'test' });
}

/** One more commission of a partner that is payable. */
async function earns(name: Name, amount: bigint): Promise<void> {
  const partner = id(name);
  const [like] = await store.commissions.ofPartner(key, partner);
  const commission = derivedId('commission', key, randomUUID());
  const at = deps.now();
  const { rev: _rev, position: _position, stateSince: _since, ...of } = like!;
  const earned = { ...of, id: commission, lineKey: commission, amount: { amount, currency: 'USD' }, occurredAt: at };
  await store.commissions.insertOrRead(earned);
  const act = { programme: key, partner, at, actor: 'test' };
  for (const kind of ['earn', 'release'] as const)
    await store.ledger.post(key, partner, { commissions: [commission] }, (head, positions) =>
      kind === 'earn'
        ? decideEarn(head, positions, { ...act, commission: earned, holds: [], timeZone: 'UTC' })
        : decideRelease(head, positions, { ...act, commission }),
    );
}

async function declare(name: Name, values: TaxValues): Promise<void> {
  const { id: form } = await store.taxForms.submit({
    id: derivedId('tax_form', key, name),
    programme: key,
    partner: id(name),
    form: 'vat',
    purpose: 'vat',
    edition: '2026',
    values,
    sealed: '',
    masked: {},
    signedAs: 'Somebody',
    capacity: 'owner',
    signedOn: '2026-09-01',
    submittedAt: new Date('2026-09-01T09:00:00Z'),
    submittedBy: { id: 'usr_1' },
  });
  await store.taxForms.review(key, form, { outcome: 'accept', by: { id: 'usr_2' }, at: new Date() });
}

function run(
  activity: { run: (deps: ActivityDeps, ctx: EffectContext) => Promise<EffectResult> },
  batch: BatchId,
  node: string,
  config: JsonObject = {},
): Promise<EffectResult> {
  return activity.run(deps, payoutStep(key, batch, node, config));
}

function approve(batch: BatchId): Promise<string> {
  return approveBatch(store, key, batch, deps.now());
}
