import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { text } from '../read.js';
import type { ActivityDeps } from './deps.js';

/**
 * The person whom a config field names, or the next one in turn of `role`; `sharing` says what is shared out. The same step tried
 * again is given the same person. Parks the step for somebody who is not there, and where nobody has the role.
 */
export async function personOf(
  deps: ActivityDeps,
  ctx: EffectContext,
  field: string,
  sharing: string,
): Promise<string> {
  const named = text(ctx.config, field);
  const staff = (await deps.store.users.list(ctx.programme)).filter(
    (user) => !user.disabled && !user.roles.includes('partner'),
  );
  if (named !== undefined) {
    if (!staff.some(({ id }) => id === named))
      throw new NonRetryable('unknown_user', `There is nobody on the team with the id "${named}".`);
    return named;
  }
  const role = text(ctx.config, 'role');
  if (role === undefined) throw new NonRetryable('nobody_named', 'The step names neither a person nor a role.');
  const people = staff.filter(({ roles }) => roles.includes(role)).map(({ id }) => id);
  const next = await deps.store.turns.next(ctx.programme, `${sharing}/${role}`, ctx.key, people);
  if (next === undefined) throw new NonRetryable('nobody_in_role', `Nobody has the role ${role}.`);
  return next;
}
