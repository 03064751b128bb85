import type { TrialBalanceDto } from '@sluice/contracts/ledger';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { Button, Chip } from '../../parts/basics.js';
import { ExportLink } from '../../parts/ExportLink.js';
import { Empty, Loaded } from '../../parts/feedback.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { PayoutTabs } from '../payouts/PayoutTabs.js';

/** Every account by currency, now or at the end of a day; a book that balances sums to zero. */
export function TrialBalance() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const asked = { asOf: filters.asOf };
  const query = useGet<TrialBalanceDto>('/v1/ledger/trial-balance', asked);
  return (
    <Page title={t('Trial balance')} crumbs={[{ label: t('Payouts'), to: '/payouts' }]}>
      <PayoutTabs />
      <section className="card" aria-label={t('As of')}>
        <div className="filters">
          <label className="tok">
            {t('At the end of')}{' '}
            <input
              type="date"
              className="date"
              value={filters.asOf ?? ''}
              onChange={(event) => set({ asOf: event.currentTarget.value || undefined })}
            />
          </label>
          {filters.asOf && (
            <Button size="sm" look="ghost" onClick={() => set({ asOf: undefined })}>
              {t('Show it as it is now')}
            </Button>
          )}
          {query.data && (
            <span className="muted t12">
              {t('as of')} <When at={query.data.asOf} form="full" />
            </span>
          )}
          <span className="grow" />
          <ExportLink name="trial-balance" query={asked} />
        </div>
      </section>
      <Loaded query={query} rows={8}>
        {({ currencies }) =>
          currencies.length === 0 ? (
            <section className="card">
              <Empty>{t('Nothing had been posted then.')}</Empty>
            </section>
          ) : (
            <>
              {currencies.map((book) => (
                <Book key={book.currency} book={book} />
              ))}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Book({ book }: { book: TrialBalanceDto['currencies'][number] }) {
  const { t } = useTranslation();
  const id = `book-${book.currency}`;
  return (
    <section className="card narrow" aria-labelledby={id}>
      <header>
        <h2 className="t14 b" id={id}>
          {book.currency}
        </h2>
        <span className="grow" />
        <Chip tone={book.balanced ? 'ok' : 'bad'} icon={book.balanced ? 'check' : 'alert'}>
          {book.balanced ? t('balanced') : t('does not balance')}
        </Chip>
      </header>
      <table>
        <caption className="sr">{t('Accounts in {{currency}}', { currency: book.currency })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Account')}</th>
            <th scope="col">{t('What it holds')}</th>
            <th scope="col" className="r">
              {t('Balance')}
            </th>
          </tr>
        </thead>
        <tbody>
          {book.accounts.map(({ account, balance }) => (
            <tr key={account}>
              <td className="mono">{account}</td>
              <td className="sub wrap">{t(accountWord(account))}</td>
              <td className="r num">
                <Money value={balance} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t('Sum')}
            </th>
            <td className="r num">
              <Money value={book.sum} />
            </td>
          </tr>
        </tfoot>
      </table>
      {!book.balanced && (
        <p className="err page-err">
          {t('The book does not balance. Nothing was changed; run “sluice verify”, which names the journal.')}
        </p>
      )}
    </section>
  );
}

const words: Record<string, string> = {
  'expense:commission': 'what commissions have cost',
  'partner:held': 'earned, and held until its holds end',
  'partner:payable': 'released, to be paid by the next batch',
  'partner:in_transit': 'in a payout that is on its way',
  withholding: 'tax kept back, owed to the authorities',
  vat: 'VAT paid on top of commissions',
  fees: 'fees of payments',
  fx: 'money between two currencies',
  adjustment: 'given or taken by hand',
};

function accountWord(account: string): string {
  if (account === 'cash:import') return 'paid before Sluice was in use';
  return account.startsWith('cash:') ? 'paid out by this rail' : (words[account] ?? '');
}
