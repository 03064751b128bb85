import type { JsonObject } from '@sluice/domain';
import { formatMoney, isCurrency, money } from '@sluice/domain/money';
import { isObject, shown } from './read.js';

/** An amount of a config as a card shows it: "$50.00"; a reference by its name. */
export function amountShown(config: JsonObject, field: string): string {
  const value = config[field];
  if (!isObject(value)) return '…';
  const { amount, currency } = value;
  return typeof amount === 'string' && /^-?\d+$/.test(amount) && typeof currency === 'string' && isCurrency(currency)
    ? formatMoney(money(amount, currency))
    : shown(config, field);
}
