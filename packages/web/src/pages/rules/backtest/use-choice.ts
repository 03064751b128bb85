import type { BacktestCreate } from '@sluice/contracts/backtest';
import { useMemo, useState } from 'react';
import { useEditor } from '../editor/context.js';
import { daysPeriod, presetPeriod, type Period, type Preset } from './period.js';

export type Which = BacktestCreate['from'];

/** What a person has chosen to compare, over which orders. */
export function useChoice(zone: string) {
  const { rule, rev, save } = useEditor();
  const inForce = rule.inForce?.version;
  const hasDraft = rev > 0 || save.state !== 'saved';
  const [from, setFrom] = useState<Which | undefined>();
  const [to, setTo] = useState<Which | undefined>();
  const [preset, setPreset] = useState<Preset | 'days'>('last quarter');
  const [days, setDays] = useState({ first: '', last: '' });
  const [partners, setPartners] = useState<string[]>([]);
  const base = from ?? inForce;
  const draft = to ?? (hasDraft ? 'draft' : inForce);
  const period: Period | undefined = useMemo(
    () => (preset === 'days' ? daysPeriod(days.first, days.last, zone) : presetPeriod(preset, new Date(), zone)),
    [preset, days.first, days.last, zone],
  );
  const body: BacktestCreate | undefined =
    base !== undefined && draft !== undefined && period
      ? {
          from: base,
          to: draft,
          period: { from: period.from.toISOString(), to: period.to.toISOString() },
          ...(partners.length > 0 && { filter: { partners } }),
        }
      : undefined;
  return {
    base,
    draft,
    setFrom,
    setTo,
    hasDraft,
    usesDraft: base === 'draft' || draft === 'draft',
    preset,
    setPreset,
    days,
    setDays,
    period,
    zone,
    partners,
    setPartners,
    /** Absent while something is not chosen. */
    body,
  };
}
export type Choice = ReturnType<typeof useChoice>;
