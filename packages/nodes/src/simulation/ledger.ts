import {
  appendJournal,
  foldCommissions,
  headOf,
  isId,
  moneyToJson,
  type Act,
  type CommissionId,
  type CommissionPosition,
  type Decision,
  type Journal,
  type PartnerId,
  type Positions,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { read, readAll, write, type Documents } from './documents.js';
import type { World } from './types.js';

type Commission = Documents['commissions'];

/** A decision that was posted, or why it was refused. */
export type Posted =
  { ok: true; position: CommissionPosition; journals: Journal[] } | { ok: false; code: string; message: string };

/** Who acts where a flow does. */
export function actorOf(ctx: EffectContext): string {
  return `flow:${ctx.flow.key}@${ctx.flow.version}:${ctx.run}`;
}

/** A partner's journals in the order of the chain. */
export function chainOf(world: World, partner: PartnerId): Journal[] {
  return readAll(world, 'journals')
    .filter((journal) => journal.partner === partner)
    .sort((a, b) => a.seq - b.seq);
}

/** Where a partner's commissions stand. */
export function positionsOf(world: World, partner: PartnerId): Positions {
  return foldCommissions(chainOf(world, partner));
}

export function positionOf(world: World, commission: Commission): CommissionPosition {
  const position = positionsOf(world, commission.partner)[commission.id];
  if (!position) throw new NonRetryable('not_in_ledger', `Nothing was ever posted for commission ${commission.id}.`);
  return position;
}

/** Appends what is decided from the head of a partner's chain; a journal that is there already is not written again. */
export function post(
  world: World,
  ctx: EffectContext,
  partner: PartnerId,
  decide: (head: Journal | null, positions: Positions, act: Act) => Decision,
  reason?: Act['reason'],
): { ok: true; journals: Journal[] } | { ok: false; code: string; message: string } {
  const chain = chainOf(world, partner);
  const act: Act = {
    programme: ctx.programme,
    partner,
    at: new Date(world.now()),
    actor: actorOf(ctx),
    ...(reason && { reason }),
  };
  const decision = decide(headOf(chain), foldCommissions(chain), act);
  if (!decision.ok) return decision;
  let head = headOf(chain);
  const journals = decision.journals.map((decided) => {
    const stored = chain.find(({ id }) => id === decided.id);
    if (stored) return stored;
    head = appendJournal(head, decided);
    write(world, 'journals', head);
    if (head.postings.length > 0) tell(world, ctx, head);
    return head;
  });
  return { ok: true, journals };
}

/** Posts one decision about one commission and answers its position after it. */
export function postFor(
  world: World,
  ctx: EffectContext,
  commission: Commission,
  decide: (head: Journal | null, positions: Positions, act: Act) => Decision,
  reason?: Act['reason'],
): Posted {
  const posted = post(world, ctx, commission.partner, decide, reason);
  return posted.ok ? { ...posted, position: positionOf(world, commission) } : posted;
}

/** As `postFor`; every refusal parks the step. */
export function mustPost(...args: Parameters<typeof postFor>): CommissionPosition {
  const posted = postFor(...args);
  if (!posted.ok) throw new NonRetryable(posted.code, posted.message);
  return posted.position;
}

/** Commissions that a config names: one or several; parks the step where it names none that is there. */
export function commissionsOf(
  world: World,
  { config }: Pick<EffectContext, 'config'>,
  field = 'commissions',
): Commission[] {
  const value = config[field];
  const ids = (Array.isArray(value) ? value : [value]).filter((id): id is CommissionId => isId('commission', id));
  if (ids.length === 0) throw new NonRetryable('no_commission', `"${field}" names no commission.`);
  return ids.map((id) => {
    const found = read(world, 'commissions', id);
    if (!found) throw new NonRetryable('unknown_commission', `Commission ${id} is not stored.`);
    return found;
  });
}

/** Money that moved, written down as an effect of the step. */
function tell(world: World, ctx: EffectContext, journal: Journal): void {
  const [posting] = journal.postings.filter(({ amount }) => amount > 0n);
  world.did(
    ctx,
    `commission_${journal.kind}`,
    {
      partner: journal.partner,
      commissions: journal.commissions.map(({ id }) => id),
      ...(posting && { amount: { ...moneyToJson(posting) }, to: posting.account }),
    },
    journal.id,
  );
}
