import { Menu, MultiSelect } from '@mantine/core';
import type { PartnerRow } from '@sluice/contracts/partner';
import type { RuleDetail } from '@sluice/contracts/rule';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../../lib/data.js';
import type { List } from '@sluice/contracts/list';
import { Icon } from '../../../parts/icons.js';
import { useEditor } from '../editor/context.js';
import { periodText, presetPeriod, presets } from './period.js';
import type { Choice, Which } from './use-choice.js';

/** Which two versions, which period, whose orders. */
export function Choices({ choice }: { choice: Choice }) {
  const { t } = useTranslation();
  return (
    <div className="bt-choices">
      <p className="cap">
        <Side label={t('Version to try')} value={choice.draft} hasDraft={choice.hasDraft} onChange={choice.setTo} />{' '}
        {t('against')}{' '}
        <Side
          label={t('Version to compare with')}
          value={choice.base}
          hasDraft={choice.hasDraft}
          onChange={choice.setFrom}
        />
        , {t('facts as they were')}
      </p>
      <div className="bt-row">
        <PeriodPicker choice={choice} />
        <PartnerPicker choice={choice} />
      </div>
      {choice.preset === 'days' && <Days choice={choice} />}
    </div>
  );
}

function Side({
  label,
  value,
  hasDraft,
  onChange,
}: {
  label: string;
  value: Which | undefined;
  hasDraft: boolean;
  onChange: (value: Which) => void;
}) {
  const { t } = useTranslation();
  const { rule } = useEditor();
  const { data } = useGet<RuleDetail>(`/v1/rules/${rule.key}`);
  const name = (which: Which | undefined) =>
    which === undefined ? t('no version') : which === 'draft' ? t('the draft') : `v${which}`;
  const versions: Which[] = [
    ...(hasDraft ? (['draft'] as const) : []),
    ...(data?.versions ?? []).map((one) => one.version),
  ];
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className="bt-tok" aria-label={`${label}: ${name(value)}`}>
          {name(value)}
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflow: 'auto' }}>
        {versions.map((which) => (
          <Menu.Item key={which} onClick={() => onChange(which)} aria-current={which === value}>
            {name(which)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function PeriodPicker({ choice }: { choice: Choice }) {
  const { t, i18n } = useTranslation();
  const { zone, period, preset } = choice;
  const now = new Date();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className="inp bt-pick" aria-label={t('Period')}>
          <span className="ell">{period ? periodText(period, zone, i18n.language) : t('Choose days')}</span>
          <span className="unit">
            <Icon name="down" size={14} />
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {presets.map((each) => (
          <Menu.Item key={each} onClick={() => choice.setPreset(each)} aria-current={each === preset}>
            {t(each)}{' '}
            <span className="muted t12">{periodText(presetPeriod(each, now, zone), zone, i18n.language)}</span>
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => choice.setPreset('days')} aria-current={preset === 'days'}>
          {t('days of your choice')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Days({ choice }: { choice: Choice }) {
  const { t } = useTranslation();
  const { days, setDays } = choice;
  return (
    <div className="bt-row">
      <label className="inp">
        <span className="sr">{t('First day')}</span>
        <input
          type="date"
          value={days.first}
          onChange={(event) => setDays({ ...days, first: event.currentTarget.value })}
        />
      </label>
      <label className="inp">
        <span className="sr">{t('Last day')}</span>
        <input
          type="date"
          value={days.last}
          onChange={(event) => setDays({ ...days, last: event.currentTarget.value })}
        />
      </label>
    </div>
  );
}

function PartnerPicker({ choice }: { choice: Choice }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const { data } = useGet<List<PartnerRow>>('/v1/partners', { search, limit: 20 });
  const found = (data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const chosen = choice.partners
    .filter((id) => !found.some(({ value }) => value === id))
    .map((id) => ({ value: id, label: known.get(id) ?? choice.named.find((one) => one.id === id)?.name ?? id }));
  return (
    <MultiSelect
      size="xs"
      className="bt-partners"
      aria-label={t('Partners')}
      placeholder={choice.partners.length === 0 ? t('All partners') : ''}
      data={[...chosen, ...found]}
      value={choice.partners}
      onChange={(ids) => {
        setKnown(new Map([...known, ...found.map(({ value, label }) => [value, label] as const)]));
        choice.setPartners(ids);
      }}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      clearable
      nothingFoundMessage={t('Nobody of that name')}
    />
  );
}
