import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type PartnerId, type PayoutId, type ProgrammeSettings } from '@sluice/domain';
import type { SanctionsEntry } from '@sluice/domain/sanctions/entry';
import { endOf } from '@sluice/domain/tax/filed';
import type { TaxFormKey, TaxValues } from '@sluice/domain/tax/form';
import { taxForm } from '@sluice/domain/tax/forms';
import type { Store } from '../src/index.js';
import { relayOnce } from '../src/index.js';
import { chaseTaxForms, dueForExport, payeeStandings, screenEverybody, taxYear } from '../src/operations/index.js';
import { demo, dropAndClose, freshStore, programme, serverName } from './support.js';

const server = await serverName();
const now = new Date('2026-11-20T12:00:00Z');
const tin = '123456789';

describe(`taxes on ${server}`, () => {
  let store: Store;
  beforeAll(async () => {
    store = await freshStore();
    await store.programmes.insertOrRead(demo);
  });
  afterAll(() => dropAndClose(store));

  const settings = (set: Partial<ProgrammeSettings>) =>
    store.programmes.change(programme, ({ settings: { tax: _t, sanctions: _s, vat: _v, ...rest } }) => ({
      set: { settings: { ...rest, ...set } },
    }));
  const partner = async (name: string, country = 'US'): Promise<PartnerId> => {
    const id: PartnerId = derivedId('partner', programme, name);
    await store.partners.insertOrRead({
      id,
      programme,
      name,
      email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
      type: 'creator',
      status: 'active',
      tier: 'bronze',
      tierSince: now,
      country,
      language: 'en',
      timeZone: 'UTC',
      tags: [],
      custom: {},
      createdAt: now,
    });
    return id;
  };
  const give = (of: PartnerId, form: TaxFormKey, values: TaxValues, signedOn = '2026-11-20', key = form as string) => {
    const definition = taxForm(form);
    const endsOn = endOf(definition, signedOn);
    return store.taxForms.submit({
      id: derivedId('tax_form', of, key),
      programme,
      partner: of,
      form,
      purpose: definition.purpose,
      edition: definition.edition,
      values,
      sealed: 'enc:1:abc',
      masked: { tin: '•••••6789' },
      signedAs: 'Ada',
      capacity: 'self',
      signedOn,
      ...(endsOn !== undefined && { endsOn }),
      submittedAt: now,
      submittedBy: { id: 'usr_1' },
    });
  };
  const accept = (id: Awaited<ReturnType<typeof give>>['id']) =>
    store.taxForms.review(programme, id, { outcome: 'accept', by: { id: 'usr_2' }, at: now });
  const standing = async (of: PartnerId, at = now) => (await payeeStandings(store, programme, [of], at)).get(of);

  it('a programme that asks for nothing has nothing to say', async () => {
    await settings({});
    expect((await payeeStandings(store, programme, [await partner('Nora Quiet')], now)).size).toBe(0);
  });

  it('a form is waited for, holds until it ends, and versions are kept', async () => {
    await settings({ tax: { formRequired: true, usSource: true } });
    const ada = await partner('Ada Doe', 'DE');
    expect(await standing(ada)).toMatchObject({
      leftOut: { params: { state: 'missing' } },
      withholding: { rate: '30' },
    });
    const first = await give(ada, 'w8ben', { name: 'Ada Doe', country: 'DE' });
    expect(await standing(ada)).toMatchObject({ leftOut: { params: { state: 'submitted' } } });
    await accept(first.id);
    expect(await standing(ada)).toEqual({
      withholding: { rate: '30', reason: { code: 'withholding.statutory', params: { rate: '30' } } },
    });
    const treaty = { treaty: 'yes', treatyCountry: 'DE', treatyArticle: '7', treatyRate: '0' };
    const second = await give(ada, 'w8ben', { name: 'Ada Doe', country: 'DE', ...treaty }, '2026-11-20', 'second');
    expect([first.version, second.version]).toEqual([1, 2]);
    await accept(second.id);
    expect(await standing(ada)).toBeUndefined();
    const later = new Date('2030-01-01T12:00:00Z');
    expect(await standing(ada, later)).toMatchObject({ leftOut: { params: { state: 'expired', on: '2029-12-31' } } });
    expect(await store.taxForms.ofPartner(programme, ada)).toHaveLength(2);
  });

  it('a form that is sent twice is one, two at once are two versions, and a decision stands', async () => {
    const eva = await partner('Eva Twice');
    const [a, b, c] = await Promise.all([
      give(eva, 'w9', { name: 'Eva' }, '2026-11-20', 'a'),
      give(eva, 'w9', { name: 'Eva' }, '2026-11-20', 'a'),
      give(eva, 'w9', { name: 'Eva' }, '2026-11-20', 'b'),
    ]);
    expect(a.id).toBe(b.id);
    expect(new Set([a.version, c.version])).toEqual(new Set([1, 2]));
    await accept(a.id);
    const again = await store.taxForms.review(programme, a.id, {
      outcome: 'reject',
      by: { id: 'usr_3' },
      at: now,
      reason: 'no',
    });
    expect(again.state).toBe('accepted');
  });

  it('a form that ends soon is asked for anew once, and marked when it has ended', async () => {
    await settings({ tax: { formRequired: true, remindDays: 60 } });
    const uma = await partner('Uma Ending', 'FR');
    await accept((await give(uma, 'w8ben', { name: 'Uma' }, '2023-05-01')).id);
    const november = new Date('2026-11-10T12:00:00Z');
    expect(await chaseTaxForms(store, programme, new Date('2026-10-01T12:00:00Z'))).toEqual({ expired: 0, ending: 0 });
    expect(await chaseTaxForms(store, programme, november)).toEqual({ expired: 0, ending: 1 });
    expect(await chaseTaxForms(store, programme, november)).toEqual({ expired: 0, ending: 0 });
    expect(await chaseTaxForms(store, programme, new Date('2027-01-01T12:00:00Z'))).toEqual({ expired: 1, ending: 0 });
    await relayOnce(store);
    const told = await store.events.collection.find(programme, { type: 'tax_form.expiring' });
    expect(told.map(({ data }) => data['partnerId'])).toEqual([uma]);
  });

  it('VAT follows the declaration that was accepted', async () => {
    const company = { name: 'Halden GmbH', street: 'Weg 1', town: 'Berlin' };
    await settings({ vat: { country: 'DE', number: 'DE136695976', selfBilling: true, company } });
    const max = await partner('Max Firma', 'AT');
    const declared = await give(max, 'vat', {
      name: 'Max',
      street: 'Gasse 2',
      town: 'Wien',
      country: 'AT',
      status: 'business',
      vatNumber: 'ATU13585627',
      selfBilling: 'yes',
    });
    expect(await standing(max)).toBeUndefined();
    await accept(declared.id);
    expect(await standing(max)).toEqual({
      vat: {
        rate: '0',
        scheme: 'reverse_charge',
        reason: { code: 'vat.reverse_charge', params: { country: 'DE', from: 'AT' } },
      },
    });
    expect(await store.taxForms.vatProfile(programme, max)).toMatchObject({
      name: 'Max',
      address: { street: 'Gasse 2', town: 'Wien' },
      number: 'ATU13585627',
      status: 'business',
    });
  });

  it('who needs an invoice that cannot be written is left out, and told whose name, address or number is missing', async () => {
    const company = { name: 'Halden GmbH', street: 'Weg 1', town: 'Berlin' };
    const vat = { country: 'DE', number: 'DE136695976', selfBilling: true };
    const lea = await partner('Lea Ohne', 'AT');
    const declared = { name: 'Lea', country: 'AT', status: 'business', vatNumber: 'ATU13585627', selfBilling: 'yes' };
    await accept((await give(lea, 'vat', declared)).id);
    const paul = await partner('Paul Privat', 'AT');
    await accept((await give(paul, 'vat', { name: 'Paul', country: 'AT', status: 'private' })).id);
    const missing = async (of: PartnerId) => (await standing(of))?.leftOut?.params;
    await settings({ vat });
    expect(await missing(lea)).toEqual({ whose: 'programme', missing: 'address' });
    await settings({ vat: { country: 'DE', selfBilling: true, company } });
    expect(await missing(lea)).toEqual({ whose: 'programme', missing: 'number' });
    await settings({ vat: { ...vat, company } });
    expect(await missing(lea)).toEqual({ whose: 'partner', missing: 'address' });
    // Nobody writes an invoice of a private person.
    expect(await missing(paul)).toBeUndefined();
    await accept((await give(lea, 'vat', { ...declared, street: 'Gasse 2', town: 'Wien' }, '2026-11-20', 'whole')).id);
    expect(await missing(lea)).toBeUndefined();
  });

  it('self-billed numbers have no gap and no double, under a crowd that asks twice', async () => {
    const payouts = Array.from({ length: 40 }, (_, at): PayoutId => derivedId('payout', 'numbered', String(at)));
    const issued = await Promise.all(
      [...payouts, ...payouts].map((payout) => store.selfBillingNumbers.issue(programme, 2026, payout, now)),
    );
    const by = new Map(issued.map(({ payout, seq }) => [payout, seq]));
    expect([...by.values()].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    expect(issued.every(({ payout, seq }) => by.get(payout) === seq)).toBe(true);
    expect((await store.selfBillingNumbers.issue(programme, 2027, derivedId('payout', 'next'), now)).seq).toBe(1);
    const after = await store.selfBillingNumbers.issue(programme, 2027, payouts[0]!, now);
    expect([after.year, after.seq]).toEqual([2026, by.get(payouts[0]!)]);
  });

  it('everybody waits without a list or with a stale one; a likeness waits for a person, whose word is remembered', async () => {
    await settings({ sanctions: { screen: true, maxAgeDays: 7 } });
    const ivan = await partner('Ivan Petrovsky', 'DE');
    const nora = await partner('Nora Winter', 'DE');
    const both = async (at = now) => {
      const found = await payeeStandings(store, programme, [ivan, nora], at);
      return [ivan, nora].map((id) => found.get(id)?.leftOut?.code);
    };
    const stale = 'left_out.sanctions_stale';
    expect(await both()).toEqual([stale, stale]);
    const entry: SanctionsEntry = {
      uid: '7',
      kind: 'individual',
      name: 'Ivan PETROVSKY',
      aliases: [],
      programs: ['SDGT'],
      births: [],
      countries: [],
    };
    const filler = Array.from({ length: 1_200 }, (_, at): SanctionsEntry => ({
      ...entry,
      uid: `x${at}`,
      name: `Zzyx Qwor${at}`,
    }));
    const load = (entries: SanctionsEntry[], at: Date) =>
      store.sanctionsLists.import(
        programme,
        { list: 'ofac_sdn', entries, leftOut: 0, source: 'test' },
        { actor: { id: 'usr_1' }, at },
      );
    const list = await load([entry, ...filler], now);
    expect([list.chunks, list.persons]).toEqual([3, 1_201]);
    expect(await both()).toEqual(['left_out.sanctions_block', undefined]);
    expect(await both(new Date('2026-11-28T12:00:00Z'))).toEqual([stale, stale]);
    const [review] = await store.sanctionsReviews.ofPartners(programme, [ivan]);
    const decide = (outcome: 'clear' | 'confirm', fingerprint: string) =>
      store.sanctionsReviews.decide(programme, review!.id, {
        outcome,
        note: 'Passport seen.',
        by: { id: 'usr_2' },
        at: now,
        fingerprint,
      });
    await decide('clear', review!.fingerprint);
    expect(await both()).toEqual([undefined, undefined]);
    await load([entry, ...filler], new Date('2026-11-21T12:00:00Z'));
    expect(await both(new Date('2026-11-28T11:00:00Z'))).toEqual([undefined, undefined]);
    // The entry has changed: what was decided was about another one.
    await load([{ ...entry, births: ['1970'] }, ...filler], new Date('2026-11-22T12:00:00Z'));
    expect(await both()).toEqual(['left_out.sanctions_block', undefined]);
    await decide('clear', 'an old one');
    expect(await both()).toEqual(['left_out.sanctions_block', undefined]);
    const [reopened] = await store.sanctionsReviews.ofPartners(programme, [ivan]);
    await decide('confirm', reopened!.fingerprint);
    expect(await both()).toEqual(['left_out.sanctions_confirmed', undefined]);
    await store.partners.change(programme, nora, () => ({ set: { organisation: 'Ivan Petrovsky' } }));
    expect(await screenEverybody(store, programme, now)).toBeGreaterThan(1);
    expect((await store.sanctionsReviews.ofPartners(programme, [nora])).map(({ state }) => state)).toEqual(['open']);
    await store.partners.change(programme, nora, () => ({ set: { organisation: 'Winter Ltd' } }));
    expect(await both()).toEqual(['left_out.sanctions_confirmed', undefined]);
  });

  it('the year’s totals equal the ledger, and a correction holds what has changed', async () => {
    await settings({ tax: {} });
    const pat = await partner('Pat Paid');
    await accept((await give(pat, 'w9', { name: 'Pat Paid', classification: 'individual', tinKind: 'ssn' })).id);
    const post = (
      kind: 'earn' | 'adjust' | 'paid' | 'returned',
      name: string,
      at: string,
      amounts: [string, bigint][],
    ) =>
      store.ledger.post(programme, pat, { commissions: [] }, () => ({
        ok: true,
        journals: [
          {
            id: derivedId('journal', pat, name),
            programme,
            partner: pat,
            at: new Date(at),
            kind,
            cause: name,
            commissions: [],
            payout: derivedId('payout', name.slice(0, 2)),
            postings: amounts.map(([account, amount]) => ({
              account: account as 'adjustment',
              amount,
              currency: 'USD',
            })),
            actor: 'test',
          },
        ],
      }));
    await post('adjust', 'p0', '2025-01-01T10:00:00Z', [
      ['adjustment', -900_000n],
      ['partner:in_transit', 900_000n],
    ]);
    const payment = (sign: bigint): [string, bigint][] => [
      ['partner:in_transit', -250_000n * sign],
      ['withholding', 60_000n * sign],
      ['cash:sandbox', 190_000n * sign],
    ];
    await post('paid', 'p1', '2025-12-31T22:00:00Z', payment(1n));
    await post('paid', 'p2', '2025-12-31T23:30:00Z', payment(1n));
    const first = await taxYear(store, programme, 2025);
    expect(first.rows.map(({ partner: id, paid, withheld, reporting }) => [id, paid, withheld, reporting])).toEqual([
      [pat, 250_000n, 60_000n, 'reported'],
    ]);
    expect((await taxYear(store, programme, 2026)).rows[0]?.paid).toBe(250_000n);
    const due = await dueForExport(store, programme, first);
    expect([due.kind, due.rows.length]).toEqual(['original', 1]);
    await store.taxForms.noteExported(
      {
        key: 'one',
        programme,
        year: 2025,
        kind: 'original',
        rows: due.rows
          .map((row) => ({ ...row, paid: row.paid.toString(), withheld: row.withheld.toString() }))
          .map(({ partner: id, paid, withheld, reporting }) => ({ partner: id, paid, withheld, reporting })),
        createdAt: now,
        by: 'usr_1',
      },
      { id: 'usr_1' },
    );
    expect((await dueForExport(store, programme, first)).rows).toEqual([]);
    await post('returned', 'p1 back', '2026-01-15T10:00:00Z', payment(-1n));
    const corrected = await dueForExport(store, programme, await taxYear(store, programme, 2025));
    expect([corrected.kind, corrected.rows.map(({ paid }) => paid)]).toEqual(['correction', [0n]]);
    const ledger = await store.ledger.accounts(programme);
    const cash = ledger.find(({ account }) => account === 'cash:sandbox')?.balance;
    const years = [...(await taxYear(store, programme, 2025)).rows, ...(await taxYear(store, programme, 2026)).rows];
    expect(years.reduce((sum, { paid, withheld }) => sum + paid - withheld, 0n)).toBe(cash);
  });

  it('no number is in the audit log, a message or an event', async () => {
    await relayOnce(store);
    const audit = await store.audit.collection.find(programme, {});
    const events = await store.events.collection.find(programme, {});
    expect(audit.length).toBeGreaterThan(10);
    const text = JSON.stringify([audit, events], (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    expect(text).not.toContain(tin);
    expect(text).not.toContain('enc:1:abc');
  });
});
