import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';

/** Another name for a case. */
export function RenameDialog({
  title,
  onClose,
  onRename,
}: {
  title: string;
  onClose: () => void;
  onRename: (title: string) => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(title);
  const said = name.trim();
  return (
    <Modal opened onClose={onClose} title={t('Rename the case')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (said !== '') onRename(said.slice(0, 200));
        }}
      >
        <TextInput
          label={t('Title')}
          data-autofocus
          value={name}
          maxLength={200}
          error={said === '' ? t('A case has a name.') : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="pri" type="submit" disabled={said === ''}>
            {t('Rename')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
