import type { CalculationLine } from '../commission.js';
import type { Json, JsonObject } from '../json.js';
import { moneyToJson, parseMoney, type Money } from '../money.js';
import type { Exchange, OrderBase } from '../order/base.js';
import { convert, type Conversion } from './conversion.js';

/**
 * The base of an order in the programme's currency: converted once, after it is summed up in the order's own; with a line that
 * says by which rate. As it is where no rate is needed.
 */
export function convertedBase({ base, calculation }: OrderBase, exchange: Exchange | undefined): OrderBase {
  if (!exchange) return { base, calculation };
  const conversion = convert(base, exchange.rate, exchange.rounding);
  return { base: conversion.to, calculation: [...calculation, conversionLine(conversion)], conversion };
}

/** "Converted at 1.0845, ecb of 19 Nov 2026". */
function conversionLine({ from, to, rate, source, date }: Conversion): CalculationLine {
  return {
    code: 'converted',
    amount: to,
    rate,
    params: { from: { ...moneyToJson(from) }, rate, source, date },
  };
}

/** Money as the programme counts it. */
export function inProgramme(amount: Money, exchange: Exchange | undefined): Money {
  return exchange?.rate.from === amount.currency ? convert(amount, exchange.rate, exchange.rounding).to : amount;
}

/** What an event said, every `{ amount, currency }` of the order's currency in the programme's: rules reckon in one. */
export function convertedFacts(told: JsonObject, exchange: Exchange | undefined): JsonObject {
  return exchange ? objectOf(told, exchange) : told;
}

function objectOf(value: JsonObject, exchange: Exchange): JsonObject {
  const { amount, currency } = value;
  if (currency === exchange.rate.from && typeof amount === 'string' && /^-?\d{1,18}$/.test(amount))
    return { ...value, ...moneyToJson(inProgramme(parseMoney({ amount, currency }), exchange)) };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, valueOf(one, exchange)]));
}

function valueOf(value: Json, exchange: Exchange): Json {
  if (Array.isArray(value)) return value.map((one) => valueOf(one, exchange));
  return value !== null && typeof value === 'object' ? objectOf(value, exchange) : value;
}
