import { NumberInput, Select } from '@mantine/core';
import type { RateStatus } from '@sluice/contracts/rate';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { put } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { Button } from '../../../parts/basics.js';
import { Failed } from '../../../parts/feedback.js';

/** Where rates come from, and how long one counts. */
export function RateSource({ status }: { status: RateStatus }) {
  const { t } = useTranslation();
  const [source, setSource] = useState(status.source);
  const [days, setDays] = useState<number | string>(status.maxAgeDays);
  const act = useAct();
  const save = () =>
    act.run(async () => {
      await put('/v1/rates/settings', { source, maxAgeDays: Number(days), base: status.base });
      await renew('/v1/rates');
    });
  const changed = source !== status.source || Number(days) !== status.maxAgeDays;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="two">
        <Select
          label={t('Rates come from')}
          allowDeselect={false}
          data={[
            { value: 'own', label: t('imports and by hand') },
            { value: 'ecb', label: t('the European Central Bank, daily') },
          ]}
          value={source}
          onChange={(value) => setSource(value === 'ecb' ? 'ecb' : 'own')}
        />
        <NumberInput
          label={t('A rate counts for so many days')}
          min={0}
          max={31}
          allowDecimal={false}
          hideControls
          value={days}
          onChange={setDays}
        />
      </div>
      {act.error && <Failed error={act.error} />}
      {changed && (
        <div className="btnrow">
          <Button type="submit" busy={act.busy} disabled={days === ''}>
            {t('Save')}
          </Button>
        </div>
      )}
    </form>
  );
}
