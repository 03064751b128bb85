import { Modal } from '@mantine/core';
import { useEffect, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../lib/act.js';
import { Button } from './basics.js';
import { Failed } from './feedback.js';

interface Props {
  title: ReactNode;
  /** What the button does, a verb with its object. */
  verb: string;
  act: Act;
  /** Checks what was entered and runs the act; what fails is shown above the buttons and nothing entered is lost. */
  onSubmit: (event: FormEvent) => unknown;
  onClose: () => void;
  opened?: boolean;
  look?: 'pri' | 'bad';
  disabled?: boolean;
  /** Where the way back is called otherwise than "Cancel". */
  back?: string;
  size?: string;
  children: ReactNode;
}

/** A dialog with one form and one act: its fields, why it was not done, the way back, the button. */
export function ActDialog({ title, verb, act, onSubmit, onClose, opened = true, look = 'pri', ...more }: Props) {
  const { t } = useTranslation();
  const { clear } = act;
  // What went wrong the last time is no news for whoever opens it anew.
  useEffect(() => {
    if (opened) clear();
  }, [opened, clear]);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      {...(more.size ? { size: more.size } : {})}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit(event);
        }}
      >
        {more.children}
        {act.error && <Failed error={act.error} />}
        <div className="btnrow">
          <Button onClick={onClose}>{more.back ?? t('Cancel')}</Button>
          <Button look={look} type="submit" busy={act.busy} disabled={more.disabled === true}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
