import { Select, TextInput } from '@mantine/core';
import type { ProgrammeTermsDto } from '@sluice/contracts/terms';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch } from '../../lib/api.js';
import { Button, IconButton } from '../../parts/basics.js';
import { Money } from '../../parts/values.js';
import { useShell } from '../../shell/context.js';
import { amountOf, amountText } from '../rules/canvas/amounts.js';
import { useLanguage } from '../rules/canvas/use-language.js';
import { TermsDialog } from './TermsDialog.js';

type Period = NonNullable<ProgrammeTermsDto['spendCaps'][number]['period']>;
interface Draft {
  period: Period;
  amount: string;
}

const periods: Record<Period, string> = {
  month: 'a month',
  quarter: 'a quarter',
  year: 'a year',
  lifetime: 'all time',
};

const each: Record<Period, string> = {
  month: 'each month',
  quarter: 'each quarter',
  year: 'each year',
  lifetime: 'in all',
};

/** The most that all commissions together may come to, and what is claimed of it. */
export function SpendCaps({ programme, mayWrite }: { programme: ProgrammeTermsDto; mayWrite: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const currency = useShell().programme?.currency ?? 'USD';
  const [opened, setOpened] = useState(false);
  const [drafts, setDrafts] = useState<Draft[]>([]);
  const amounts = drafts.map(({ amount }) => amountOf(amount, currency, language));
  const bad = amounts.some((amount) => amount === undefined || amount < 0);
  const set = (index: number, change: Partial<Draft>) =>
    setDrafts(drafts.map((draft, at) => (at === index ? { ...draft, ...change } : draft)));
  const open = () => {
    setDrafts(
      programme.spendCaps.map(({ period, amount }) => ({
        period: period ?? 'month',
        amount: amountText(amount, currency, language),
      })),
    );
    setOpened(true);
  };
  const save = () =>
    patch('/v1/terms', {
      rev: programme.rev,
      spendCaps: drafts.map(({ period }, index) => ({ period, amount: String(amounts[index]) })),
    });
  return (
    <div className="terms-caps">
      <div className="row">
        <h3 className="sec grow">{t('Spend caps')}</h3>
        {mayWrite && (
          <IconButton small icon="edit" label={t('Edit {{name}}', { name: t('Spend caps') })} onClick={open} />
        )}
      </div>
      {programme.spendCaps.length === 0 && (
        <p className="muted">{t('What commissions may come to in all is not limited.')}</p>
      )}
      {programme.spendCaps.map(({ period, amount, claimed }) => (
        <p className="num" key={period ?? 'month'}>
          <Money value={{ amount, currency }} /> <span className="sub">{t(each[period ?? 'month'])},</span>{' '}
          <Money value={{ amount: claimed, currency }} /> <span className="sub">{t('claimed so far')}</span>
        </p>
      ))}
      <TermsDialog title={t('Spend caps')} opened={opened} onClose={() => setOpened(false)} save={save} disabled={bad}>
        <div className="terms-form">
          {drafts.map((draft, index) => (
            <div className="listrow" key={index}>
              <TextInput
                className="grow"
                label={t('Amount')}
                inputMode="decimal"
                rightSection={<span className="unit">{currency}</span>}
                rightSectionWidth={48}
                value={draft.amount}
                error={
                  amounts[index] === undefined
                    ? t('An amount, e.g. {{example}}', { example: amountText(500000, currency, language) })
                    : undefined
                }
                onChange={(event) => set(index, { amount: event.currentTarget.value })}
              />
              <Select
                label={t('In')}
                data={Object.entries(periods).map(([value, label]) => ({ value, label: t(label) }))}
                value={draft.period}
                allowDeselect={false}
                onChange={(period) => period !== null && set(index, { period: period as Period })}
              />
              <IconButton
                small
                icon="x"
                label={t('Remove entry {{number}}', { number: index + 1 })}
                onClick={() => setDrafts(drafts.toSpliced(index, 1))}
              />
            </div>
          ))}
          {drafts.length < 4 && (
            <Button
              look="ghost"
              size="sm"
              icon="plus"
              onClick={() => setDrafts([...drafts, { period: 'month', amount: '' }])}
            >
              {t('Add a cap')}
            </Button>
          )}
        </div>
      </TermsDialog>
    </div>
  );
}
