import type { Fleet } from '@sluice/contracts/fleet';
import type { FlowDocument } from '@sluice/flows';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilters } from '../../../lib/filters.js';
import { useCan } from '../../../lib/session.js';
import { formatSpan } from '../../../lib/time.js';
import { Button, IconButton, Seg, Tabs } from '../../../parts/basics.js';
import { stepTitle } from '../../../parts/flow/words.js';
import { BulkList } from '../../runs/bulk/BulkList.js';
import { RunPicker } from '../../runs/bulk/RunPicker.js';
import { MigrateDialog } from '../migrate/MigrateDialog.js';

interface Props {
  flowKey: string;
  document: FlowDocument;
  fleet: Fleet;
  version: string | undefined;
  newest: number;
}

type Status = 'open' | 'running' | 'waiting' | 'parked';

/** The runs at the chosen step, to open or to act on; what was done to many of them before. */
export function FleetPanel({ flowKey, document, fleet, version, newest }: Props) {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const [tab, setTab] = useState<'runs' | 'acts'>(filters.bulk ? 'acts' : 'runs');
  const [moving, setMoving] = useState(false);
  const mayMove = useCan('flow.migrate');
  const node = document.nodes.find(({ id }) => id === filters.node);
  const at = fleet.nodes.find((each) => each.node === filters.node);
  const status = filters.status ?? 'open';
  return (
    <aside className="panel" aria-label={t('Runs')}>
      <div className="phead">
        <div className="grow">
          <div className="cap">{node ? t('Runs at') : t('All runs')}</div>
          <h2 className="t14 b">{node ? stepTitle(node, t) : t('{{count}} open runs', { count: fleet.open })}</h2>
          {at && (
            <p className="muted t12 num">
              {t('{{count}} came here', { count: at.entered })}
              {at.dropped > 0 && <>, {t('{{count}} went no further', { count: at.dropped })}</>}
              {at.medianMs !== undefined && <>, {t('half within {{span}}', { span: formatSpan(at.medianMs) })}</>}
            </p>
          )}
        </div>
        {node && (
          <IconButton
            small
            icon="x"
            label={t('Show all steps')}
            onClick={() => set({ node: undefined, status: undefined })}
          />
        )}
      </div>
      <Tabs<'runs' | 'acts'>
        label={t('Runs')}
        value={tab}
        onChange={setTab}
        options={[
          { value: 'runs', label: t('Runs') },
          { value: 'acts', label: t('Acts on many') },
        ]}
      />
      <div role="tabpanel" aria-labelledby={`tab-${tab}`} className="tabbody fleet-body">
        {tab === 'runs' ? (
          <>
            <Seg<Status>
              small
              label={t('State')}
              value={status === 'running' || status === 'waiting' || status === 'parked' ? status : 'open'}
              options={[
                { value: 'open', label: t('all') },
                { value: 'running', label: t('running') },
                { value: 'waiting', label: t('waiting') },
                { value: 'parked', label: t('parked') },
              ]}
              onChange={(next) => set({ status: next === 'open' ? undefined : next })}
            />
            <RunPicker
              flow={flowKey}
              query={{
                flow: flowKey,
                ...(filters.node ? { node: filters.node } : {}),
                ...(filters.status ? { status: filters.status } : {}),
                ...(version ? { version } : {}),
              }}
              onActed={(id) => {
                set({ bulk: id });
                setTab('acts');
              }}
            />
          </>
        ) : (
          <BulkList flow={flowKey} shown={filters.bulk} />
        )}
      </div>
      <div className="pfoot t12">
        {mayMove && (
          <Button size="sm" onClick={() => setMoving(true)}>
            {t('Move waiting runs…')}
          </Button>
        )}
      </div>
      {moving && (
        <MigrateDialog
          flowKey={flowKey}
          newest={newest}
          onClose={() => setMoving(false)}
          onBegun={(id) => {
            setMoving(false);
            set({ bulk: id });
            setTab('acts');
          }}
        />
      )}
    </aside>
  );
}
