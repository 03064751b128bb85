import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';
import { useFindingWords } from '../cases/words.js';
import { useEditor } from '../editor/context.js';
import { blocksOf } from './blocking.js';
import { PublishDialog } from './PublishDialog.js';

/** Quiet with a lock while something blocks, but always pressable: it opens what blocks. */
export default function PublishButton() {
  const { t } = useTranslation();
  const editor = useEditor();
  const words = useFindingWords();
  const [open, setOpen] = useState(false);
  if (editor.readOnly) return null;
  const blocks = blocksOf(editor, words);
  const blocked = blocks.length > 0;
  return (
    <>
      <Button
        look={blocked ? 'lockd' : 'pri'}
        className="pub-btn"
        icon={blocked ? 'lock' : 'send'}
        aria-label={t('Publish v{{version}}…', { version: editor.version })}
        title={blocked ? t('{{count}} problems block publishing', { count: blocks.length }) : undefined}
        onClick={() => setOpen(true)}
      >
        <span className="lbl">{t('Publish v{{version}}…', { version: editor.version })}</span>
      </Button>
      {open && <PublishDialog blocks={blocks} onClose={() => setOpen(false)} />}
    </>
  );
}
