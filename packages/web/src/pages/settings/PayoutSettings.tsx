import { NumberInput, Select, TextInput } from '@mantine/core';
import type { ProgrammeDto } from '@sluice/contracts/programme';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { patch, Problem } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
import { Minimums } from './Minimums.js';
import { draftOf, settingsOf, type Calendar, type PayoutDraft } from './payout-draft.js';
import { RailFees } from './RailFees.js';
import '../../theme/payout-settings.css';

/** When the programme pays out, from which amounts, what rails take and who bears it, how long new bank details rest. */
export function PayoutSettings({ programme }: { programme: ProgrammeDto }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { currency } = programme;
  const [draft, setDraft] = useState(() => draftOf(programme, language));
  // What was read when typing began: another's change meanwhile is told by the server, and nothing typed is lost.
  const [read, setRead] = useState(programme);
  const [saved, setSaved] = useState(false);
  const [tried, setTried] = useState(false);
  const act = useAct();
  const dirty = JSON.stringify(draft) !== JSON.stringify(draftOf(read, language));
  useEffect(() => {
    if (dirty || programme.rev === read.rev) return;
    setRead(programme);
    setDraft(draftOf(programme, language));
  }, [programme, read, dirty, language]);
  const change = (more: Partial<PayoutDraft>): void => {
    setDraft({ ...draft, ...more });
    setSaved(false);
  };
  const checked = settingsOf(draft, read, language);
  const told = act.error instanceof Problem ? (act.error.body.errors ?? []) : [];
  const errorAt = (pointer: string): string | undefined => {
    const own = tried && !checked.ok ? checked.errors[pointer] : undefined;
    return own === undefined ? told.find((one) => one.pointer === pointer)?.message : t(own);
  };
  const save = async (): Promise<void> => {
    setTried(true);
    if (!checked.ok) return;
    await act.run(async () => {
      const now = await patch<ProgrammeDto>(`/v1/programmes/${programme.key}`, {
        rev: read.rev,
        settings: checked.settings,
      });
      setRead(now);
      setDraft(draftOf(now, language));
      setSaved(true);
      setTried(false);
      await renew('/v1/programmes', '/v1/me');
    });
  };
  const stale = act.error instanceof Problem && act.error.isConflict;
  const { calendar } = draft;
  return (
    <section className="card pad payout-settings" aria-labelledby="payout-settings">
      <h2 className="sec" id="payout-settings">
        {t('How payouts are made')}
      </h2>
      <form
        className="form"
        noValidate
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
            onChange={(value) => value && change({ calendar: value as Calendar })}
          />
          {(calendar === 'monthly' || calendar === 'lock_then_pay') && (
            <NumberInput
              size="xs"
              label={calendar === 'monthly' ? t('Pay day') : t('Day of the cutoff')}
              description={t('Of the month; a shorter month takes its last day.')}
              min={1}
              max={31}
              allowDecimal={false}
              value={draft.payDay}
              error={errorAt('/settings/payouts/payDay')}
              onChange={(payDay) => change({ payDay })}
            />
          )}
          {calendar === 'net' && (
            <Select
              label={t('Days after the end of the month')}
              description={t('Of the month in which money became payable.')}
              data={['15', '30', '60']}
              value={draft.netDays}
              error={errorAt('/settings/payouts/netDays')}
              allowDeselect={false}
              onChange={(netDays) => netDays && change({ netDays })}
            />
          )}
          {calendar === 'lock_then_pay' && (
            <NumberInput
              size="xs"
              label={t('Days from the cutoff to the payment')}
              description={t('Until then the batch is locked.')}
              min={0}
              max={60}
              allowDecimal={false}
              value={draft.lockDays}
              error={errorAt('/settings/payouts/lockDays')}
              onChange={(lockDays) => change({ lockDays })}
            />
          )}
          <NumberInput
            size="xs"
            label={t('Days that new bank details rest')}
            description={t('Nothing is paid to them before; 0 pays at once.')}
            min={0}
            max={60}
            allowDecimal={false}
            value={draft.coolingDays}
            error={errorAt('/settings/payouts/coolingDays')}
            onChange={(coolingDays) => change({ coolingDays })}
          />
          <TextInput
            label={t('Two approve from, in {{currency}}', { currency })}
            description={t('Below it one is enough; never whoever made the batch.')}
            inputMode="decimal"
            value={draft.second}
            error={errorAt(`/settings/secondApproverFrom/${currency}`)}
            onChange={(event) => change({ second: event.currentTarget.value })}
          />
          <Select
            label={t('Fees borne by')}
            description={t('Whose money pays what a rail takes.')}
            data={[
              { value: 'programme', label: t('the programme') },
              { value: 'partner', label: t('the partner') },
            ]}
            value={draft.bears}
            allowDeselect={false}
            onChange={(value) => value && change({ bears: value as ProgrammeDto['settings']['feesBorneBy'] })}
          />
        </div>
        <div className="two">
          <Minimums
            minimums={draft.minimums}
            own={currency}
            errorAt={errorAt}
            onChange={(minimums) => change({ minimums })}
          />
          <RailFees fees={draft.fees} currency={currency} errorAt={errorAt} onChange={(fees) => change({ fees })} />
        </div>
        {tried && !checked.ok && (
          <p className="err" role="alert">
            {t('Nothing was saved. Put right what is marked and save again.')}
          </p>
        )}
        {act.error && <Failed error={act.error} />}
        {stale && (
          <p className="sub">
            {t('Somebody else has changed the settings meanwhile. Load the page again, then save.')}
          </p>
        )}
        <div className="btnrow">
          {saved && !dirty && (
            <span className="muted" role="status">
              {t('Saved. It counts from the next batch.')}
            </span>
          )}
          <Button look="pri" type="submit" busy={act.busy}>
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
