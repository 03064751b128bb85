import type { ApprovalRow } from '@sluice/contracts/approval';
import type { IconName } from '../../parts/icons.js';

interface Look {
  icon: IconName;
  kind: string;
  word: string;
}

/** How each kind of approval is named and drawn. */
export const approvalLooks: Record<ApprovalRow['kind'], Look> = {
  commission: { icon: 'shield', kind: 'money', word: 'Commission review' },
  batch: { icon: 'layers', kind: 'money', word: 'Payout batch' },
  rule: { icon: 'rule', kind: 'logic', word: 'Rule change' },
  flow: { icon: 'flow', kind: 'logic', word: 'Flow change' },
  application: { icon: 'user', kind: 'partner', word: 'Application' },
  bank_details: { icon: 'bank', kind: 'partner', word: 'Bank details' },
  adjustment: { icon: 'calc', kind: 'money', word: 'Adjustment of a balance' },
  other: { icon: 'userCheck', kind: 'people', word: 'Approval' },
};

/** From this risk an item is looked at one by one, never decided together with others. */
export const reviewFrom = 40;

export function riskBand(score: number, review = reviewFrom, block = 80): 'ok' | 'warn' | 'bad' {
  return score >= block ? 'bad' : score >= review ? 'warn' : 'ok';
}

/** Only items of low risk that this person may decide are decided together; batches never. */
export function canJoin(row: ApprovalRow): boolean {
  return row.canDecide && row.kind !== 'batch' && (row.risk ?? 0) < reviewFrom;
}
