import type { Db } from 'mongodb';
import { adjustments } from './collections/adjustments.js';
import { admissions } from './collections/admissions.js';
import { apiKeys } from './collections/api-keys.js';
import { approvals } from './collections/approvals.js';
import { assets } from './collections/assets.js';
import { audit } from './collections/audit.js';
import { backtests } from './collections/backtests.js';
import { bankEntries, bankStatements } from './collections/bank-statements.js';
import { batchLeftOuts } from './collections/batch-left-outs.js';
import { batches } from './collections/batches.js';
import { calls } from './collections/calls.js';
import { commissions } from './collections/commissions.js';
import { connections } from './collections/connections.js';
import { couponRequests } from './collections/coupon-requests.js';
import { bulks } from './collections/bulks.js';
import { coupons } from './collections/coupons.js';
import { customers } from './collections/customers.js';
import { crms } from './collections/crms.js';
import { decisions } from './collections/decisions.js';
import { documentRequests } from './collections/document-requests.js';
import { flows, rules, templates } from './collections/documents.js';
import { events } from './collections/events.js';
import { factsSchemas } from './collections/facts-schemas.js';
import { flowParameters } from './collections/flow-parameters.js';
import { fxRates } from './collections/fx-rates.js';
import { groups } from './collections/groups.js';
import { idempotency } from './collections/idempotency.js';
import { ledger } from './collections/ledger.js';
import { links } from './collections/links.js';
import { lists } from './collections/lists.js';
import { memberships } from './collections/memberships.js';
import { messages } from './collections/messages.js';
import { notes } from './collections/notes.js';
import { notices } from './collections/notices.js';
import { orders } from './collections/orders.js';
import { pageScans } from './collections/page-scans.js';
import { partners } from './collections/partners.js';
import { payoutFiles } from './collections/payout-files.js';
import { payoutMethodChanges } from './collections/payout-method-changes.js';
import { payouts } from './collections/payouts.js';
import { programmes } from './collections/programmes.js';
import { prospects } from './collections/prospects.js';
import { publications } from './collections/publications.js';
import { rails } from './collections/rails.js';
import { referrals } from './collections/referrals.js';
import { runs } from './collections/runs.js';
import { sanctionsLists } from './collections/sanctions-lists.js';
import { sanctionsReviews } from './collections/sanctions-reviews.js';
import { schedules } from './collections/schedules.js';
import { exportsMade } from './collections/exports.js';
import { selfBillingNumbers } from './collections/self-billing-numbers.js';
import { spendClaims } from './collections/spend-claims.js';
import { statements } from './collections/statements.js';
import { subscriptions } from './collections/subscriptions.js';
import { system } from './collections/system.js';
import { taxForms } from './collections/tax-forms.js';
import { tasks } from './collections/tasks.js';
import { touches } from './collections/touches.js';
import { turns } from './collections/turns.js';
import { users } from './collections/users.js';
import { waits } from './collections/waits.js';
import { Database, type DatabaseOptions } from './core/database.js';

export type Store = Awaited<ReturnType<typeof openStore>>;

/**
 * Opens the store: connects, makes the indexes that are missing, and gives one repository per collection, whose every method
 * takes the programme first. Throws the driver's error where the server cannot be reached within 10 s.
 */
export async function openStore(options: DatabaseOptions) {
  const db = await Database.open(options);
  const native = (): Db => db.connection.db as unknown as Db;
  const commissionsRepository = commissions(db);
  const store = {
    events: events(db),
    orders: orders(db),
    touches: touches(db),
    partners: partners(db),
    prospects: prospects(db),
    links: links(db),
    coupons: coupons(db),
    couponRequests: couponRequests(db),
    pageScans: pageScans(db),
    assets: assets(db),
    notices: notices(db),
    calls: calls(db),
    connections: connections(db),
    customers: customers(db),
    referrals: referrals(db),
    decisions: decisions(db),
    groups: groups(db),
    spendClaims: spendClaims(db),
    commissions: commissionsRepository,
    ledger: ledger(db, commissionsRepository),
    backtests: backtests(db),
    adjustments: adjustments(db),
    batches: batches(db),
    batchLeftOuts: batchLeftOuts(db),
    bulks: bulks(db),
    payouts: payouts(db),
    payoutMethodChanges: payoutMethodChanges(db),
    payoutFiles: payoutFiles(db),
    bankStatements: bankStatements(db),
    bankEntries: bankEntries(db),
    statements: statements(db),
    selfBillingNumbers: selfBillingNumbers(db),
    taxForms: taxForms(db),
    sanctionsLists: sanctionsLists(db),
    sanctionsReviews: sanctionsReviews(db),
    exports: exportsMade(db),
    notes: notes(db),
    documentRequests: documentRequests(db),
    lists: lists(db),
    crms: crms(db),
    turns: turns(db),
    approvals: approvals(db),
    tasks: tasks(db),
    runs: runs(db),
    waits: waits(db),
    admissions: admissions(db),
    schedules: schedules(db),
    memberships: memberships(db),
    rules: rules(db),
    factsSchemas: factsSchemas(db),
    publications: publications(db),
    flows: flows(db),
    flowParameters: flowParameters(db),
    fxRates: fxRates(db),
    templates: templates(db),
    messages: messages(db),
    audit: audit(db),
    programmes: programmes(db),
    apiKeys: apiKeys(db),
    users: users(db),
    idempotency: idempotency(db),
    subscriptions: subscriptions(db),
    rails: rails(db),
    system: system(db),

    database: db,

    /** The driver's database, for what is not ours to map (the sign-in library's collections). */
    native,

    /** Answers where the server does; throws otherwise. */
    async ping(): Promise<void> {
      await native().command({ ping: 1 });
    },

    /** Which server was found, e.g. `MongoDB 7.0.14` or `mongo-java-server 5.0.0 (embedded)`. */
    async server(): Promise<{ name: string; embedded: boolean }> {
      const info = await native().command({ buildInfo: 1 });
      const embedded = info['gitVersion'] === undefined || info['modules'] === undefined;
      const version = String(info['version']);
      return { name: embedded ? `embedded database (speaks ${version})` : `MongoDB ${version}`, embedded };
    },

    /** Brings every document of every programme up to the present schema; answers how many were older, by collection. */
    async migrate(): Promise<Record<string, number>> {
      const migrated: Record<string, number> = {};
      for (const collection of db.collections.values())
        for (const programme of await store.programmes.keys()) {
          const count = await collection.migrate(programme);
          if (count > 0) migrated[collection.spec.name] = (migrated[collection.spec.name] ?? 0) + count;
        }
      return migrated;
    },

    close: (): Promise<void> => db.close(),
  };
  try {
    await db.createIndexes();
  } catch (error) {
    await db.close();
    throw error;
  }
  return store;
}
