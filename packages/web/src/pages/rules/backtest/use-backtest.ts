import type { BacktestCreate, BacktestDto, BacktestListRow } from '@sluice/contracts/backtest';
import type { List } from '@sluice/contracts/list';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../../lib/act.js';
import { get, post } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';

export const isOver = ({ state }: Pick<BacktestDto, 'state'>): boolean => state !== 'queued' && state !== 'running';

/** The backtest that the panel shows: the one that the address names, else the newest of the rule; renewed while it runs. */
export function useBacktest(rule: string) {
  const [asked, setAsked] = useState<string>();
  const act = useAct();
  const newest = useQuery({
    queryKey: ['/v1/backtests', { rule, limit: 1 }],
    queryFn: ({ signal }) => get<List<BacktestListRow>>('/v1/backtests', { rule, limit: 1 }, signal),
  });
  const { backtest: named }: { backtest?: string } = useSearch({ strict: false });
  const id = asked ?? named ?? newest.data?.data[0]?.id;
  const query = useQuery({
    queryKey: [`/v1/backtests/${id ?? ''}`],
    queryFn: ({ signal }) => get<BacktestDto>(`/v1/backtests/${id ?? ''}`, undefined, signal),
    enabled: id !== undefined,
    // The live stream tells of each chunk; this is for the moments without one.
    refetchInterval: ({ state }) => (state.data && !isOver(state.data) ? 2_000 : false),
  });

  const attempt = (work: () => Promise<BacktestDto>) =>
    act.run(async () => {
      setAsked((await work()).id);
      await renew('/v1/backtests');
    });

  return {
    backtest: query.data,
    error: query.error ?? newest.error,
    loading: newest.isPending || (id !== undefined && query.isPending),
    failed: act.error,
    busy: act.busy,
    run: (body: BacktestCreate) => attempt(() => post(`/v1/rules/${rule}/backtests`, body)),
    cancel: () => attempt(() => post(`/v1/backtests/${id ?? ''}/cancel`, {})),
  };
}
