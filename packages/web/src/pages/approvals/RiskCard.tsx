import type { ApprovalDetail, RiskSignal } from '@sluice/contracts/approval';
import { useTranslation } from 'react-i18next';
import { riskBand } from './kinds.js';

type Risk = NonNullable<ApprovalDetail['evidence']['risk']>;

/** The score on its scale with the thresholds, and each reason with its points and its picture. */
export function RiskCard({ risk }: { risk: Risk }) {
  const { t } = useTranslation();
  const review = risk.review ?? 40;
  const block = risk.block ?? 80;
  const band = riskBand(risk.score, review, block);
  const at = (value: number) => `${Math.min(100, Math.max(0, value))}%`;
  return (
    <section className="card">
      <div className="row">
        <h3 className="sec">{t('Risk')}</h3>
        <span className="grow" />
        {risk.rule && <span className="t12 muted">{t('rule {{rule}}', { rule: risk.rule })}</span>}
      </div>
      <div className="meter">
        <div className={`bign num ${band === 'warn' ? '' : band}`}>{risk.score}</div>
        <div className="grow">
          <div
            className="mt"
            role="img"
            aria-label={t('Risk {{score}} of 100; review from {{review}}, block from {{block}}', {
              score: risk.score,
              review,
              block,
            })}
          >
            <i style={{ left: 0, width: at(review) }} />
            <i className="w" style={{ left: at(review), width: at(block - review) }} />
            <i className="b" style={{ left: at(block), width: at(100 - block) }} />
            <b style={{ left: at(risk.score) }} />
          </div>
          <div className="mtl num" aria-hidden="true">
            <span style={{ left: 0 }}>0 {t('clear')}</span>
            <span style={{ left: at(review) }}>
              {review} {t('review')}
            </span>
            <span style={{ left: at(block) }}>
              {block} {t('block')}
            </span>
          </div>
        </div>
      </div>
      <ul className="reasons">
        {risk.signals.map((signal) => {
          const picture = pictureOf(signal, t);
          return (
            <li key={signal.code} className={picture ? '' : 'plain'}>
              <span className="pts num">+{signal.points}</span>
              <div>
                <p className="m">{signal.text}</p>
                <p className="muted t12">{paramsLine(signal)}</p>
              </div>
              {picture && <div className="ch">{picture}</div>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The plain parameters of a signal, so that a reason can be checked: `count 165, mean 39`. */
function paramsLine(signal: RiskSignal): string {
  return Object.entries(signal.params)
    .filter(([name, value]) => name !== 'points' && (typeof value === 'string' || typeof value === 'number'))
    .map(([name, value]) => `${name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()} ${String(value)}`)
    .join(', ');
}

function pictureOf(signal: RiskSignal, t: (key: string) => string) {
  const series = Object.values(signal.params).find(
    (value): value is number[] =>
      Array.isArray(value) && value.length > 2 && value.every((each) => typeof each === 'number'),
  );
  if (series) return <DailyBars values={series} usual={t('usual')} />;
  const places = Object.entries(signal.params).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && /^[A-Z]{2}$/.test(entry[1]),
  );
  if (places.length > 1) return <Countries places={places} t={t} />;
  if (/coupon/.test(signal.code) && /touch|click/.test(signal.code)) {
    return (
      <div className="path3">
        <span>
          <i className="no" />
          {t('no click')}
        </span>
        <span>
          <i className="odd" />
          {t('coupon')}
        </span>
        <span>
          <i />
          {t('order')}
        </span>
      </div>
    );
  }
  return undefined;
}

function Countries({ places, t }: { places: [string, string][]; t: (key: string) => string }) {
  const counts = new Map<string, number>();
  for (const [, country] of places) counts.set(country, (counts.get(country) ?? 0) + 1);
  const usual = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  return (
    <div className="geo">
      {places.map(([name, country]) => (
        <span key={name} className={country === usual ? '' : 'odd'}>
          <b>{country}</b>
          {t(name.replace(/Country$/i, '').toLowerCase() || 'country')}
        </span>
      ))}
    </div>
  );
}

/** A count a day, the last days that stand out in amber, the mean as a dashed line. */
function DailyBars({ values, usual }: { values: number[]; usual: string }) {
  const most = Math.max(...values, 1);
  const rest = values.slice(0, -2);
  const mean = rest.reduce((sum, value) => sum + value, 0) / Math.max(1, rest.length);
  const slot = 182 / values.length;
  const y = (value: number) => 40 - (value / most) * 36;
  return (
    <svg width="182" height="44" viewBox="0 0 182 44" className="num" aria-hidden="true">
      <path d={`M0 ${y(mean)}H182`} stroke="var(--control)" strokeDasharray="2 3" />
      {values.map((value, index) => (
        <rect
          key={index}
          x={index * slot}
          y={y(value)}
          width={slot * 0.7}
          height={40 - y(value)}
          rx="1"
          fill={value > mean * 2 ? 'var(--warn)' : 'var(--line-strong)'}
        />
      ))}
      <path d="M0 40.5H182" stroke="var(--line-strong)" />
      <text x={182 - slot * 2.4} y="10" textAnchor="end" fontSize="11" fontWeight="600" fill="var(--warn)">
        {values.at(-1)}
      </text>
      <text x="0" y={Math.max(10, y(mean) - 5)} fontSize="11" fill="var(--text-3)">
        {usual} {Math.round(mean)}
      </text>
    </svg>
  );
}
