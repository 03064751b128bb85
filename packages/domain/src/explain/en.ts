import type { Json } from '../json.js';
import { leadWords } from './lead.js';
import { payoutsEn } from './payouts.js';
import { taxEn } from './tax-en.js';
import { sharesOf, type Phrase, type Words } from './text.js';

/** Every code that the domain explains with, in English. Parameters: see where the code is made. */
export const en: Record<string, Phrase> = {
  ...taxEn,
  'terms.percent': ({ rate, base }, w) => `${w.rate(rate)} of ${w.money(base)}.`,
  'terms.flat': ({ amount }, w) => `A flat ${w.money(amount)} for the order.`,
  'terms.flat_items': ({ each, count }, w) => `${w.money(each)} for each of ${w.text(count)} items.`,
  'terms.tiered_whole': ({ rate, volume, from, period }, w) =>
    `${w.rate(rate)}, because ${spanWords(period)} has reached ${w.money(volume)} and this rate begins at ${w.money(from)}.`,
  'terms.tiered_graduated': ({ volume, period }, w) =>
    `Each part at the rate of its step; ${spanWords(period)} has reached ${w.money(volume)}.`,
  'terms.tiered_orders': ({ rate, count, from, period }, w) =>
    `${w.rate(rate)}: order ${w.text(count)} of ${spanWords(period)}, and this rate begins at ${w.text(from)}.`,
  'terms.bounty': ({ amount }, w) => `${w.money(amount)}, once for this customer.`,
  'terms.multiplier': ({ factor }, w) => `Times ${w.decimal(factor)}.`,
  'terms.bonus': ({ amount, above }, w) =>
    `${w.money(amount)} on top${above ? `, because the order is ${w.money(above)} or more` : ''}.`,
  'terms.from_partner': () => 'By the partner’s own terms.',
  'terms.from_group': ({ name }, w) => `By the terms of the group ${w.text(name)}.`,
  'terms.from_tier': ({ name }, w) => `By the terms of the tier ${w.text(name)}.`,
  'terms.from_programme': () => 'By the terms of the programme.',
  'recurring.month': ({ month, months }) => `Month ${month} of ${months}.`,
  'capped.order': ({ limit }, w) => `Capped: one order earns ${w.money(limit)} at most.`,
  'capped.partner': ({ limit, period, granted, asked }, w) =>
    `Capped: ${w.money(granted)} of ${w.money(asked)}, because ${w.money(limit)} is the most for a partner ${withinWords(period)}.`,
  'capped.customer': ({ limit, period, granted, asked }, w) =>
    `Capped: ${w.money(granted)} of ${w.money(asked)}, because ${w.money(limit)} is the most for one customer ${withinWords(period)}.`,
  'capped.programme': ({ limit, period, granted, asked }, w) =>
    `Capped: ${w.money(granted)} of ${w.money(asked)}, because these terms pay ${w.money(limit)} at most ${withinWords(period)}.`,
  'capped.spend': ({ limit, period, granted, asked }, w) =>
    `Capped: ${w.money(granted)} of ${w.money(asked)}, because the programme pays ${w.money(limit)} at most ${withinWords(period)}.`,
  'cap.counted': ({ granted, limit, period }, w) =>
    `${w.money(granted)} counted towards the cap of ${w.money(limit)} ${withinWords(period)}.`,
  'stage.of': ({ stage, of, percent, until }, w) =>
    `Part ${w.text(stage)} of ${w.text(of)}, ${w.rate(percent)} of the pay, released from ${w.date(until)}.`,
  'renewal.month': ({ month, months }) => `Renewal, month ${month} of ${months}.`,
  'none.rule': ({ reason }, w) => `Nothing is earned: ${w.text(reason)}`,
  'none.base': ({ base }, w) => `Nothing is earned, because ${w.money(base)} is left after tax and shipping.`,
  'none.recurring_cap': ({ month, months }) =>
    `Nothing is earned: this is month ${month}, and renewals earn for ${months} months.`,
  'none.bounty': ({ amount }, w) => `Nothing is earned: ${w.money(amount)} was paid for this customer before.`,
  'hold.refund_window': ({ until }, w) =>
    `Held while the customer can still ask for a refund${until ? `, until ${w.date(until)}` : ''}.`,
  'hold.review': () => 'Held until a person has looked at it.',
  'hold.dispute': () => 'Held while the customer’s bank decides a dispute.',
  'hold.tax_form': () => 'Held until the tax form has arrived.',
  'hold.staged': ({ until }, w) => `Held as a staged release${until ? ` until ${w.date(until)}` : ''}.`,
  'bonus.for': ({ reason, amount }, w) => `A bonus of ${w.money(amount)}: ${w.text(reason)}`,
  'bonus.goal_referrals': ({ reached, goal }, w) => `${w.text(reached)} of ${w.text(goal)} referrals reached.`,
  'bonus.goal_orders': ({ reached, goal }, w) => `${w.text(reached)} of ${w.text(goal)} orders reached.`,
  'bonus.goal_revenue': ({ reached, goal }, w) => `${w.money(reached)} of ${w.money(goal)} revenue reached.`,
  'merge.handed_over': ({ amount }, w) => `Moved to the account that this one was merged with: ${w.size(amount)}.`,
  'merge.taken_over': ({ amount }, w) =>
    `Taken over from the account that was merged with this one: ${w.money(amount)}.`,
  'terminated.for_cause': ({ reason }, w) =>
    `The partnership was ended for cause, so what was held is not paid${reason ? `: ${w.text(reason)}` : '.'}`,
  'terminated.reinstated': () => 'The partnership stands again, so this is held as before.',
  'adjustment.for': ({ reason, amount }, w) => `An adjustment of ${w.money(amount)}: ${w.text(reason)}`,
  'coupon.format': ({ code }, w) => `${w.text(code)} is not a code: 3 to 24 letters and digits, dashes between them.`,
  'coupon.taken': ({ code }, w) => `${w.text(code)} is in use already.`,
  'coupon.look_alike': ({ code, other }, w) =>
    `${w.text(code)} looks like ${w.text(other)}, which another partner has.`,
  'coupon.banned_word': ({ word }, w) => `“${w.text(word)}” must not be in a code.`,
  'coupon.brand': ({ name }, w) => `“${w.text(name)}” is the brand’s own name.`,
  'page.disclosure_missing': () => 'Nothing on the page says that it earns a commission.',
  'page.disclosure_late': ({ excerpt }, w) =>
    `The disclosure stands after the first link that earns: “${w.text(excerpt)}”.`,
  'page.disclosure_hidden': ({ excerpt }, w) => `The disclosure cannot be seen: “${w.text(excerpt)}”.`,
  'page.claim': ({ claim, excerpt }, w) => `“${w.text(claim)}” must not be claimed: “${w.text(excerpt)}”.`,
  'history.imported': ({ month }, w) => `Paid before Sluice was in use, imported with the payouts of ${w.text(month)}.`,
  'rejected.review_rejected': ({ comment }, w) =>
    comment ? `Not approved: ${w.text(comment)}` : 'Not approved after a review.',
  'rejected.fraud_blocked': () => 'Stopped by the fraud check.',
  'clawback.refund': ({ order, amount }, w) =>
    `Order ${w.text(order)} was refunded in part or whole, so ${w.size(amount)} is taken back.`,
  'clawback.dispute': ({ order, amount }, w) =>
    `The payment of order ${w.text(order)} is disputed, so ${w.size(amount)} is taken back.`,
  'clawback.given_back': ({ order, amount }, w) =>
    `Order ${w.text(order)} stands again, so ${w.size(amount)} is given back.`,
  'statement.lead': ({ lead, event, on }, w) =>
    `${leadWords(event, w.text(lead), 'en')}${on ? `, ${w.date(on)}` : ''}.`,
  'statement.order': ({ order, on }, w) => `Order ${w.text(order)}${on ? ` of ${w.date(on)}` : ''}.`,
  'statement.paid': ({ items }) => `Paid out, ${items} ${items === 1 ? 'item' : 'items'}.`,
  'statement.import_paid': ({ items }) =>
    `Paid before Sluice, imported with ${items} ${items === 1 ? 'item' : 'items'}.`,
  'statement.returned': () => 'The bank sent the payment back; it will be paid again.',
  'statement.vat': () => 'VAT on top, by self-billing.',
  'statement.withholding': () => 'Tax withheld.',
  'statement.fee': () => 'Fee of the payment.',
  'statement.converted': ({ from, to, rate, on, source }, w) =>
    `Converted from ${w.money(from)} to ${w.money(to)} at ${w.text(rate)} (${toldBy(source)}, ${w.date(on)}).`,
  'statement.adjustment': ({ by }, w) => `Adjusted by ${w.text(by)}.`,
  ...payoutsEn,
  'left_out.no_account': () => 'Left out: there is no payout account.',
  'left_out.other_currency': ({ currency, batch }, w) =>
    `Left out: paid in ${w.text(currency)}, this batch is ${w.text(batch)}.`,
  'left_out.status': ({ status }, w) => `Left out: the partner is ${w.text(status)}.`,
  'left_out.account_changed': ({ until }, w) =>
    `Left out: the bank details are new and cool down until ${w.date(until)}.`,
  'left_out.below_minimum': ({ amount, minimum }, w) =>
    `Carried over: ${w.money(amount)} is below the minimum of ${w.money(minimum)}.`,
  'left_out.taken_meanwhile': () =>
    'Left out: another batch or a refund took what was due while this batch was opened.',
  'left_out.negative': ({ amount }, w) => `Carried over: the balance is ${w.money(amount)}.`,
  'fraud.disposable_mail': () => 'The customer’s e-mail address is a disposable one.',
  'fraud.free_mail': () => 'The customer’s e-mail address is from a free provider.',
  'fraud.same_email': () => 'The customer has the partner’s own e-mail address.',
  'fraud.same_domain': () => 'The customer has the partner’s own e-mail domain.',
  'fraud.same_ip': () => 'The order came from the partner’s own IP address.',
  'fraud.same_account': () => 'The customer pays from the partner’s payout account.',
  'fraud.fast_conversion': ({ seconds }, w) => `The order came ${w.text(seconds)} seconds after the click.`,
  'fraud.click_spike': ({ today, mean }, w) =>
    `Clicks far above the usual: ${w.text(today)} today, ${w.text(mean)} a day in 28 days.`,
  'fraud.conversion_spike': ({ today, mean }, w) =>
    `Orders far above the usual: ${w.text(today)} today, ${w.text(mean)} a day in 28 days.`,
  'fraud.country_mismatch': ({ card, billing, ip }, w) =>
    [
      'The countries do not agree',
      listed([card && `card ${w.text(card)}`, billing && `billing ${w.text(billing)}`, ip && `address ${w.text(ip)}`]),
    ]
      .filter(Boolean)
      .join(': ') + '.',
  'fraud.coupon_without_click': ({ code }, w) => `Coupon${code ? ` ${w.text(code)}` : ''} used without a click before.`,
  'fraud.coupon_not_owner': ({ code }, w) => `Coupon${code ? ` ${w.text(code)}` : ''} belongs to another partner.`,
  'fraud.coupon_leaked': ({ code }, w) => `Coupon${code ? ` ${w.text(code)}` : ''} is on the leak list.`,
  'fraud.banned_referrer': () => 'The customer came from a banned site.',
  'fraud.typosquat_referrer': () => 'The customer came from a site whose name imitates ours.',
  'fraud.refund_rate': ({ rate }, w) => `Refund rate ${w.rate(rate)}.`,
  'fraud.dispute_rate': ({ rate }, w) => `Dispute rate ${w.rate(rate)}.`,
  'fraud.trial_cancel_rate': ({ rate }, w) => `${w.rate(rate)} of trials cancelled.`,
  'attribution.partner_id': ({ partner }, w) => `Credited to ${who(partner, w)}, whom the order itself names.`,
  'attribution.click_id': ({ partner }, w) => `Credited to ${who(partner, w)}, whose click the shop passed on.`,
  'attribution.coupon': ({ partner, code }, w) =>
    `Credited to ${who(partner, w)}, to whom the coupon${code ? ` ${w.text(code)}` : ''} belongs.`,
  'attribution.customer': ({ partner, on }, w) =>
    `Credited to ${who(partner, w)}, who brought the customer before${on ? `, on ${w.date(on)}` : ''}.`,
  'attribution.touch': ({ partner, kind, on }, w) =>
    `Credited to ${who(partner, w)} for a ${touchWords[String(kind)] ?? 'touch'}${on ? ` of ${w.date(on)}` : ''}.`,
  'attribution.linear': ({ shares, count }, w) =>
    `Shared evenly among ${w.text(count)} touches: ${sharesIn(shares, w)}.`,
  'attribution.time_decay': ({ shares, count }, w) =>
    `Shared among ${w.text(count)} touches, later ones more: ${sharesIn(shares, w)}.`,
  'attribution.position': ({ shares, count }, w) =>
    `Shared among ${w.text(count)} touches, the first and the last more: ${sharesIn(shares, w)}.`,
  'attribution.rules': ({ shares, rule }, w) => `Shared by the rule ${w.text(rule)}: ${sharesIn(shares, w)}.`,
  'touch.too_old': ({ count }) => `${touches(count)} too old to count.`,
  'touch.after_order': ({ count }) => `${touches(count)} later than the order.`,
  'touch.partner_excluded': ({ count }) => `${touches(count)} from a partner who may not earn.`,
  'touch.overruled_by_coupon': ({ count }) => `${touches(count)} overruled by the coupon.`,
  'touch.overruled_by_partner_id': ({ count }) => `${touches(count)} overruled by the partner whom the order names.`,
  'touch.overruled_by_click_id': ({ count }) => `${touches(count)} overruled by the click that the shop passed on.`,
  'touch.model_last': ({ count }) => `${touches(count)} before the last one.`,
  'touch.model_first': ({ count }) => `${touches(count)} after the first one.`,
  'touch.model_rules': ({ count }) => `${touches(count)} given nothing by the rule.`,
  'calculation.customer_paid': ({ order }, w) => `Customer paid${order ? `, ${w.text(order)}` : ''}`,
  'calculation.tax': () => 'Tax',
  'calculation.shipping': () => 'Shipping',
  'calculation.refunded': () => 'Refunded',
  'calculation.net': () => 'Net',
  'calculation.margin': () => 'Margin',
  'calculation.converted': ({ from, rate, source, date }, w) =>
    `${w.money(from)} × ${w.text(rate)}, rate of ${w.date(date)} (${toldBy(source)})`,
  'calculation.rate': ({ rate }, w) => `Rate × ${w.rate(rate)}`,
  'calculation.lead': ({ lead, event }, w) => leadWords(event, w.text(lead), 'en'),
  'calculation.flat': () => 'Flat amount',
  'calculation.slice': ({ rate }, w) => `Part at ${w.rate(rate)}`,
  'calculation.each': ({ each, count }, w) => `${w.text(count)} × ${w.money(each)}`,
  'calculation.bounty': () => 'Once for the customer',
  'calculation.multiplier': ({ factor }, w) => `Times ${w.decimal(factor)}`,
  'calculation.bonus': ({ rate }, w) => (rate === undefined ? 'On top' : `On top, ${w.rate(rate)}`),
  'calculation.items': ({ items }, w) => `Of it ${w.text(items)}`,
  'calculation.rest': () => 'Of it all else',
  'calculation.cap': ({ limit, period, per }, w) =>
    per === 'order' ? `Cap of ${w.money(limit)} an order` : `Cap of ${w.money(limit)} ${withinWords(period)}`,
  'calculation.stage': ({ stage, of, percent }, w) =>
    `Before part ${w.text(stage)} of ${w.text(of)}, ${w.rate(percent)}`,
  'calculation.share': ({ weight, of }) => `Before the share of ${weight} in ${of}`,
  'calculation.commission': () => 'Commission',
};

