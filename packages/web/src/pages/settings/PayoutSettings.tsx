import { NumberInput, Select, TextInput } from '@mantine/core';
import type { ProgrammeDto } from '@sluice/contracts/programme';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch, Problem } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
import { amountOf, amountText } from '../rules/canvas/amounts.js';

type Settings = ProgrammeDto['settings'];
type Calendar = NonNullable<Settings['payouts']>['calendar'];

/** When the programme pays out, from which amount, who bears fees, how long new bank details rest. */
export function PayoutSettings({ programme }: { programme: ProgrammeDto }) {
  const { t, i18n } = useTranslation();
  const { currency, settings } = programme;
  const { payouts } = settings;
  const [calendar, setCalendar] = useState<Calendar>(payouts?.calendar ?? 'on_demand');
  const [payDay, setPayDay] = useState(payouts?.payDay ?? 25);
  const [netDays, setNetDays] = useState(String(payouts?.netDays ?? 30));
  const [lockDays, setLockDays] = useState(payouts?.lockDays ?? 7);
  const [coolingDays, setCoolingDays] = useState(payouts?.coolingDays ?? 0);
  const [minimum, setMinimum] = useState(amountText(settings.minimumPayout[currency] ?? '0', currency, i18n.language));
  const [second, setSecond] = useState(
    amountText(settings.secondApproverFrom[currency] ?? '0', currency, i18n.language),
  );
  const [bears, setBears] = useState(settings.feesBorneBy);
  const [state, setState] = useState<{ busy?: boolean; saved?: boolean; error?: Error }>({});
  const minor = (text: string): string | undefined => {
    const amount = amountOf(text, currency, i18n.language);
    return amount === undefined || amount < 0 ? undefined : String(amount);
  };
  const [minimumMinor, secondMinor] = [minor(minimum), minor(second)];
  const save = async (): Promise<void> => {
    if (minimumMinor === undefined || secondMinor === undefined) return;
    setState({ busy: true });
    try {
      await patch(`/v1/programmes/${programme.key}`, {
        rev: programme.rev,
        settings: {
          payouts: {
            ...(payouts?.feesByRail && { feesByRail: payouts.feesByRail }),
            calendar,
            ...(calendar === 'net' && { netDays: Number(netDays) }),
            ...((calendar === 'monthly' || calendar === 'lock_then_pay') && { payDay }),
            ...(calendar === 'lock_then_pay' && { lockDays }),
            ...(coolingDays > 0 && { coolingDays }),
          },
          minimumPayout: { ...settings.minimumPayout, [currency]: minimumMinor },
          secondApproverFrom: { ...settings.secondApproverFrom, [currency]: secondMinor },
          feesBorneBy: bears,
        },
      });
      await renew('/v1/programmes', '/v1/me');
      setState({ saved: true });
    } catch (failure) {
      setState({ error: failure instanceof Error ? failure : new Error(String(failure)) });
    }
  };
  const amountError = (value: string | undefined) =>
    value === undefined ? t('An amount such as 50.00, without a sign.') : undefined;
  const stale = state.error instanceof Problem && state.error.status === 409;
  return (
    <section className="card pad" aria-labelledby="payout-settings">
      <h2 className="sec" id="payout-settings">
        {t('How payouts are made')}
      </h2>
      <form
        className="form"
        noValidate
        onChange={() => setState(({ error }) => (error ? { error } : {}))}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="two">
          <Select
            label={t('Calendar')}
            description={t('The flow “Monthly payouts” goes by it, and partners see the next day.')}
            data={(Object.keys(calendarWords) as Calendar[]).map((value) => ({
              value,
              label: t(calendarWords[value]),
            }))}
            value={calendar}
            allowDeselect={false}
            onChange={(value) => value && setCalendar(value as Calendar)}
          />
          {(calendar === 'monthly' || calendar === 'lock_then_pay') && (
            <NumberInput
              label={calendar === 'monthly' ? t('Pay day') : t('Day of the cutoff')}
              description={t('Of the month; a shorter month takes its last day.')}
              min={1}
              max={31}
              allowDecimal={false}
              value={payDay}
              onChange={(value) => setPayDay(Number(value))}
            />
          )}
          {calendar === 'net' && (
            <Select
              label={t('Days after the end of the month')}
              data={['15', '30', '60']}
              value={netDays}
              allowDeselect={false}
              onChange={(value) => value && setNetDays(value)}
            />
          )}
          {calendar === 'lock_then_pay' && (
            <NumberInput
              label={t('Days from the cutoff to the payment')}
              min={0}
              max={60}
              allowDecimal={false}
              value={lockDays}
              onChange={(value) => setLockDays(Number(value))}
            />
          )}
          <NumberInput
            label={t('Days that new bank details rest')}
            description={t('Nothing is paid to them before; 0 pays at once.')}
            min={0}
            max={60}
            allowDecimal={false}
            value={coolingDays}
            onChange={(value) => setCoolingDays(Number(value))}
          />
          <TextInput
            label={t('Minimum in {{currency}}', { currency })}
            description={t('Less is carried over.')}
            inputMode="decimal"
            value={minimum}
            error={amountError(minimumMinor)}
            onChange={(event) => setMinimum(event.currentTarget.value)}
          />
          <TextInput
            label={t('Two approve from, in {{currency}}', { currency })}
            description={t('Below it one is enough; never whoever made the batch.')}
            inputMode="decimal"
            value={second}
            error={amountError(secondMinor)}
            onChange={(event) => setSecond(event.currentTarget.value)}
          />
          <Select
            label={t('Fees borne by')}
            description={t('What a rail takes for a payment.')}
            data={[
              { value: 'programme', label: t('the programme') },
              { value: 'partner', label: t('the partner') },
            ]}
            value={bears}
            allowDeselect={false}
            onChange={(value) => value && setBears(value as Settings['feesBorneBy'])}
          />
        </div>
        {state.error && <Failed error={state.error} />}
        {stale && (
          <p className="sub">
            {t('Somebody else has changed the settings meanwhile. Load the page again, then save.')}
          </p>
        )}
        <div className="btnrow">
          {state.saved && <span className="muted">{t('Saved. It counts from the next batch.')}</span>}
          <Button look="pri" type="submit" busy={state.busy ?? false}>
            {t('Save')}
          </Button>
        </div>
      </form>
    </section>
  );
}

const calendarWords: Readonly<Record<Calendar, string>> = {
  on_demand: 'On demand: somebody prepares each batch',
  monthly: 'Monthly, on a pay day',
  net: 'So many days after the end of a month',
  lock_then_pay: 'Locked on a day, paid some days later',
};
