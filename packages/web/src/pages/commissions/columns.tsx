import type { CommissionRow } from '@sluice/contracts/commission';
import { Link } from '@tanstack/react-router';
import type { Column } from '../../parts/Table.js';
import { StateChip } from '../../parts/states.js';
import { Money, When } from '../../parts/values.js';

/** The columns of a list of commissions; `withPartner` is off on the partner's own page. */
export function commissionColumns(
  t: (key: string) => string,
  open: (id: string) => void,
  withPartner = true,
): Column<CommissionRow>[] {
  return [
    { key: 'at', label: t('Order of'), cell: (row) => <When at={row.occurredAt} form="promise" className="sub" /> },
    ...(withPartner
      ? [
          {
            key: 'partner',
            label: t('Partner'),
            cell: (row: CommissionRow) => (
              <Link to="/partners/$id" params={{ id: row.partner.id }} className="name">
                {row.partner.name}
              </Link>
            ),
          },
        ]
      : []),
    {
      key: 'order',
      label: t('For'),
      cell: (row) =>
        row.lead ? (
          <span className="sub">{row.lead.what}</span>
        ) : (
          <span className="mono sub">{row.order.externalId}</span>
        ),
    },
    {
      key: 'why',
      label: t('Why'),
      cell: (row) => (
        <button type="button" className="ell why-link" onClick={() => open(row.id)}>
          {row.sentence}
        </button>
      ),
    },
    {
      key: 'state',
      label: t('State'),
      cell: (row) => (
        <span className="row" style={{ gap: 4 }}>
          <StateChip kind="commission" state={row.position.state} />
          {row.position.approval === 'waiting' && <StateChip kind="approval" state="pending" />}
        </span>
      ),
    },
    {
      key: 'until',
      label: t('Held until'),
      cell: (row) =>
        row.position.state === 'held' && row.position.heldUntil ? (
          <When at={row.position.heldUntil} form="promise" />
        ) : (
          <span className="muted">–</span>
        ),
    },
    { key: 'open', label: t('Open'), right: true, cell: (row) => <Money value={row.position.open} /> },
    { key: 'amount', label: t('Commission'), right: true, cell: (row) => <Money value={row.amount} strong /> },
  ];
}
