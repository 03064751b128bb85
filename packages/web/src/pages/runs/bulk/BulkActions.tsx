import type { BulkDto } from '@sluice/contracts/bulk';
import type { RunRow } from '@sluice/contracts/run';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { post } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { useCan } from '../../../lib/session.js';
import { ActDialog } from '../../../parts/ActDialog.js';
import { ReasonField } from '../../../parts/ReasonField.js';
import { Button } from '../../../parts/basics.js';
import type { IconName } from '../../../parts/icons.js';

type Act = 'retry' | 'skip' | 'stop';

const acts: Readonly<Record<Act, { icon: IconName; verb: string; title: string; effect: string }>> = {
  retry: {
    icon: 'retry',
    verb: 'Retry',
    title: 'Retry {{count}} runs',
    effect: 'Each parked step runs again with the same input.',
  },
  skip: {
    icon: 'skip',
    verb: 'Skip',
    title: 'Skip the step of {{count}} runs',
    effect:
      'Nothing of these steps is done; the runs go on behind them. Steps that move money wait for a second person.',
  },
  stop: {
    icon: 'stop',
    verb: 'Stop',
    title: 'Stop {{count}} runs',
    effect: 'These runs end here. Commissions and holds stay as they are.',
  },
};

/** The most that one act takes by name. */
const most = 500;

/** Retry, skip or stop what is chosen, with one reason; one act for each flow among them. */
export function BulkActions({ runs, onActed }: { runs: readonly RunRow[]; onActed: (bulks: string[]) => void }) {
  const { t } = useTranslation();
  const may = useCan('run.command');
  const [act, setAct] = useState<Act>();
  if (!may) return null;
  const parked = runs.filter(({ status }) => status === 'parked');
  const open = runs.filter(({ status }) => status === 'parked' || status === 'waiting' || status === 'running');
  const meant = act === 'stop' ? open : parked;
  return (
    <>
      {(['retry', 'skip', 'stop'] as const).map((each) => (
        <Button
          key={each}
          size="sm"
          icon={acts[each].icon}
          {...(each === 'stop' ? { look: 'bad' as const } : {})}
          disabled={(each === 'stop' ? open : parked).length === 0}
          onClick={() => setAct(each)}
        >
          {t(acts[each].verb)}
        </Button>
      ))}
      {act && (
        <ReasonDialog
          act={act}
          runs={meant}
          onClose={() => setAct(undefined)}
          onActed={(ids) => {
            setAct(undefined);
            onActed(ids);
          }}
        />
      )}
    </>
  );
}

function ReasonDialog({
  act,
  runs,
  onClose,
  onActed,
}: {
  act: Act;
  runs: readonly RunRow[];
  onClose: () => void;
  onActed: (bulks: string[]) => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const write = (text: string) => {
    setReason(text);
    setMissing(false);
  };
  const sending = useAct();
  // What was begun before another part was refused is not begun again.
  const begun = useRef(new Map<string, string>());
  const said = acts[act];
  const send = () => {
    if (reason.trim() === '') return setMissing(true);
    void sending.run(async () => {
      const bulks: string[] = [];
      for (const flow of new Set(runs.map((run) => run.flow.key))) {
        const mine = runs.filter((run) => run.flow.key === flow).map(({ id }) => id);
        for (let from = 0; from < mine.length; from += most) {
          const body = { do: act, flow, runs: mine.slice(from, from + most), reason: reason.trim() };
          const name = JSON.stringify(body);
          const bulk = begun.current.get(name) ?? (await post<BulkDto>('/v1/bulks', body)).id;
          begun.current.set(name, bulk);
          bulks.push(bulk);
        }
      }
      await renew('/v1/bulks', '/v1/runs', '/v1/flows');
      onActed(bulks);
    });
  };
  return (
    <ActDialog
      title={t(said.title, { count: runs.length })}
      verb={t(said.title, { count: runs.length })}
      look={act === 'stop' ? 'bad' : 'pri'}
      act={sending}
      onClose={onClose}
      onSubmit={send}
    >
      <p className="sub">{t(said.effect)}</p>
      <ReasonField value={reason} missing={missing} data-autofocus onChange={write} />
    </ActDialog>
  );
}
