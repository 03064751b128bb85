import { Modal } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { renew } from '../../lib/data.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';

interface Props {
  title: string;
  opened: boolean;
  onClose: () => void;
  /** Sends what was written; what it throws is shown, and nothing is lost. */
  save: () => Promise<unknown>;
  disabled?: boolean;
  children: ReactNode;
}

/** A dialog for what is agreed on: it counts from the next order, and nothing that was earned changes. */
export function TermsDialog({ title, opened, onClose, save, disabled, children }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  useEffect(() => setError(undefined), [opened]);
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await save();
      await renew('/v1/terms', '/v1/groups', '/v1/partners');
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    }
    setBusy(false);
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('Close') }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children}
        <p className="muted t12">{t('Counts from the next order. What was earned before stays as it is.')}</p>
        {error && <Failed error={error} />}
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="pri" type="submit" busy={busy} disabled={disabled === true}>
            {t('Save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
