import type { BacktestCreate, BacktestDto } from '@sluice/contracts/backtest';
import { useMemo, useState } from 'react';
import { useEditor } from '../editor/context.js';
import { daysPeriod, presetPeriod, type Period, type Preset } from './period.js';

export type Which = BacktestCreate['from'];

/** What a person has chosen to compare, over which orders; until then the orders are those of the backtest that is shown. */
export function useChoice(zone: string, shown: BacktestDto | undefined) {
  const { rule, rev, save } = useEditor();
  const inForce = rule.inForce?.version;
  const hasDraft = rev > 0 || save.state !== 'saved';
  const [from, setFrom] = useState<Which | undefined>();
  const [to, setTo] = useState<Which | undefined>();
  const [preset, setPreset] = useState<Preset | 'days' | undefined>();
  const [days, setDays] = useState({ first: '', last: '' });
  const [chosen, setPartners] = useState<string[] | undefined>();
  const partners = chosen ?? shown?.filter.partners?.map(({ id }) => id) ?? [];
  const base = from ?? inForce;
  const draft = to ?? (hasDraft ? 'draft' : inForce);
  const { from: since, to: until } = shown?.period ?? {};
  const period: Period | undefined = useMemo(() => {
    if (preset === 'days') return daysPeriod(days.first, days.last, zone);
    if (preset === undefined && since !== undefined && until !== undefined)
      return { from: new Date(since), to: new Date(until) };
    return presetPeriod(preset ?? 'last quarter', new Date(), zone);
  }, [preset, since, until, days.first, days.last, zone]);
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
    /** Names of partners that the list may not have. */
    named: shown?.filter.partners ?? [],
    /** Absent while something is not chosen. */
    body,
  };
}
export type Choice = ReturnType<typeof useChoice>;
