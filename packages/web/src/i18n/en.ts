/** English singulars; every other English text is its own key. */
export const en: Record<string, string> = {
  '{{count}} attempts_one': '{{count}} attempt',
  '{{count}} commissions_one': '{{count}} commission',
  '{{count}} coupons_one': '{{count}} coupon',
  '{{count}} days_one': '{{count}} day',
  '{{count}} days left_one': '{{count}} day left',
  '{{count}} items_one': '{{count}} item',
  '{{count}} items of low risk_one': '{{count}} item of low risk',
  '{{count}} links_one': '{{count}} link',
  '{{count}} mails_one': '{{count}} mail',
  '{{count}} months_one': '{{count}} month',
  '{{count}} more approvals are needed after yours_one': '{{count}} more approval is needed after yours',
  '{{count}} on their way_one': '{{count}} on its way',
  '{{count}} steps_one': '{{count}} step',
  'Approve {{count}} items_one': 'Approve {{count}} item',
  'Path through the rule, {{count}} steps_one': 'Path through the rule, {{count}} step',
  'held, {{count}} commissions_one': 'held, {{count}} commission',
};
