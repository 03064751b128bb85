import { moneyToJson } from '@sluice/domain';
import type { Money } from '@sluice/domain';
import type { MoneyDto } from '@sluice/contracts';

/** Money as JSON carries it. */
export const moneyDto = (money: Money): MoneyDto => moneyToJson(money);

/** An instant as JSON carries it. */
export const at = (date: Date): string => date.toISOString();

/** The object without what is undefined, so that absent fields are absent in JSON and in types. */
export function compact<T extends object>(value: T): Compact<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Compact<T>;
}

type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** A page with each row shown. */
export function shown<T, U>(
  page: { data: T[]; nextCursor: string | null },
  show: (row: T) => U,
): { data: U[]; nextCursor: string | null } {
  return { data: page.data.map(show), nextCursor: page.nextCursor };
}
