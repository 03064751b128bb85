import { describe, expect, it } from '@jest/globals';
import { actions, can, granted, permissions, roles } from '@sluice/contracts';
import type { Action } from '@sluice/contracts';

describe('permissions', () => {
  it('deny where no role is held', () => {
    for (const action of actions) expect(can([], action)).toBe(false);
  });

  it('give the widest reach of several roles', () => {
    expect(can(['partner'], 'commission.read')).toBe('own');
    expect(can(['partner', 'finance'], 'commission.read')).toBe('any');
  });

  const never: [string, Action[]][] = [
    [
      'partner',
      actions.filter(
        (action) =>
          !/^(me|own|partner|document|referral|commission|statement|stream|notice|coupon|asset)\.read$|^(document\.fulfil|notice\.mark|coupon\.request|payout_method\.(read|write)|tax_form\.submit)$/.test(
            action,
          ),
      ),
    ],
    ['auditor', actions.filter((action) => !action.endsWith('.read') || action === 'own.read')],
    ['api', ['approval.decide', 'task.complete', 'user.manage', 'key.manage']],
    ['ops', ['approval.decide', 'event.write', 'user.manage', 'key.manage']],
  ];
  it.each(never)('%s never gets what is not theirs', (role, denied) => {
    for (const action of denied)
      expect(
        can(
          roles.filter((one) => one === role),
          action,
        ),
      ).toBe(false);
  });

  it('cut an API key down to its scopes, and no scope grants nothing', () => {
    expect(granted(['api'], ['event.write', 'user.manage'])).toEqual({ 'event.write': 'any' });
    expect(granted(['api'], [])).toEqual({});
  });

  it('name only known roles', () => {
    for (const row of Object.values(permissions)) {
      for (const role of Object.keys(row)) expect(roles).toContain(role);
    }
  });
});
