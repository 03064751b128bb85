import { Modal, Select, Textarea, TextInput } from '@mantine/core';
import type { AssetDto } from '@sluice/contracts/asset';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
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
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    if (!opened) return;
    setError(undefined);
    setTitle('');
    setUrl('');
    setText('');
  }, [opened]);
  const ready = title.trim() !== '' && (kind === 'copy' ? text.trim() !== '' : /^https:\/\/./.test(url.trim()));
  const add = async () => {
    setBusy(true);
    setError(undefined);
    const body = {
      kind,
      title: title.trim(),
      ...(kind !== 'copy' && { url: url.trim() }),
      ...(text.trim() && { text: text.trim() }),
      ...(tier !== null && { tier }),
    };
    try {
      await post('/v1/assets', body);
      await renew('/v1/assets');
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    }
    setBusy(false);
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('Add an asset')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
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
        {error && <Failed error={error} />}
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="pri" type="submit" busy={busy} disabled={!ready}>
            {t('Add asset')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
