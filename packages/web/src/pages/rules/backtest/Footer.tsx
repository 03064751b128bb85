import type { BacktestDto } from '@sluice/contracts/backtest';
import { Link } from '@tanstack/react-router';
import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDecimal } from '../../../lib/money.js';
import { useEditor } from '../editor/context.js';

/** Outcomes that no order reached, the file, and the whole list. */
export function Footer({ backtest, rule }: { backtest: BacktestDto; rule: string }) {
  const { t, i18n } = useTranslation();
  const { list, select, text } = useEditor();
  const { result } = backtest;
  if (!result) return null;
  const unreached = result.unreached.draft;
  const row = (when: string | undefined): string => {
    const at = list?.branches.findIndex(({ pointer }) => pointer === when) ?? -1;
    return at >= 0 ? String(at + 1) : t('otherwise');
  };
  return (
    <>
      {unreached.length === 0 ? (
        <span className="muted t12 grow">{t('Every row is reached')}</span>
      ) : (
        <span className="muted t12 grow">
          {t('Rows never reached:')}{' '}
          <Menu position="top-start">
            <Menu.Target>
              <button type="button" className="bt-tok">
                {unreached.map(({ when }) => row(when)).join(', ')}
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              {unreached.map(({ pointer, when }) => (
                <Menu.Item key={pointer} disabled={text === ''} onClick={() => select(when ?? pointer)}>
                  {t('Show row {{row}}', { row: row(when) })}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </span>
      )}
      <a className="btn sm" href={`/v1/backtests/${backtest.id}/csv`} download>
        {t('CSV')}
      </a>
      <Link className="btn sm" to="/rules/$key/backtests/$id" params={{ key: rule, id: backtest.id }}>
        {t('All {{n}} changes', {
          count: result.totals.changed,
          n: formatDecimal(result.totals.changed, i18n.language),
        })}
      </Link>
    </>
  );
}
