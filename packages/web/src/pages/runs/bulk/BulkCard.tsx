import type { BulkDto, BulkItemDto } from '@sluice/contracts/bulk';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { get, post } from '../../../lib/api.js';
import { renew, useList } from '../../../lib/data.js';
import { useCan } from '../../../lib/session.js';
import { Button, Chip, type Tone } from '../../../parts/basics.js';
import { Failed, Loaded } from '../../../parts/feedback.js';
import { ShowMore } from '../../../parts/ShowMore.js';
import { When } from '../../../parts/values.js';

const verbs: Record<BulkDto['do'], string> = {
  migrate: 'Move runs',
  restart: 'Begin runs anew',
  retry: 'Retry runs',
  skip: 'Skip steps of runs',
  stop: 'Stop runs',
};

const stateLooks: Record<BulkDto['state'], readonly [Tone, string]> = {
  due: ['info', 'begins at once'],
  running: ['info', 'under way'],
  done: ['ok', 'done'],
  cancelled: ['plain', 'cancelled'],
  failed: ['bad', 'failed'],
};

const outcomes: Record<BulkItemDto['state'], readonly [Tone, string]> = {
  planned: ['plain', 'still to come'],
  done: ['ok', 'done'],
  requested: ['warn', 'wait for a second person'],
  moved: ['warn', 'had moved on'],
  refused: ['bad', 'refused'],
  closed: ['plain', 'were over'],
};

/** One act on many runs: how far it is, what became of each, and stopping it. */
export function BulkCard({ bulk: listed, open, onOpen }: { bulk: BulkDto; open: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const mayCommand = useCan('run.command');
  const act = useAct();
  const live = listed.state === 'due' || listed.state === 'running';
  const query = useQuery<BulkDto, Error>({
    queryKey: [`/v1/bulks/${listed.id}`],
    queryFn: ({ signal }) => get<BulkDto>(`/v1/bulks/${listed.id}`, undefined, signal),
    initialData: listed,
    refetchInterval: ({ state }) => (state.data?.state === 'due' || state.data?.state === 'running' ? 1000 : false),
  });
  const bulk = query.data;
  const going = bulk.state === 'due' || bulk.state === 'running';
  useEffect(() => {
    // It has ended under our eyes: the runs are elsewhere now.
    if (live && !going) void renew('/v1/bulks', '/v1/runs', '/v1/flows');
  }, [live, going]);
  const counts = Object.entries(outcomes).flatMap(([state, look]) => {
    const count = bulk.counts[state as BulkItemDto['state']] ?? 0;
    return count > 0 ? [{ state, look, count }] : [];
  });
  const settled = counts.filter(({ state }) => state !== 'planned').reduce((sum, { count }) => sum + count, 0);
  const cancel = () =>
    act.run(async () => {
      await post(`/v1/bulks/${bulk.id}/cancel`, {});
      await query.refetch();
    });
  const [tone, word] = stateLooks[bulk.state];
  return (
    <article className="bulk">
      <div className="row">
        <h3 className="t13 b grow">
          {t(verbs[bulk.do])}
          {bulk.to !== undefined && <> → v{bulk.to}</>}
        </h3>
        <Chip tone={tone}>{t(word)}</Chip>
      </div>
      <p className="muted t12">
        {bulk.actor.name}, <When at={bulk.createdAt} form="full" />: {bulk.reason}
      </p>
      {bulk.total !== undefined && (
        <>
          <div
            className="bulk-bar"
            role="progressbar"
            aria-valuemin={0}
            aria-valuemax={bulk.total}
            aria-valuenow={settled}
            aria-label={t('{{settled}} of {{total}} runs', { settled, total: bulk.total })}
          >
            <i style={{ width: `${String(bulk.total === 0 ? 100 : (100 * settled) / bulk.total)}%` }} />
          </div>
          <p className="num t12">{t('{{settled}} of {{total}} runs', { settled, total: bulk.total })}</p>
        </>
      )}
      <div className="row wrap-row">
        {counts.map(({ state, look, count }) => (
          <Chip key={state} tone={look[0]}>
            {count} {t(look[1])}
          </Chip>
        ))}
        <span className="grow" />
        {going && mayCommand && (
          <Button size="sm" look="bad" busy={act.busy} onClick={() => void cancel()}>
            {t('Leave the rest')}
          </Button>
        )}
        <Button size="sm" look="ghost" icon={open ? 'down' : 'right'} aria-expanded={open} onClick={onOpen}>
          {t('Each run')}
        </Button>
      </div>
      {bulk.error && <p className="neg t12">{bulk.error.message}</p>}
      {act.error && <Failed error={act.error} />}
      {open && <Items bulk={bulk} />}
    </article>
  );
}

function Items({ bulk }: { bulk: BulkDto }) {
  const { t } = useTranslation();
  const list = useList<BulkItemDto>(`/v1/bulks/${bulk.id}/items`, {}, 50);
  return (
    <Loaded query={list} rows={3}>
      {() => (
        <ul className="bulk-items">
          {list.rows.map((item) => (
            <li key={item.run}>
              <Link to="/runs/$id" params={{ id: item.run }} className="grow ell">
                {item.subject.title ?? item.subject.id}
              </Link>
              {item.message && (
                <span className="muted t12 ell" title={item.message}>
                  {item.message}
                </span>
              )}
              <Chip tone={outcomes[item.state][0]}>{t(outcomes[item.state][1])}</Chip>
            </li>
          ))}
          {list.hasNextPage && (
            <li>
              <ShowMore query={list} />
            </li>
          )}
        </ul>
      )}
    </Loaded>
  );
}
