import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';

/** What belongs here, the one thing to do, and the way to a ready example. */
export function EmptyFlow({ readOnly, onAdd }: { readOnly: boolean; onAdd: (near: Element) => void }) {
  const { t } = useTranslation();
  return (
    <div className="float fe-empty">
      <p>{t('Nothing happens yet when this flow starts: its steps belong here.')}</p>
      {!readOnly && (
        <Button look="pri" icon="plus" onClick={(event) => onAdd(event.currentTarget)}>
          {t('Add the first step')}
        </Button>
      )}
      <Link to="/flows/new">{t('Begin from a ready flow')}</Link>
    </div>
  );
}
