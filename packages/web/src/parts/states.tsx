import { useTranslation } from 'react-i18next';
import { Chip, type Tone } from './basics.js';
import type { IconName } from './icons.js';

type Look = readonly [tone: Tone, icon: IconName | undefined, word: string];

const looks: Record<string, Record<string, Look>> = {
  partner: {
    submitted: ['info', 'inbox', 'submitted'],
    active: ['ok', 'check', 'active'],
    producing: ['ok', 'check', 'producing'],
    consistent: ['ok', 'check', 'consistent'],
    at_risk: ['warn', 'alert', 'at risk'],
    paused: ['warn', 'pause', 'paused'],
    terminated: ['bad', 'ban', 'terminated'],
    rejected: ['bad', 'x', 'rejected'],
  },
  prospect: {
    new: ['info', 'inbox', 'new'],
    contacted: ['acc', 'mail', 'contacted'],
    in_talks: ['acc', 'users', 'in talks'],
    won: ['ok', 'check', 'won'],
    closed: ['plain', 'ban', 'closed'],
  },
  stage: {
    lead: ['info', 'inbox', 'lead'],
    qualified: ['acc', 'check', 'qualified'],
    opportunity: ['acc', 'users', 'opportunity'],
    customer: ['ok', 'check', 'customer'],
    retained: ['ok', 'star', 'retained'],
  },
  referral: {
    pending: ['warn', 'clock', 'to be judged'],
    approved: ['ok', 'check', 'valid'],
    rejected: ['bad', 'x', 'rejected'],
  },
  tax_form: {
    submitted: ['info', 'clock', 'to be looked at'],
    accepted: ['ok', 'check', 'accepted'],
    rejected: ['bad', 'x', 'rejected'],
    expired: ['plain', 'hourglass', 'ended'],
  },
  tax_year: {
    reported: ['ok', 'file', 'reported'],
    below_threshold: ['plain', 'minus', 'below the threshold'],
    foreign: ['plain', 'flag', 'not of the United States'],
    exempt: ['plain', 'minus', 'exempt'],
    no_form: ['warn', 'alert', 'no Form W-9'],
    no_rate: ['bad', 'alert', 'no exchange rate'],
    nothing_paid: ['plain', 'minus', 'nothing paid'],
  },
  sanctions: {
    review: ['warn', 'alert', 'to be looked at'],
    block: ['bad', 'ban', 'very much alike'],
    cleared: ['ok', 'check', 'somebody else'],
    confirmed: ['bad', 'ban', 'the same'],
    gone: ['plain', 'minus', 'no longer alike'],
  },
  document: {
    open: ['info', 'clock', 'asked for'],
    late: ['warn', 'alert', 'overdue'],
    fulfilled: ['ok', 'check', 'received'],
    withdrawn: ['plain', 'ban', 'withdrawn'],
  },
  coupon_request: {
    requested: ['info', 'clock', 'requested'],
    clear: ['acc', 'check', 'clear'],
    conflict: ['warn', 'alert', 'conflict'],
    created: ['ok', 'ticket', 'created'],
    declined: ['bad', 'x', 'declined'],
  },
  // A partner is not told of conflicts, which name codes of others.
  my_coupon_request: {
    requested: ['info', 'clock', 'being checked'],
    clear: ['info', 'clock', 'being checked'],
    conflict: ['info', 'clock', 'being checked'],
    created: ['ok', 'check', 'yours'],
    declined: ['bad', 'x', 'declined'],
  },
  coupon: {
    usable: ['ok', 'check', 'usable'],
    over: ['plain', 'hourglass', 'over'],
  },
  scan: {
    ok: ['ok', 'check', 'in order'],
    findings: ['warn', 'alert', 'findings'],
    unreachable: ['plain', 'ban', 'cannot be read'],
  },
  asset: {
    active: ['ok', 'check', 'active'],
    retired: ['plain', 'ban', 'taken away'],
  },
  push: {
    sending: ['info', 'send', 'sending'],
    taken: ['ok', 'check', 'taken'],
    refused: ['bad', 'x', 'refused'],
  },
  commission: {
    new: ['plain', undefined, 'new'],
    held: ['plain', 'hourglass', 'held'],
    payable: ['ok', 'check', 'payable'],
    reserved: ['info', 'layers', 'in a batch'],
    sent: ['info', 'send', 'sent'],
    paid: ['ok', 'check', 'paid'],
    rejected: ['bad', 'x', 'rejected'],
  },
  batch: {
    draft: ['acc', 'edit', 'draft'],
    awaiting_approval: ['warn', 'clock', 'awaiting approval'],
    approved: ['ok', 'check', 'approved'],
    sending: ['info', 'send', 'sending'],
    sent: ['ok', 'check', 'sent'],
    partly_failed: ['bad', 'alert', 'partly failed'],
    rejected: ['bad', 'x', 'rejected'],
    cancelled: ['plain', 'ban', 'cancelled'],
  },
  payout: {
    draft: ['acc', 'edit', 'draft'],
    awaiting_approval: ['warn', 'clock', 'awaiting approval'],
    approved: ['ok', 'check', 'approved'],
    sending: ['info', 'send', 'sending'],
    sent: ['info', 'send', 'sent'],
    paid: ['ok', 'check', 'paid'],
    failed: ['bad', 'x', 'failed'],
    returned: ['bad', 'undo', 'returned'],
    cancelled: ['plain', 'ban', 'cancelled'],
  },
  adjustment: {
    waiting: ['warn', 'clock', 'waiting'],
    posted: ['ok', 'check', 'posted'],
    rejected: ['bad', 'x', 'rejected'],
  },
  run: {
    running: ['info', 'retry', 'running'],
    waiting: ['acc', 'clock', 'waiting'],
    parked: ['bad', 'pause', 'parked'],
    completed: ['ok', 'check', 'completed'],
    stopped: ['plain', 'stop', 'stopped'],
  },
  approval: {
    pending: ['warn', 'clock', 'waiting'],
    approved: ['ok', 'check', 'approved'],
    rejected: ['bad', 'x', 'rejected'],
    expired: ['plain', 'hourglass', 'expired'],
    cancelled: ['plain', 'ban', 'cancelled'],
  },
  message: {
    due: ['info', 'clock', 'due'],
    sending: ['info', 'send', 'sending'],
    sent: ['ok', 'check', 'sent'],
    failed: ['bad', 'x', 'failed'],
    suppressed: ['plain', 'ban', 'suppressed'],
  },
  dispatch: {
    due: ['info', 'clock', 'due'],
    done: ['ok', 'check', 'done'],
    ignored: ['plain', 'ban', 'not understood'],
    failed: ['bad', 'x', 'failed'],
  },
};

/** The word of a state, e.g. `awaiting approval`; the state itself where it is not known yet. */
export function stateWord(kind: keyof typeof looks, state: string): string {
  return looks[kind]?.[state]?.[2] ?? state.replaceAll('_', ' ');
}

/** Every state of a kind, in the order of its life. */
export function statesOf(kind: keyof typeof looks): string[] {
  return Object.keys(looks[kind] ?? {});
}

export function StateChip({ kind, state }: { kind: keyof typeof looks; state: string }) {
  const { t } = useTranslation();
  const [tone, icon] = looks[kind]?.[state] ?? ['plain', undefined];
  return (
    <Chip tone={tone} {...(icon ? { icon } : {})}>
      {t(stateWord(kind, state))}
    </Chip>
  );
}