/** A period as the subject of a sentence. */
function spanWords(period: Json | undefined): string {
  return period === 'lifetime' ? 'all time' : `the ${String(period ?? 'month')}`;
}

function withinWords(period: Json | undefined): string {
  return period === 'lifetime' ? 'in all' : `a ${String(period ?? 'month')}`;
}

/** Who told a rate, as a partner may know it: no names of people or files. */
function toldBy(source: Json | undefined): string {
  const kind = String(source ?? '').split(':')[0] ?? '';
  return { ecb: 'European Central Bank', manual: 'set by the programme', import: 'imported' }[kind] ?? kind;
}

function listed(parts: unknown[]): string {
  return parts.filter(Boolean).join(', ');
}

/** A partner as the reader may know it. */
function who(partner: Json | undefined, w: Words): string {
  return partner === undefined ? 'another partner' : w.text(partner);
}

function sharesIn(shares: Json | undefined, w: Words): string {
  return listed(sharesOf(shares).map(({ partner, rate }) => `${who(partner, w)} ${w.rate(rate)}`));
}

const touchWords: Record<string, string> = {
  click: 'click',
  coupon: 'coupon used',
  lead: 'lead',
  explicit: 'mention by the shop',
  customer: 'customer known before',
};

function touches(count: Json | undefined): string {
  return count === 1 ? 'One touch was' : `${String(count ?? 0)} touches were`;
}
