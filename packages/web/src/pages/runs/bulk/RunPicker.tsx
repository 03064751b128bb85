import type { RunRow } from '@sluice/contracts/run';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../lib/clock.js';
import { useList } from '../../../lib/data.js';
import { formatCountdown } from '../../../lib/time.js';
import { Empty, Loaded } from '../../../parts/feedback.js';
import { ShowMore } from '../../../parts/ShowMore.js';
import { StateChip } from '../../../parts/states.js';
import { When } from '../../../parts/values.js';
import { BulkActions } from './BulkActions.js';

interface Props {
  flow: string;
  query: Record<string, string>;
  onActed: (bulk: string) => void;
}

/** Runs that match, to open one or to choose several and act on them. */
export function RunPicker({ flow, query, onActed }: Props) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const list = useList<RunRow>('/v1/runs', query);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const chosen = list.rows.filter(({ id }) => picked.has(id));
  const all = list.rows.length > 0 && chosen.length === list.rows.length;
  const flip = (id: string) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  return (
    <Loaded query={list} rows={6}>
      {() =>
        list.rows.length === 0 ? (
          <Empty>{t('No run is here now.')}</Empty>
        ) : (
          <>
            <div className="row pick-head">
              <label className="row">
                <input
                  type="checkbox"
                  checked={all}
                  onChange={() => setPicked(all ? new Set() : new Set(list.rows.map(({ id }) => id)))}
                />
                {chosen.length > 0 ? t('{{count}} chosen', { count: chosen.length }) : t('Choose all shown')}
              </label>
              <span className="grow" />
              {chosen.length > 0 && (
                <BulkActions
                  runs={chosen}
                  onActed={([first]) => {
                    setPicked(new Set());
                    if (first !== undefined) onActed(first);
                  }}
                />
              )}
            </div>
            <ul className="picks">
              {list.rows.map((run) => (
                <li key={run.id}>
                  <input
                    type="checkbox"
                    checked={picked.has(run.id)}
                    aria-label={t('Choose {{run}}', { run: run.subject.title ?? run.subject.id })}
                    onChange={() => flip(run.id)}
                  />
                  <span className="grow ell">
                    <Link to="/runs/$id" params={{ id: run.id }} search={{ ...query, flow } as never} className="m">
                      {run.subject.title ?? run.subject.id}
                    </Link>
                    <span className="block muted t12 ell">
                      {run.current?.park ? (
                        <span className="neg">{run.current.park.message}</span>
                      ) : run.current?.wait?.until ? (
                        <span className="num">
                          {t('waits')}{' '}
                          {formatCountdown(new Date(run.current.wait.until).getTime() - now.getTime(), t('d'))}
                        </span>
                      ) : (
                        <When at={run.startedAt} form="full" />
                      )}
                    </span>
                  </span>
                  <span className="chip line">v{run.flow.version}</span>
                  <StateChip kind="run" state={run.status} />
                </li>
              ))}
            </ul>
            <ShowMore query={list} />
          </>
        )
      }
    </Loaded>
  );
}
