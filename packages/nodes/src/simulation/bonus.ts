import { decideEarn, decideRelease, type Commission } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { bonusHoldsOf } from '../decisions/bonus.js';
import { read, write } from './documents.js';
import { actorOf, mustPost } from './ledger.js';
import type { World } from './types.js';

/** Stores a bonus and posts `earn`, once; what is not held at all is payable at once. Answers it as it is stored. */
export function bookBonus(world: World, ctx: EffectContext, commission: Commission): Commission {
  const { programme } = world;
  const booked = read(world, 'commissions', commission.id) ?? commission;
  if (booked === commission) write(world, 'commissions', commission);
  const holds = bonusHoldsOf(ctx, programme, booked.createdAt, actorOf(ctx));
  mustPost(world, ctx, booked, (head, positions, act) =>
    decideEarn(head, positions, { ...act, commission: booked, holds, timeZone: programme.timeZone }),
  );
  if (holds.length === 0)
    mustPost(world, ctx, booked, (head, positions, act) =>
      decideRelease(head, positions, { ...act, commission: booked.id }),
    );
  return booked;
}
