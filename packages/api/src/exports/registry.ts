import { parseMoney, minorToDecimal } from '@sluice/domain';
import type { CsvCell } from '@sluice/domain/csv';
import type { ExportName, MoneyDto, ResponseOf, RouteName } from '@sluice/contracts';

/** One file: the list that it is made of, with that list's permission and filters, and its lines. */
export interface ExportKind {
  route: RouteName;
  head: readonly string[];
  /** The lines of one page; what the list answers is known by its route. */
  rows: (answer: unknown) => CsvCell[][];
}

const made = <K extends RouteName>(
  route: K,
  head: readonly string[],
  rows: (answer: ResponseOf<K>) => CsvCell[][],
): ExportKind => ({ route, head, rows: (answer) => rows(answer as ResponseOf<K>) });

/** Amounts as plain decimals; their currency has a column of its own. */
const decimal = (value: MoneyDto | undefined): CsvCell =>
  value === undefined ? '' : { figure: minorToDecimal(parseMoney(value)) };
const count = (value: number): CsvCell => ({ figure: String(value) });
const text = (value: string | undefined): CsvCell => value ?? '';

export const exportKinds: Record<ExportName, ExportKind> = {
  journals: made(
    'listJournals',
    [
      'journal',
      'partner_id',
      'partner',
      'seq',
      'at',
      'kind',
      'account',
      'currency',
      'amount',
      'commissions',
      'payout',
      'batch',
      'reason',
      'actor',
    ],
    ({ data }) =>
      data.flatMap((journal) => {
        const line = (account: string, amount: MoneyDto | undefined): CsvCell[] => [
          journal.id,
          journal.partner.id,
          journal.partner.name,
          count(journal.seq),
          journal.at,
          journal.kind,
          account,
          text(amount?.currency),
          decimal(amount),
          journal.commissions.map(({ id }) => id).join(' '),
          text(journal.payout),
          text(journal.batch),
          text(journal.reason),
          journal.actor,
        ];
        // A journal that moves nothing is a line too: the file has every journal of the list.
        if (journal.postings.length === 0) return [line('', undefined)];
        return journal.postings.map(({ account, amount }) => line(account, amount));
      }),
  ),
  accounts: made('getAccounts', ['account', 'currency', 'balance'], ({ data }) =>
    data.map(({ account, balance }) => [account, balance.currency, decimal(balance)]),
  ),
  'trial-balance': made(
    'getTrialBalance',
    ['as_of', 'currency', 'account', 'balance', 'balanced'],
    ({ asOf, currencies }) =>
      currencies.flatMap(({ currency, accounts, sum, balanced }) => [
        ...accounts.map(({ account, balance }): CsvCell[] => [asOf, currency, account, decimal(balance), '']),
        [asOf, currency, 'sum', decimal(sum), balanced ? 'yes' : 'no'],
      ]),
  ),
  accruals: made(
    'getAccruals',
    ['month', 'currency', 'commissions', 'earned', 'held', 'payable', 'in_transit', 'paid', 'owed'],
    ({ currencies }) =>
      currencies.flatMap(({ currency, months }) =>
        months.map((row) => [
          row.month,
          currency,
          count(row.commissions),
          ...[row.earned, row.held, row.payable, row.inTransit, row.paid, row.owed].map(decimal),
        ]),
      ),
  ),
  'payout-lag': made('getPayoutLag', ['month', 'payouts', 'commissions', 'median_days', 'p90_days'], ({ data }) =>
    data.map((row) => [
      row.month,
      count(row.payouts),
      count(row.commissions),
      count(row.medianDays),
      count(row.p90Days),
    ]),
  ),
  batches: made(
    'listBatches',
    [
      'batch',
      'name',
      'state',
      'currency',
      'total',
      'payouts',
      'cutoff',
      'maker',
      'approved_by',
      'created_at',
      'sent_at',
    ],
    ({ data }) =>
      data.map((row) => [
        row.id,
        row.name,
        row.state,
        row.currency,
        decimal(row.total),
        count(row.payouts),
        row.cutoff,
        row.maker.name,
        row.approvals.map(({ name }) => name).join(', '),
        row.createdAt,
        text(row.sentAt),
      ]),
  ),
  payouts: made(
    'listPayouts',
    [
      'payout',
      'batch',
      'partner_id',
      'partner',
      'rail',
      'state',
      'currency',
      'amount',
      'items',
      'reference',
      'created_at',
      'paid_at',
      'statement',
    ],
    ({ data }) =>
      data.map((row) => [
        row.id,
        row.batch,
        row.partner.id,
        row.partner.name,
        row.rail,
        row.state,
        row.amount.currency,
        decimal(row.amount),
        count(row.items.length),
        text(row.attempts.at(-1)?.railReference),
        row.createdAt,
        text(row.paidAt),
        text(row.statement),
      ]),
  ),
  commissions: made(
    'listCommissions',
    [
      'commission',
      'partner_id',
      'partner',
      'order',
      'state',
      'approval',
      'currency',
      'amount',
      'open',
      'ordered_at',
      'sentence',
    ],
    ({ data }) =>
      data.map((row) => [
        row.id,
        row.partner.id,
        row.partner.name,
        row.order.externalId,
        row.position.state,
        row.position.approval,
        row.amount.currency,
        decimal(row.amount),
        decimal(row.position.open),
        row.occurredAt,
        row.sentence,
      ]),
  ),
  statements: made(
    'listPartnerStatements',
    [
      'statement',
      'number',
      'partner_id',
      'partner',
      'currency',
      'from',
      'to',
      'opening',
      'closing',
      'paid',
      'created_at',
    ],
    ({ data }) =>
      data.map((row) => [
        row.id,
        count(row.number),
        row.partner.id,
        row.partner.name,
        row.currency,
        row.from,
        row.to,
        decimal(row.opening),
        decimal(row.closing),
        decimal(row.paid),
        row.createdAt,
      ]),
  ),
  partners: made(
    'listPartners',
    ['partner', 'name', 'email', 'type', 'status', 'tier', 'country', 'tags', 'created_at'],
    ({ data }) =>
      data.map((row) => [
        row.id,
        row.name,
        row.email,
        row.type,
        row.status,
        row.tier,
        text(row.country),
        row.tags.join(', '),
        row.createdAt,
      ]),
  ),
  referrals: made(
    'listReferrals',
    [
      'referral',
      'partner_id',
      'partner',
      'customer',
      'stage',
      'status',
      'model',
      'orders',
      'currency',
      'revenue',
      'created_at',
    ],
    ({ data }) =>
      data.map((row) => [
        row.id,
        row.partner.id,
        row.partner.name,
        row.customerExternalId,
        row.stage,
        row.status,
        row.model,
        count(row.orders),
        text(row.revenue?.currency),
        decimal(row.revenue),
        row.createdAt,
      ]),
  ),
  adjustments: made(
    'listAdjustments',
    [
      'adjustment',
      'partner_id',
      'partner',
      'state',
      'currency',
      'amount',
      'reason',
      'asked_by',
      'asked_at',
      'decided_by',
      'decided_at',
      'commission',
      'journal',
    ],
    ({ data }) =>
      data.map((row) => [
        row.id,
        row.partner.id,
        row.partner.name,
        row.state,
        row.amount.currency,
        decimal(row.amount),
        row.reason,
        row.askedBy.name,
        row.askedAt,
        row.decidedBy.map(({ name, outcome }) => `${name} (${outcome})`).join(', '),
        text(row.decidedAt),
        text(row.commission),
        text(row.journal),
      ]),
  ),
  files: made(
    'listPayoutFiles',
    [
      'file',
      'name',
      'format',
      'batch',
      'currency',
      'total',
      'payments',
      'paid',
      'waiting',
      'returned',
      'control_sum',
      'sha256',
      'execution_date',
      'made_by',
      'made_at',
    ],
    ({ data }) =>
      data.map((row) => [
        row.id,
        row.name,
        row.format,
        row.batch.name,
        row.currency,
        decimal(row.total),
        count(row.payments),
        count(row.progress.paid),
        count(row.progress.waiting),
        count(row.progress.returned),
        row.sums.control,
        row.sha256,
        row.executionDate,
        row.madeBy.name,
        row.madeAt,
      ]),
  ),
  'bank-entries': made(
    'listBankEntries',
    [
      'entry',
      'statement',
      'booked_at',
      'direction',
      'currency',
      'amount',
      'name',
      'account',
      'reference',
      'end_to_end_id',
      'state',
      'outcome',
      'payouts',
      'text',
    ],
    ({ data }) =>
      data.map((row) => [
        row.id,
        row.statement,
        row.bookedAt,
        row.direction,
        row.amount.currency,
        decimal(row.amount),
        text(row.name),
        text(row.account),
        row.reference,
        text(row.endToEndId),
        row.state,
        text(row.outcome),
        row.payouts.map(({ payout }) => payout).join(' '),
        text(row.text),
      ]),
  ),
  audit: made('listAudit', ['seq', 'at', 'actor', 'action', 'what', 'subject', 'subject_id', 'hash'], ({ data }) =>
    data.map((row) => [
      count(row.seq),
      row.at,
      row.actor.name ?? row.actor.id,
      row.action,
      row.text,
      text(row.subject?.kind),
      text(row.subject?.id),
      row.hash,
    ]),
  ),
};
