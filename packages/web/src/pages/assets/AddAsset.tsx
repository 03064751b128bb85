import { Select, Textarea, TextInput } from '@mantine/core';
import type { AssetDto } from '@sluice/contracts/asset';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { useShell } from '../../shell/context.js';
import { assetWords } from './words.js';

const kinds = Object.keys(assetWords) as AssetDto['kind'][];

/** A landing page, a banner or copy, for all partners or from a tier on. */
export function AddAsset({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { programme } = useShell();
  const [kind, setKind] = useState<AssetDto['kind']>('landing_page');
  const [title, setTitle] = useState('');
  const [url, setUrl] = useState('');
  const [text, setText] = useState('');
  const [tier, setTier] = useState<string | null>(null);
  const act = useAct();
  useEffect(() => {
    if (!opened) return;
    setTitle('');
    setUrl('');
    setText('');
  }, [opened]);
  const ready = title.trim() !== '' && (kind === 'copy' ? text.trim() !== '' : /^https:\/\/./.test(url.trim()));
  const add = () =>
    act.run(async () => {
      const body = {
        kind,
        title: title.trim(),
        ...(kind !== 'copy' && { url: url.trim() }),
        ...(text.trim() && { text: text.trim() }),
        ...(tier !== null && { tier }),
      };
      await post('/v1/assets', body);
      await renew('/v1/assets');
      onClose();
    });
  return (
    <ActDialog
      title={t('Add an asset')}
      verb={t('Add asset')}
      act={act}
      disabled={!ready}
      opened={opened}
      onClose={onClose}
      onSubmit={add}
    >
      <Select
        label={t('Kind')}
        data={kinds.map((value) => ({ value, label: t(assetWords[value]) }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setKind(kinds.find((one) => one === value) ?? 'landing_page')}
      />
      <TextInput
        label={t('Title')}
        data-autofocus
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {kind !== 'copy' && (
        <TextInput
          label={kind === 'banner' ? t('Address of the picture') : t('Address of the page')}
          placeholder="https://"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
      )}
      <Textarea
        label={t('Copy text')}
        description={t('Words that partners may use as they are.')}
        autosize
        minRows={3}
        maxLength={5_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Select
        label={t('From tier')}
        placeholder={t('All partners')}
        clearable
        data={(programme?.tiers ?? []).map(({ key: value, name }) => ({ value, label: name }))}
        value={tier}
        onChange={setTier}
      />
    </ActDialog>
  );
}
