import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';
import { ImportRule } from './ImportRule.js';

/** Brings a rule in from elsewhere. */
export default function ImportButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="upload" onClick={() => setOpen(true)}>
        {t('Bring in…')}
      </Button>
      {open && <ImportRule onClose={() => setOpen(false)} />}
    </>
  );
}
