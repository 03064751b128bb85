import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';

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
export function TermsDialog({ title, opened, onClose, save, disabled = false, children }: Props) {
  const { t } = useTranslation();
  const act = useAct();
  const submit = () =>
    act.run(async () => {
      await save();
      await renew('/v1/terms', '/v1/groups', '/v1/partners');
      onClose();
    });
  return (
    <ActDialog
      title={title}
      verb={t('Save')}
      size="lg"
      act={act}
      opened={opened}
      disabled={disabled}
      onSubmit={submit}
      onClose={onClose}
    >
      {children}
      <p className="muted t12">{t('Counts from the next order. What was earned before stays as it is.')}</p>
    </ActDialog>
  );
}
