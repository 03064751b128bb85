import { Drawer, TextInput } from '@mantine/core';
import type { BankEntryDto } from '@sluice/contracts/bank-statement';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { currenciesMix } from '../../lib/money.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
import { Money, When } from '../../parts/values.js';
import { EntryChip, signed } from './Bank.js';

/** One entry of a bank: which payout it is, or what fits and why; a person confirms, names another, or says it is none. */
export function BankEntryDrawer({ entry, onClose }: { entry: BankEntryDto | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const mixed =
    entry !== undefined && currenciesMix([entry, ...entry.payouts, ...entry.suggestions].map(({ amount }) => amount));
  return (
    <Drawer
      opened={entry !== undefined}
      onClose={onClose}
      position="right"
      size={460}
      title={entry?.name ?? t('Entry')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {entry && (
        <div className="stack">
          <div className="row">
            <span className="big-money">
              <Money value={signed(entry)} signed code={mixed} />
            </span>
            <span className="grow" />
            <EntryChip entry={entry} />
          </div>
          <dl className="dl">
            <dt>{t('Booked')}</dt>
            <dd>
              <When at={`${entry.bookedAt}T12:00:00Z`} form="promise" />
            </dd>
            <dt>{t('Reference')}</dt>
            <dd className="mono t12">{entry.endToEndId ?? entry.reference}</dd>
            {entry.account && (
              <>
                <dt>{t('Account')}</dt>
                <dd className="mono">{entry.account}</dd>
              </>
            )}
            {entry.text && (
              <>
                <dt>{t('Text')}</dt>
                <dd>{entry.text}</dd>
              </>
            )}
            {entry.returnReason && (
              <>
                <dt>{t('Came back because')}</dt>
                <dd>
                  {entry.returnReason.text} <span className="mono muted">{entry.returnReason.code}</span>
                </dd>
              </>
            )}
            {entry.settledBy && (
              <>
                <dt>{t('Decided by')}</dt>
                <dd>
                  {entry.settledBy.name} <When at={entry.settledBy.at} className="muted t12" />
                  {entry.settledBy.note && <span className="block sub">{entry.settledBy.note}</span>}
                </dd>
              </>
            )}
          </dl>
          {entry.problem && <p className="warnbox">{entry.problem}</p>}
          {entry.payouts.length > 0 && (
            <section>
              <h3 className="sec">{t('Payouts')}</h3>
              {entry.payouts.map((payout) => (
                <p key={payout.payout} className="row">
                  <Link to="/partners/$id" params={{ id: payout.partner.id }} className="grow">
                    {payout.partner.name}
                  </Link>
                  <Money value={payout.amount} code={mixed} />
                </p>
              ))}
            </section>
          )}
          {(entry.state === 'open' || entry.state === 'suggested') && <Settle key={entry.id} entry={entry} />}
        </div>
      )}
    </Drawer>
  );
}

function Settle({ entry }: { entry: BankEntryDto }) {
  const { t } = useTranslation();
  const mayMatch = useCan('payout.mark');
  const mayDismiss = useCan('bank.import');
  const [payout, setPayout] = useState('');
  const [note, setNote] = useState('');
  const act = useAct();
  const settle = (what: 'match' | 'dismiss', body: object) =>
    act.run(async () => {
      await post<BankEntryDto>(`/v1/bank-entries/${entry.id}/${what}`, body);
      await renew('/v1/bank-entries', '/v1/bank-statements', '/v1/payout-batches', '/v1/payout-files');
    });
  const told = note.trim() ? { note: note.trim() } : {};
  return (
    <section className="form">
      <h3 className="sec">{t('Which payout is it?')}</h3>
      {entry.suggestions.map((fit) => (
        <div key={fit.payout} className="card pad">
          <p className="row">
            <b className="grow">{fit.partner.name}</b>
            <Money value={fit.amount} strong code={fit.amount.currency !== entry.amount.currency} />
          </p>
          <p className="sub">{fit.why}</p>
          {mayMatch && (
            <p className="acts-row">
              <Button
                size="sm"
                look="pri"
                busy={act.busy}
                onClick={() => void settle('match', { payout: fit.payout, ...told })}
              >
                {t('It is this one')}
              </Button>
            </p>
          )}
        </div>
      ))}
      <TextInput
        label={t('Note')}
        description={t('Needed to say that it is none of ours.')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {mayMatch && (
        <TextInput
          label={t('Payout id')}
          placeholder="pay_…"
          value={payout}
          onChange={(event) => setPayout(event.currentTarget.value)}
        />
      )}
      {act.error && <Failed error={act.error} />}
      <div className="btnrow">
        {mayDismiss && (
          <Button
            disabled={note.trim() === ''}
            busy={act.busy}
            onClick={() => void settle('dismiss', { note: note.trim() })}
          >
            {t('It is none of ours')}
          </Button>
        )}
        {mayMatch && (
          <Button
            disabled={payout.trim() === ''}
            busy={act.busy}
            onClick={() => void settle('match', { payout: payout.trim(), ...told })}
          >
            {t('Match it')}
          </Button>
        )}
      </div>
    </section>
  );
}
