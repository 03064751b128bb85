import type { Subject } from '@sluice/contracts/common';

export interface Target {
  to: string;
  search?: Record<string, string>;
}

/** Where a thing is shown, to be spread into a link; undefined where there is no page of its own. */
export function linkTo(subject: Subject | undefined): Target | undefined {
  if (!subject) return undefined;
  const { id } = subject;
  switch (subject.kind) {
    case 'partner':
      return { to: `/partners/${id}` };
    case 'referral':
    case 'referrals':
      return { to: `/referrals/${id}` };
    case 'commission':
      return { to: '/commissions', search: { open: id } };
    case 'batch':
      return { to: `/payouts/${id}` };
    case 'run':
      return { to: `/runs/${id}` };
    case 'approval':
      return { to: `/approvals/${id}` };
    case 'statement':
      return { to: `/statements/${id}` };
    case 'message':
      return { to: '/messages', search: { open: id } };
    case 'rule':
      return { to: `/rules/${id}` };
    case 'flow':
      return { to: `/flows/${id}` };
    default:
      return undefined;
  }
}
