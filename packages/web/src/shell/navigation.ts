import type { IconName } from '../parts/icons.js';

export interface Place {
  to: string;
  label: string;
  icon: IconName;
  /** Pressed after `G`. */
  key?: string;
}

/** The console's places in the order of the navigation; null is a rule between groups. */
export const places: (Place | null)[] = [
  { to: '/', label: 'Home', icon: 'home', key: 'h' },
  { to: '/flows', label: 'Flows', icon: 'flow', key: 'f' },
  { to: '/rules', label: 'Rules', icon: 'rule', key: 'r' },
  { to: '/approvals', label: 'Approvals', icon: 'inbox', key: 'a' },
  null,
  { to: '/partners', label: 'Partners', icon: 'users', key: 'p' },
  { to: '/prospects', label: 'Prospects', icon: 'star' },
  { to: '/referrals', label: 'Referrals', icon: 'userCheck', key: 'd' },
  { to: '/commissions', label: 'Commissions', icon: 'percent', key: 'c' },
  { to: '/payouts', label: 'Payouts', icon: 'wallet', key: 'b' },
  { to: '/tax', label: 'Tax & sanctions', icon: 'bank' },
  null,
  { to: '/coupons', label: 'Coupons', icon: 'ticket' },
  { to: '/assets', label: 'Assets', icon: 'image' },
  { to: '/messages', label: 'Messages', icon: 'mail', key: 'm' },
  { to: '/events', label: 'Events', icon: 'bolt', key: 'e' },
];

export const footPlaces: Place[] = [
  { to: '/audit', label: 'Audit', icon: 'audit', key: 'l' },
  { to: '/settings', label: 'Settings', icon: 'settings', key: 's' },
];

export const allPlaces: Place[] = [...places.filter((place) => place !== null), ...footPlaces];
