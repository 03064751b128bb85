import { isCurrency, parseMoney } from '@sluice/domain';
import type { Adjustment, Approval, PartnerId } from '@sluice/domain';
import type { AdjustmentDto, DecisionResult } from '@sluice/contracts';
import { askForAdjustment, settleAdjustment } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { Names } from '../present/names.js';
import { at, compact, moneyDto } from '../present/plain.js';
import { approvalRow } from './approvals.js';
import { programmeOf } from './programme.js';
import { makersOf } from './publishing/drafts.js';
import { recordDecision, resultOf, type GivenDecision } from './publishing/decide.js';
import { actorOf } from './users.js';

/** Manual adjustments of what a partner is owed: asked for here, decided in the inbox. */
export function adjustmentRoutes(context: Context): Pick<Handlers, 'listAdjustments' | 'createAdjustment'> {
  const { store } = context;
  return {
    async listAdjustments({ caller, query }) {
      const { partner, ...rest } = query;
      const page = await store.adjustments.list(
        caller.programme,
        compact({ ...rest, partner: partner as PartnerId | undefined }),
      );
      const ids = page.data.map(({ approval }) => approval);
      const approvals = await store.approvals.collection.find(caller.programme, { _id: { $in: ids } });
      const by = new Map(approvals.map((approval) => [approval.id, approval]));
      const names = await new Names(store, caller.programme).load(page.data.map((one) => one.partner));
      const { singleOperator } = (await programmeOf(context, caller.programme)).settings;
      return {
        // An adjustment whose approval is not yet written (its maker was cut off) is asked for again under the same key.
        data: page.data.flatMap((one) => {
          const approval = by.get(one.approval);
          return approval ? [adjustmentDto(one, approval, caller, singleOperator, names)] : [];
        }),
        nextCursor: page.nextCursor,
      };
    },

    async createAdjustment({ caller, body, requestKey }) {
      const programme = await programmeOf(context, caller.programme);
      const { currency } = body.amount;
      if (!isCurrency(currency) || currency !== programme.currency)
        throw wrong('/amount/currency', 'currency', `The ledger of this programme is in ${programme.currency}.`);
      const partner = await store.partners.get(programme.key, body.partner as PartnerId);
      if (!partner) throw wrong('/partner', 'unknown_partner', 'There is no such partner.');
      const { adjustment, approval } = await askForAdjustment(store, programme, {
        requestKey,
        partner: partner.id,
        amount: parseMoney(body.amount),
        reason: body.reason,
        askedBy: actorOf(caller),
        askedAt: context.now(),
        makers: await makersOf(context, caller),
      });
      const names = await new Names(store, programme.key).load([partner.id]);
      return adjustmentDto(adjustment, approval, caller, programme.settings.singleOperator, names);
    },
  };
}

/** Takes a decision about an adjustment: recorded first, then done, by this process or, after a crash, by the dispatcher. */
export async function decideAdjustment(
  context: Context,
  caller: Caller,
  approval: Approval,
  decision: GivenDecision,
): Promise<DecisionResult> {
  const id = approval.subject.id as Adjustment['id'];
  const after = await recordDecision(context, caller, approval, decision, { adjustment: id });
  await settleAdjustment(context.store, approval.programme, id, context.now()).catch((error: unknown) =>
    context.log(`The decision ${approval.id} is recorded; the dispatcher will post what follows from it.`, error),
  );
  return resultOf(after);
}

function adjustmentDto(
  adjustment: Adjustment,
  approval: Approval,
  caller: Caller,
  makersMayDecide: boolean,
  names: Names,
): AdjustmentDto {
  const { needed, given, canDecide, barredBy } = approvalRow(approval, caller, makersMayDecide);
  return compact({
    id: adjustment.id,
    partner: names.partner(adjustment.partner),
    amount: moneyDto(adjustment.amount),
    reason: adjustment.reason,
    state: adjustment.state,
    approval: adjustment.approval,
    subjectHash: approval.subjectHash,
    needed,
    given,
    canDecide,
    barredBy,
    askedBy: adjustment.askedBy,
    askedAt: at(adjustment.askedAt),
    decidedAt: adjustment.decidedAt && at(adjustment.decidedAt),
    decidedBy: approval.decisions.map(({ name, outcome, comment }) => compact({ name, outcome, comment })),
    commission: adjustment.commission,
    journal: adjustment.journal,
  });
}

function wrong(pointer: string, code: string, message: string): Refusal {
  return new Refusal('invalid', { detail: message, errors: [{ pointer, code, message }] });
}
