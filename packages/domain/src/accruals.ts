import type { Commission, CommissionPosition } from './commission.js';
import type { Currency } from './money.js';

/** Where the worth of commissions lies: minor units of one currency. */
export interface Accrued {
  commissions: number;
  held: bigint;
  payable: bigint;
  inTransit: bigint;
  paid: bigint;
}

/** What was earned by the month of the order and where it lies, one commission after the other. Pure; bounded by the months. */
export class Accruals {
  readonly #months = new Map<Currency, Map<string, Accrued>>();

  /** `month` is that of the order, `YYYY-MM`. A commission that the ledger does not know yet is worth nothing. */
  add(month: string, { amount, position }: Pick<Commission, 'amount'> & { position?: CommissionPosition }): void {
    if (!position) return;
    const worth = (position.worth ?? position.open).amount;
    const place = placeOf(position);
    if (!place || worth === 0n) return;
    const months = this.#months.get(amount.currency) ?? new Map<string, Accrued>();
    this.#months.set(amount.currency, months);
    const sums = months.get(month) ?? nothing();
    months.set(month, { ...sums, commissions: sums.commissions + 1, [place]: sums[place] + worth });
  }

  /** Currencies by code, months newest first. */
  get currencies(): { currency: Currency; months: ({ month: string } & Accrued)[]; total: Accrued }[] {
    return [...this.#months]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, months]) => ({
        currency,
        months: [...months].sort(([a], [b]) => (a < b ? 1 : -1)).map(([month, sums]) => ({ month, ...sums })),
        total: [...months.values()].reduce(plus, nothing()),
      }));
  }
}

function placeOf({ state }: CommissionPosition): 'held' | 'payable' | 'inTransit' | 'paid' | undefined {
  switch (state) {
    case 'held':
    case 'payable':
    case 'paid':
      return state;
    case 'reserved':
    case 'sent':
      return 'inTransit';
    case 'new':
    case 'rejected':
      return undefined;
  }
}

function nothing(): Accrued {
  return { commissions: 0, held: 0n, payable: 0n, inTransit: 0n, paid: 0n };
}

function plus(a: Accrued, b: Accrued): Accrued {
  return {
    commissions: a.commissions + b.commissions,
    held: a.held + b.held,
    payable: a.payable + b.payable,
    inTransit: a.inTransit + b.inTransit,
    paid: a.paid + b.paid,
  };
}
