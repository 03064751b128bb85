import type { BacktestDto, BacktestOrderDto } from '@sluice/contracts/backtest';
import type { List } from '@sluice/contracts/list';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../../lib/data.js';
import { IconButton } from '../../../parts/basics.js';
import { Loaded } from '../../../parts/feedback.js';
import { useEditor } from '../editor/context.js';
import { tierName } from './figures.js';
import { SideBySide } from './SideBySide.js';

/** The changed orders of a partner one by one, side by side. */
export function OrderOfPartner({ backtest, partner }: { backtest: BacktestDto; partner: string }) {
  const { t } = useTranslation();
  const { select } = useEditor();
  const [place, setPlace] = useState(0);
  const query = useGet<List<BacktestOrderDto>>(`/v1/backtests/${backtest.id}/rows`, {
    changed: true,
    partner,
    limit: 100,
  });
  return (
    <section className="bt-side">
      <Loaded query={query} rows={2}>
        {({ data }) => {
          const row = data[Math.min(place, data.length - 1)];
          if (!row) return null;
          return (
            <>
              <div className="bt-head">
                <h3 className="cap grow">
                  {[row.order.externalId, row.partner.name, tierName(backtest, row.tier)].filter(Boolean).join(', ')}
                </h3>
                {data.length > 1 && (
                  <>
                    <span className="muted t11 num">
                      {t('{{index}} of {{all}}', { index: place + 1, all: data.length })}
                    </span>
                    <IconButton
                      icon="left"
                      small
                      label={t('Order before')}
                      disabled={place === 0}
                      onClick={() => setPlace(place - 1)}
                    />
                    <IconButton
                      icon="right"
                      small
                      label={t('Next order')}
                      disabled={place === data.length - 1}
                      onClick={() => setPlace(place + 1)}
                    />
                  </>
                )}
              </div>
              <SideBySide backtest={backtest} commission={row.commission} onBranch={select} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
