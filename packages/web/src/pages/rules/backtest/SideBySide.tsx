import type { BacktestDto, BacktestExplainedDto, BacktestOrderDetailDto } from '@sluice/contracts/backtest';
import type { Json } from '@sluice/domain';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../../lib/data.js';
import { Chip } from '../../../parts/basics.js';
import { Loaded } from '../../../parts/feedback.js';
import { Money, Sentence, Sum } from '../../../parts/values.js';
import { versionName } from './figures.js';

/** One order by both versions: amount, sentence, and on demand the sum, the way through the rule and the facts. */
export function SideBySide({
  backtest,
  commission,
  onBranch,
}: {
  backtest: BacktestDto;
  commission: string;
  /** Lights the outcome up in the rule. */
  onBranch?: (pointer: string) => void;
}) {
  const { t } = useTranslation();
  const query = useGet<BacktestOrderDetailDto>(`/v1/backtests/${backtest.id}/rows/${commission}`);
  return (
    <Loaded query={query} rows={2} height={52}>
      {(order) => {
        const less = order.delta?.amount.startsWith('-') ?? order.after.fault !== undefined;
        const sides = [
          { name: versionName(backtest.base, t('Draft')), side: order.before, bad: false, own: backtest.base },
          { name: versionName(backtest.draft, t('Draft')), side: order.after, bad: less, own: backtest.draft },
        ];
        return (
          <>
            <div className="bt-two">
              {sides.map(({ name, side, bad, own }, index) => (
                <div key={index} className={bad ? 'bt-sx bad' : 'bt-sx'}>
                  <Chip tone={bad ? 'bad' : 'line'}>{name}</Chip>
                  {side.amount ? <Money value={side.amount} strong /> : <b className="neg">{t('error')}</b>}
                  <Sentence segments={side.segments} className="t12 sub" />
                  {onBranch && side.branch !== undefined && own.version === null && (
                    <button
                      type="button"
                      className="lnk t12"
                      onClick={() => onBranch(branchPointer(side.branch ?? ''))}
                    >
                      {t('Show the branch')}
                    </button>
                  )}
                </div>
              ))}
            </div>
            <details className="bt-more">
              <summary className="t12">{t('Sum, way through the rule, facts')}</summary>
              <div className="bt-two">
                {sides.map(({ name, side }, index) => (
                  <div key={index}>
                    <Sum lines={side.calculation} caption={t('Sum of {{version}}', { version: name })} />
                    <Trace side={side} label={t('Way through {{version}}', { version: name })} />
                  </div>
                ))}
              </div>
              <h4 className="cap">{t('Facts as they were')}</h4>
              <pre className="json t11" tabIndex={0}>
                {JSON.stringify(order.facts, null, 2)}
              </pre>
            </details>
          </>
        );
      }}
    </Loaded>
  );
}

interface Entry {
  pointer: string;
  value: Json;
  taken?: number;
}

/** What was evaluated, in order; constants say nothing and are left out. */
function Trace({ side, label }: { side: BacktestExplainedDto; label: string }) {
  const entries = (side.trace as unknown as Entry[]).filter(
    ({ value, taken }) => taken !== undefined || typeof value === 'boolean',
  );
  return (
    <ol className="bt-trace t11" aria-label={label}>
      {entries.map(({ pointer, value, taken }, index) => (
        <li key={index} className={value === true || taken !== undefined ? 'hit' : ''}>
          <span className="mono">{pointer || '/'}</span>{' '}
          <b>{taken === undefined ? JSON.stringify(value) : `→ ${taken}`}</b>
        </li>
      ))}
    </ol>
  );
}

/** A branch is named by its condition; otherwise has none and is named by its outcome. */
export function branchPointer(outcome: string): string {
  const [, list, place] = /^(.*\/(?:if|\?:))\/(\d+)$/.exec(outcome) ?? [];
  return list !== undefined && Number(place) % 2 === 1 ? `${list}/${Number(place) - 1}` : outcome;
}
