import { Select, TextInput } from '@mantine/core';
import type { CouponRequestCreate } from '@sluice/contracts/coupon';
import type { PartnerRow } from '@sluice/contracts/partner';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew, useList } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';

/** Asks for a code in a partner's name; the same flow answers it. */
export function AskForCoupon({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [partner, setPartner] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const [landingPage, setLandingPage] = useState('');
  const act = useAct();
  const partners = useList<PartnerRow>('/v1/partners', opened ? { search } : { search: '' }, 20);
  useEffect(() => {
    if (!opened) return;
    setPartner(null);
    setCode('');
    setLandingPage('');
  }, [opened]);
  const ask = () =>
    act.run(async () => {
      const body: CouponRequestCreate = {
        ...(partner !== null && { partner }),
        code: code.trim(),
        ...(landingPage.trim() && { landingPage: landingPage.trim() }),
      };
      await post('/v1/coupon-requests', body);
      await renew('/v1/coupon-requests');
      onClose();
    });
  return (
    <ActDialog
      title={t('Ask for a code')}
      verb={t('Ask')}
      act={act}
      disabled={partner === null || code.trim() === ''}
      opened={opened}
      onClose={onClose}
      onSubmit={ask}
    >
      <Select
        label={t('Partner')}
        searchable
        data-autofocus
        data={partners.rows.map(({ id, name }) => ({ value: id, label: name }))}
        value={partner}
        onChange={setPartner}
        onSearchChange={setSearch}
        nothingFoundMessage={t('No partner of this name')}
      />
      <TextInput
        label={t('Code')}
        description={t('3 to 24 letters and digits, dashes between them.')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <TextInput
        label={t('Landing page')}
        description={t('Where the code will stand; it is looked at for disclosure.')}
        placeholder="https://"
        value={landingPage}
        onChange={(event) => setLandingPage(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
