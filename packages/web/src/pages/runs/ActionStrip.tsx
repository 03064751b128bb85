import type { RunDetail } from '@sluice/contracts/run';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/basics.js';
import type { IconName } from '../../parts/icons.js';

export type Command = RunDetail['commands'][number];

/** What a person asks of a run: for which parked branch, and with which input where it is edited. */
export interface Ask {
  type: Command;
  at?: string;
  input?: Record<string, unknown>;
}

const looks = [
  ['retry', 'retry', 'Retry'],
  ['edit', 'edit', 'Edit'],
  ['skip', 'skip', 'Skip'],
  ['stop', 'stop', 'Stop'],
] as const satisfies readonly (readonly [Command, IconName, string])[];

/** What a person may do with a parked step, under its card. */
export function ActionStrip({ run, at, onAsk }: { run: RunDetail; at: string; onAsk: (ask: Ask) => void }) {
  const { t } = useTranslation();
  const allowed = run.parked.find((each) => each.at === at)?.commands ?? [];
  return (
    <div className="float acts" style={{ position: 'static' }} role="group" aria-label={t('Parked step')}>
      {looks.map(([command, icon, word]) => (
        <Button
          key={command}
          size="sm"
          icon={icon}
          disabled={!allowed.includes(command)}
          onClick={() => onAsk(command === 'stop' ? { type: command } : { type: command, at })}
        >
          {t(word)}
        </Button>
      ))}
    </div>
  );
}
