import { money, moneyToJson, type BatchId, type Plan } from '@sluice/domain';
import { approversFor, partnersAtOnce, planner } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import type { Handlers } from '../http/wire.js';
import { leftOutDto, settlementDto } from '../present/batch.js';
import { Names } from '../present/names.js';
import { at, compact, moneyDto } from '../present/plain.js';
import { refuseUnpayable } from './batches.js';
import { programmeOf } from './programme.js';

const shownAtMost = 200;

/** What a batch would pay, worked out as a batch that is opened works it out, some partners at a time. */
export function batchPreviewRoutes(context: Context): Pick<Handlers, 'previewBatch'> {
  const { store } = context;
  return {
    async previewBatch({ caller, body, locale }) {
      await refuseUnpayable(context, caller.programme, body);
      const programme = await programmeOf(context, caller.programme);
      const now = context.now();
      const currency = body.currency ?? programme.currency;
      const cutoff = body.cutoff === undefined ? now : new Date(body.cutoff);
      const batch = { id: 'bat_preview' as BatchId, currency, cutoff };
      const partners = await store.commissions.payablePartners(programme.key, currency);
      const planned = await planner(store, programme, batch, now);
      let total = 0n;
      let count = 0;
      let largest: Plan['payouts'] = [];
      const leftOut: Plan['leftOut'] = [];
      for (let start = 0; start < partners.length; start += partnersAtOnce) {
        const plan = await planned(partners.slice(start, start + partnersAtOnce));
        total += plan.total.amount;
        count += plan.payouts.length;
        leftOut.push(...plan.leftOut);
        largest = [...largest, ...plan.payouts]
          .sort((a, b) => (b.amount.amount > a.amount.amount ? 1 : b.amount.amount < a.amount.amount ? -1 : 0))
          .slice(0, shownAtMost);
      }
      const shownLeft = leftOut.slice(0, shownAtMost);
      const names = await new Names(store, programme.key).load(
        [...largest, ...shownLeft].map(({ partner }) => partner),
      );
      return {
        currency,
        cutoff: at(cutoff),
        total: moneyToJson(money(total, currency)),
        payouts: count,
        approversNeeded: await approversFor(store, programme.key, money(total, currency), cutoff),
        largest: largest.map((payout) =>
          compact({
            partner: names.partner(payout.partner),
            amount: moneyDto(payout.amount),
            rail: payout.rail,
            items: payout.items.length,
            settlement: payout.settlement && settlementDto(payout.settlement),
          }),
        ),
        leftOut: leftOut.length,
        reasons: reasonsOf(leftOut, currency),
        left: shownLeft.map((one) => leftOutDto(one, names, locale)),
      };
    },
  };
}

function reasonsOf(leftOut: Plan['leftOut'], currency: string) {
  const by = new Map<string, { partners: number; amount: bigint }>();
  for (const { reason, amount } of leftOut) {
    const known = by.get(reason.code) ?? { partners: 0, amount: 0n };
    by.set(reason.code, { partners: known.partners + 1, amount: known.amount + amount.amount });
  }
  return [...by].map(([code, { partners, amount }]) => ({ code, partners, amount: moneyDto({ amount, currency }) }));
}
