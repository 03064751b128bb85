import { notifications } from '@mantine/notifications';
import type { RunCommandResult, RunDetail } from '@sluice/contracts/run';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { ReasonField } from '../../parts/ReasonField.js';
import type { Ask, Command } from './ActionStrip.js';
import { InputEditor } from './InputEditor.js';
import { parkedInput } from './input.js';

const words: Record<Command, { title: string; verb: string; effect: string; path: string }> = {
  retry: {
    title: 'Retry the step as it is',
    verb: 'Retry',
    effect: 'The step runs again with the same input.',
    path: 'retry',
  },
  edit: {
    title: 'Edit the input and retry',
    verb: 'Edit and retry',
    effect: 'The changed input counts for this run only.',
    path: 'retry',
  },
  skip: {
    title: 'Skip the step',
    verb: 'Skip step',
    effect: 'Nothing of this step is done; the run goes on behind it.',
    path: 'skip',
  },
  stop: {
    title: 'Stop the run',
    verb: 'Stop run',
    effect: 'The run ends here. Commissions and holds stay as they are.',
    path: 'cancel',
  },
  restart: {
    title: 'Begin the run anew',
    verb: 'Begin anew',
    effect: 'This run ends here. A new one of the newest version begins for the same subject and event.',
    path: 'restart',
  },
};

/** Every choice on a run asks for a reason, which is audited. */
export function CommandDialog({
  run,
  command,
  onClose,
}: {
  run: RunDetail;
  command: Ask | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const write = (text: string) => {
    setReason(text);
    setMissing(false);
  };
  const [input, setInput] = useState<Record<string, unknown>>();
  // Its words stay while the dialog closes.
  const [last, setLast] = useState(command);
  const act = useAct();
  useEffect(() => {
    if (!command) return;
    setLast(command);
    setReason('');
    setMissing(false);
    setInput(command.input);
  }, [command]);
  const shown = command ?? last;
  const said = shown && words[shown.type];
  const send = () => {
    if (!command || !said) return;
    if (reason.trim() === '') return setMissing(true);
    void act.run(async () => {
      const { outcome } = await post<RunCommandResult>(`/v1/runs/${run.id}/${said.path}`, {
        reason: reason.trim(),
        ...(command.type === 'edit' ? { input: input ?? parkedInput(run, command.at) } : {}),
        ...(command.type === 'stop' || command.type === 'restart' || !command.at ? {} : { at: command.at }),
      });
      if (outcome === 'requested')
        notifications.show({
          closeButtonProps: { 'aria-label': t('Close') },
          message: t('Asked for. This step moves money, so a second person has to ask for the same.'),
          color: 'petrol',
          autoClose: 8000,
        });
      await renew('/v1/runs', '/v1/metrics');
      onClose();
    });
  };
  return (
    <ActDialog
      title={said && t(said.title)}
      verb={said ? t(said.verb) : ''}
      look={shown?.type === 'stop' || shown?.type === 'restart' ? 'bad' : 'pri'}
      act={act}
      opened={command !== undefined}
      onClose={onClose}
      onSubmit={send}
    >
      {shown && said && (
        <>
          <p className="sub">{t(said.effect)}</p>
          {shown.type === 'edit' && !shown.input && (
            <InputEditor value={input ?? parkedInput(run, shown.at)} onChange={setInput} />
          )}
          <ReasonField value={reason} missing={missing} data-autofocus onChange={write} />
        </>
      )}
    </ActDialog>
  );
}
