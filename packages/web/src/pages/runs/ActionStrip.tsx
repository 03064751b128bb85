import type { RunDetail } from '@sluice/contracts/run';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/basics.js';
import type { IconName } from '../../parts/icons.js';

export type Command = RunDetail['commands'][number];

const looks: Record<Command, readonly [IconName, string]> = {
  retry: ['retry', 'Retry'],
  edit: ['edit', 'Edit'],
  skip: ['skip', 'Skip'],
  stop: ['stop', 'Stop'],
};

/** What a person may do with the parked step, under its card. */
export function ActionStrip({ run, onCommand }: { run: RunDetail; onCommand: (command: Command) => void }) {
  const { t } = useTranslation();
  return (
    <div className="float acts" style={{ position: 'static' }} role="group" aria-label={t('Parked step')}>
      {(Object.keys(looks) as Command[]).map((command) => (
        <Button
          key={command}
          size="sm"
          icon={looks[command][0]}
          disabled={!run.commands.includes(command)}
          onClick={() => onCommand(command)}
        >
          {t(looks[command][1])}
        </Button>
      ))}
    </div>
  );
}
