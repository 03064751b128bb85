/** Who may do what: the one table that every route, every button and the tests are made from. What is not here is denied. */
export const roles = ['admin', 'ops', 'manager', 'finance', 'partner', 'auditor', 'api'] as const;
export type Role = (typeof roles)[number];

/** `any`: everything of the programme. `own`: only what belongs to the caller's partner; anything else is not found. */
export type Reach = 'any' | 'own';

const staff = { admin: 'any', ops: 'any', manager: 'any', finance: 'any' } as const;
const readers = { ...staff, auditor: 'any', api: 'any' } as const;

/** `api` is the most that any API key can be given; what a key may do is that and its scopes. */
export const permissions = {
  'me.read': { ...readers, partner: 'any' },
  'own.read': { partner: 'own' },
  'programme.read': readers,
  // Its payouts: minimums, fees, calendar, from when two approve.
  'programme.write': { admin: 'any', finance: 'any' },
  'event.read': readers,
  'event.write': { admin: 'any', api: 'any' },
  'partner.read': { ...readers, partner: 'own' },
  'application.decide': { admin: 'any', ops: 'any', manager: 'any' },
  'partner.write': { admin: 'any', ops: 'any', manager: 'any', api: 'any' },
  'partner.merge': { admin: 'any', ops: 'any' },
  'partner.erase': { admin: 'any' },
  'prospect.read': readers,
  'prospect.write': { admin: 'any', ops: 'any', manager: 'any', api: 'any' },
  'note.read': readers,
  'note.write': { ...staff, api: 'any' },
  'document.read': { ...readers, partner: 'own' },
  // A partner gives what it was asked for; staff note what came by another way.
  'document.fulfil': { admin: 'any', ops: 'any', manager: 'any', partner: 'own' },
  'referral.read': { ...readers, partner: 'own' },
  'referral.write': { admin: 'any', ops: 'any', manager: 'any', api: 'any' },
  'list.read': readers,
  'list.write': { admin: 'any', ops: 'any', manager: 'any', api: 'any' },
  'crm.read': { admin: 'any', ops: 'any' },
  'crm.write': { admin: 'any' },
  'order.read': readers,
  // What partners earn by: groups, tiers, agreements of their own, spend caps.
  'terms.read': readers,
  'terms.write': { admin: 'any', finance: 'any' },
  'commission.read': { ...readers, partner: 'own' },
  'statement.read': { ...readers, partner: 'own' },
  'approval.read': readers,
  'approval.decide': { admin: 'any', manager: 'any', finance: 'any' },
  'batch.read': readers,
  'batch.create': { ...staff, api: 'any' },
  'batch.cancel': { admin: 'any', finance: 'any' },
  'payout_method.read': { ...staff, auditor: 'any', partner: 'own' },
  'payout_method.write': { ...staff, partner: 'own' },
  // Files hold bank details: whoever pays sees them.
  'payout.export': { admin: 'any', finance: 'any' },
  'payout.export_again': { admin: 'any' },
  // By finance, and never by whoever made the batch.
  'payout.mark': { admin: 'any', finance: 'any' },
  'bank.read': { admin: 'any', finance: 'any', auditor: 'any' },
  'bank.import': { admin: 'any', finance: 'any' },
  'rail.read': readers,
  'rail.write': { admin: 'any', finance: 'any' },
  // Forms hold names and addresses; their numbers are masked but for whoever may reveal them.
  'tax.read': { admin: 'any', finance: 'any', auditor: 'any' },
  'tax.review': { admin: 'any', finance: 'any' },
  'tax.reveal': { admin: 'any', finance: 'any' },
  'tax.export': { admin: 'any', finance: 'any' },
  'tax.settings': { admin: 'any', finance: 'any' },
  'tax_form.submit': { partner: 'own' },
  'sanctions.read': { admin: 'any', finance: 'any', auditor: 'any' },
  'sanctions.import': { admin: 'any', finance: 'any', api: 'any' },
  'sanctions.decide': { admin: 'any', finance: 'any' },
  'ledger.read': readers,
  // To take a list out as a file; what is on it needs the list's own permission beside this one.
  'export.read': readers,
  'rate.read': readers,
  'rate.write': { admin: 'any', finance: 'any', api: 'any' },
  'adjustment.read': readers,
  // To ask for it; deciding is `approval.decide`.
  'adjustment.write': staff,
  'run.read': readers,
  'run.command': { admin: 'any', ops: 'any', manager: 'any', finance: 'any', api: 'any' },
  'flow.read': readers,
  'flow.write': { admin: 'any', ops: 'any', manager: 'any', api: 'any' },
  // To ask for it; deciding is `approval.decide`.
  'flow.publish': { admin: 'any', ops: 'any', manager: 'any' },
  'flow.simulate': { ...staff, api: 'any' },
  // To move waiting runs to another version, which others have approved.
  'flow.migrate': { admin: 'any', ops: 'any', manager: 'any' },
  'rule.read': readers,
  'rule.evaluate': { ...staff, api: 'any' },
  'rule.write': { admin: 'any', ops: 'any', manager: 'any', api: 'any' },
  // To ask for it; deciding is `approval.decide`.
  'rule.publish': { admin: 'any', ops: 'any', manager: 'any' },
  'rule.backtest': { ...staff, api: 'any' },
  'message.read': readers,
  'notice.read': { ...readers, partner: 'own' },
  'notice.mark': { partner: 'own' },
  'coupon.read': { ...readers, partner: 'own' },
  'coupon.request': { admin: 'any', ops: 'any', manager: 'any', api: 'any', partner: 'own' },
  'asset.read': { ...readers, partner: 'own' },
  'asset.write': { admin: 'any', ops: 'any', manager: 'any', api: 'any' },
  'brand.read': readers,
  'brand.write': { admin: 'any', ops: 'any', manager: 'any' },
  'connection.read': { admin: 'any', ops: 'any' },
  'connection.write': { admin: 'any' },
  'task.read': readers,
  'task.complete': staff,
  'audit.read': readers,
  'metrics.read': readers,
  'stream.read': { ...readers, partner: 'own' },
  'user.manage': { admin: 'any' },
  'key.manage': { admin: 'any' },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Action = keyof typeof permissions;
export const actions = Object.keys(permissions) as [Action, ...Action[]];

/** The widest reach that any of `held` has for `action`; false denies. No role grants nothing. */
export function can(held: readonly Role[], action: Action): Reach | false {
  const row: Partial<Record<Role, Reach>> = permissions[action];
  let reach: Reach | false = false;
  for (const role of held) {
    const granted = row[role];
    if (granted === 'any') return 'any';
    if (granted === 'own') reach = 'own';
  }
  return reach;
}

/** Everything that `held` may do, as `{ action: reach }`; for API keys cut down to `scopes`. */
export function granted(held: readonly Role[], scopes?: readonly Action[]): Partial<Record<Action, Reach>> {
  const result: Partial<Record<Action, Reach>> = {};
  for (const action of actions) {
    const reach = can(held, action);
    if (reach && (scopes === undefined || scopes.includes(action))) result[action] = reach;
  }
  return result;
}
