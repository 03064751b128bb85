import { TagsInput, TextInput } from '@mantine/core';
import type { PartnerDetail } from '@sluice/contracts/partner';
import type { Json } from '@sluice/domain';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { patch } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { Button, IconButton } from '../../parts/basics.js';
import { PersonSelect } from '../../parts/PersonSelect.js';
import { printValue, readValue } from './custom-value.js';
import '../../theme/partner-work.css';

interface Field {
  name: string;
  value: string;
}

/** A partner's tags, owner and custom fields. */
export function EditPartner({
  partner,
  opened,
  onClose,
}: {
  partner: PartnerDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [tags, setTags] = useState<string[]>([]);
  const [owner, setOwner] = useState<string | null>(null);
  const [fields, setFields] = useState<Field[]>([]);
  const [rev, setRev] = useState(0);
  const act = useAct();
  useEffect(() => {
    if (!opened) return;
    setTags(partner.tags);
    setOwner(partner.owner ?? null);
    setFields(Object.entries(partner.custom).map(([name, value]) => ({ name, value: printValue(value) })));
    setRev(partner.rev);
    // What is typed stays, even where the partner is read again meanwhile: the server refuses what is out of date.
  }, [opened]);
  const change = (index: number, next: Partial<Field>): void =>
    setFields(fields.map((field, at) => (at === index ? { ...field, ...next } : field)));
  const save = () =>
    act.run(async () => {
      const custom: Record<string, Json> = {};
      for (const { name, value } of fields) if (name.trim() !== '') custom[name.trim()] = readValue(value);
      await patch(`/v1/partners/${partner.id}`, { rev, tags, owner, custom });
      await renew('/v1/partners');
      onClose();
    });
  return (
    <ActDialog
      title={t('Edit partner')}
      verb={t('Save changes')}
      act={act}
      opened={opened}
      onSubmit={save}
      onClose={onClose}
    >
      <TagsInput
        label={t('Tags')}
        description={t('Press Enter after each.')}
        maxTags={50}
        maxLength={64}
        value={tags}
        onChange={setTags}
      />
      <PersonSelect label={t('Owner')} value={owner} onChange={setOwner} />
      <fieldset className="custom-fields">
        <legend>{t('Custom fields')}</legend>
        {fields.map((field, index) => (
          <div className="row" key={index}>
            <TextInput
              className="grow"
              aria-label={t('Name of the field')}
              placeholder={t('Name of the field')}
              value={field.name}
              onChange={(event) => change(index, { name: event.currentTarget.value })}
            />
            <TextInput
              className="grow"
              aria-label={t('Value of {{name}}', { name: field.name })}
              placeholder={t('Value')}
              value={field.value}
              onChange={(event) => change(index, { value: event.currentTarget.value })}
            />
            <IconButton
              icon="trash"
              label={t('Remove {{name}}', { name: field.name || t('field') })}
              onClick={() => setFields(fields.filter((_, at) => at !== index))}
            />
          </div>
        ))}
        <div>
          <Button size="sm" icon="plus" onClick={() => setFields([...fields, { name: '', value: '' }])}>
            {t('Add field')}
          </Button>
        </div>
      </fieldset>
    </ActDialog>
  );
}
