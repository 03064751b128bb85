import type { MoneyDto } from '@sluice/contracts/money';
import { Fragment, type ReactNode } from 'react';
import { currenciesMix } from '../../lib/money.js';
import { Money } from '../../parts/values.js';

interface Effect {
  what: string;
  /** How much or how many; nothing to say where it is undefined. */
  figure?: ReactNode;
  /** What becomes of it. */
  becomes: string;
}

/** What an act does to each thing: what it is, how much of it, what becomes of it. */
export function Effects({ title, rows }: { title: string; rows: readonly Effect[] }) {
  return (
    <section className="effects" aria-label={title}>
      <h3 className="sec">{title}</h3>
      <ul>
        {rows.map(({ what, figure, becomes }) => (
          <li key={what}>
            <span className="m">{what}</span>
            <span className="num r">{figure}</span>
            <span className="sub t12">{becomes}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Amounts one after the other; with their codes where currencies mix, and a dash for none. */
export function Amounts({ of }: { of: readonly MoneyDto[] }) {
  const code = currenciesMix(of);
  if (of.length === 0) return <>–</>;
  return (
    <>
      {of.map((money, index) => (
        <Fragment key={money.currency}>
          {index > 0 && ', '}
          <Money value={money} code={code} />
        </Fragment>
      ))}
    </>
  );
}
