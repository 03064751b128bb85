import type { BulkDto } from '@sluice/contracts/bulk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../../lib/data.js';
import { Empty, Loaded } from '../../../parts/feedback.js';
import { BulkCard } from './BulkCard.js';

/** What was done to many runs, newest first; the one that was begun last is open. */
export function BulkList({ flow, shown }: { flow?: string; shown?: string | undefined }) {
  const { t } = useTranslation();
  const list = useList<BulkDto>('/v1/bulks', flow ? { flow } : {}, 20);
  const [open, setOpen] = useState(shown);
  return (
    <Loaded query={list} rows={4}>
      {() =>
        list.rows.length === 0 ? (
          <Empty>{t('Acts on many runs come here: who did what and why, and what became of each run.')}</Empty>
        ) : (
          <ul className="bulks">
            {list.rows.map((bulk) => (
              <li key={bulk.id}>
                <BulkCard
                  bulk={bulk}
                  open={open === bulk.id}
                  onOpen={() => setOpen(open === bulk.id ? undefined : bulk.id)}
                />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
