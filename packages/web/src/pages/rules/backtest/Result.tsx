import type { BacktestDto, BacktestPartnerDto, BacktestSumsDto } from '@sluice/contracts/backtest';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDecimal, formatMoney } from '../../../lib/money.js';
import { Avatar } from '../../../parts/basics.js';
import { Money } from '../../../parts/values.js';
import { barShare, changeShare, nothing, tierName, toneOf, versionName } from './figures.js';
import { OrderOfPartner } from './OrderOfPartner.js';

type Outcome = NonNullable<BacktestDto['result']>;

/** Why a figure is not told to the cent. */
const INEXACT: Readonly<Record<Outcome['totals']['inexact'][number]['code'], string>> = {
  caps_unknown: 'They were computed before Sluice kept what a cap had left, and these terms differ from theirs.',
  cap_before_period: 'A cap that was not counted then began before the period: what it had paid out is not known.',
  bounty_unknown: 'Their terms paid no bounty then: it is taken as paid where the customer had bought before.',
  order_changed: 'The order was told with other amounts later: items and margin may differ from then.',
};

/** What would change: in all, by tier, by partner, and one order side by side. */
export function Result({ backtest, result }: { backtest: BacktestDto; result: Outcome }) {
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState<string>();
  const { totals } = result;
  const number = (value: number) => formatDecimal(value, i18n.language);
  const currencies = totals.sums.map(({ delta }) => delta.currency);
  const first = result.losers[0] ?? result.gainers[0];
  const partner = chosen ?? first?.partner.id;
  return (
    <>
      {totals.sums.map((sums) => (
        <Totals key={sums.before.currency} backtest={backtest} sums={sums} code={currencies.length > 1} />
      ))}
      {totals.orders === 0 && <p className="muted">{t('No order of the period was decided by this rule.')}</p>}
      {totals.withoutFacts > 0 && (
        <p className="warnt t12">
          {t('{{count}} commissions are left out: their facts were not stored.', { count: totals.withoutFacts })}
        </p>
      )}
      {totals.inexact.map(({ code, orders }) => (
        <p key={code} className="warnt t12">
          {t('{{count}} orders are not told to the cent.', { count: orders })} {t(INEXACT[code])}
        </p>
      ))}
      <Faults result={result} />
      {totals.orders > 0 && (
        <>
          <div className="bt-head">
            <h3 className="sec">{t('By tier')}</h3>
            <span className="muted t12 num">
              {t('{{changed}} of {{orders}} change', {
                changed: number(totals.changed),
                orders: number(totals.orders),
              })}
            </span>
          </div>
          {(currencies.length > 0 ? currencies : ['']).map((currency) => (
            <Tiers key={currency} result={result} currency={currency} />
          ))}
        </>
      )}
      <Partners
        backtest={backtest}
        title={t('Earn more')}
        count={result.gaining}
        list={result.gainers}
        chosen={partner}
        onChoose={setChosen}
      />
      <Partners
        backtest={backtest}
        title={t('Earn less')}
        count={result.losing}
        list={result.losers}
        chosen={partner}
        onChoose={setChosen}
      />
      {partner && <OrderOfPartner key={partner} backtest={backtest} partner={partner} />}
    </>
  );
}

function Totals({ backtest, sums, code }: { backtest: BacktestDto; sums: BacktestSumsDto; code: boolean }) {
  const { t, i18n } = useTranslation();
  const base = versionName(backtest.base, t('Draft'));
  const draft = versionName(backtest.draft, t('Draft'));
  const share = changeShare(sums, i18n.language);
  const differs = sums.recorded.amount !== sums.before.amount;
  return (
    <div className="bt-totals">
      <div>
        <div className="cap">
          {differs ? t('{{version}} would pay', { version: base }) : t('{{version}} paid', { version: base })}
        </div>
        <Money value={sums.before} code={code} />
      </div>
      <div>
        <div className="cap">{t('{{version}} would pay', { version: draft })}</div>
        <Money value={sums.after} code={code} />
      </div>
      <div className="delta">
        <div className="cap">
          {t('Difference')}
          {differs && (
            <span className="muted">
              {' '}
              {t('really earned: {{amount}}', { amount: formatMoney(sums.recorded, { locale: i18n.language, code }) })}
            </span>
          )}
        </div>
        <div>
          <Money value={sums.delta} signed code={code} />
          {share && <span className="share num">{share}</span>}
        </div>
      </div>
    </div>
  );
}

function Tiers({ result, currency }: { result: Outcome; currency: string }) {
  const { t, i18n } = useTranslation();
  const rows = result.tiers.map((tier) => ({
    ...tier,
    delta: (tier.sums.find(({ delta }) => delta.currency === currency) ?? nothing(currency)).delta,
  }));
  const all = rows.map(({ delta }) => delta);
  return (
    <table className="bt-tiers">
      <caption className="sr">{t('By tier')}</caption>
      <thead className="sr">
        <tr>
          <th scope="col">{t('Tier')}</th>
          <th scope="col">{t('Orders that change')}</th>
          <th scope="col" />
          <th scope="col">{t('Difference')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, changed, delta }) => (
          <tr key={key}>
            <th scope="row">{name || t('no tier')}</th>
            <td className="r num muted">{formatDecimal(changed, i18n.language)}</td>
            <td aria-hidden="true" className="bt-dv">
              <span className={toneOf(delta)}>
                <i style={{ width: `${barShare(delta, all) / 2}%` }} />
              </span>
            </td>
            <td className={`r ${toneOf(delta)}`}>
              {currency && <Money value={delta} signed={delta.amount !== '0'} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Partners({
  backtest,
  title,
  count,
  list,
  chosen,
  onChoose,
}: {
  backtest: BacktestDto;
  title: string;
  count: number;
  list: BacktestPartnerDto[];
  chosen: string | undefined;
  onChoose: (partner: string) => void;
}) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (count === 0) return null;
  return (
    <section className="bt-partners-list">
      <h3 className="sec">
        {title}
        <span className="cnt">{t('{{count}} partners', { count })}</span>
      </h3>
      <ul>
        {list.slice(0, all ? undefined : 3).map(({ partner, tier, changed, delta }) => (
          <li key={`${partner.id}${delta.currency}`}>
            <button type="button" aria-pressed={chosen === partner.id} onClick={() => onChoose(partner.id)}>
              <Avatar name={partner.name} />
              <span className="grow ell">
                {partner.name}{' '}
                <span className="muted t12">
                  {tier && `${tierName(backtest, tier)}, `}
                  {t('{{count}} orders', { count: changed })}
                </span>
              </span>
              <span className={toneOf(delta)}>
                <Money value={delta} signed />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {list.length > 3 && (
        <button type="button" className="btn ghost sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('Show three') : t('Show {{count}}', { count: list.length })}
        </button>
      )}
    </section>
  );
}

function Faults({ result }: { result: Outcome }) {
  const { t } = useTranslation();
  if (result.faults.length === 0) return null;
  return (
    <ul className="bt-faults t12" aria-label={t('Errors')}>
      {result.faults.map(({ side, code, pointer, message, orders }) => (
        <li key={`${side}${code}${pointer}`}>
          <span className="neg">{t('{{count}} orders', { count: orders })}</span> {message}{' '}
          <span className="mono t11">
            {code} {pointer}
          </span>
        </li>
      ))}
    </ul>
  );
}
