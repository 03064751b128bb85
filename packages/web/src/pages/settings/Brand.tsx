import { TagsInput } from '@mantine/core';
import type { BrandDto } from '@sluice/contracts/connection';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { put } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Failed, Loaded } from '../../parts/feedback.js';

/** What coupon codes and pages of partners are held against. */
export function Brand() {
  const query = useGet<BrandDto>('/v1/brand');
  return (
    <Loaded query={query} rows={3}>
      {(brand) => <Words key={JSON.stringify(brand)} saved={brand} />}
    </Loaded>
  );
}

function Words({ saved }: { saved: BrandDto }) {
  const { t } = useTranslation();
  const mayWrite = useCan('brand.write');
  const [brand, setBrand] = useState(saved);
  const act = useAct();
  const save = () =>
    act.run(async () => {
      await put('/v1/brand', brand);
      await renew('/v1/brand');
    });
  const field = (name: keyof BrandDto, label: string, description: string) => (
    <TagsInput
      label={label}
      description={description}
      readOnly={!mayWrite}
      value={brand[name]}
      onChange={(words) => setBrand({ ...brand, [name]: words })}
      // A phrase may hold commas; Enter ends it.
      splitChars={[]}
    />
  );
  return (
    <section className="card pad" aria-labelledby="brand">
      <h2 className="sec" id="brand">
        {t('Brand')}
      </h2>
      <div className="form">
        {field('names', t('Names of the brand'), t('No coupon code may hold one.'))}
        {field('bannedWords', t('Banned words'), t('No coupon code may hold one.'))}
        {field('claims', t('Prohibited claims'), t('Phrases that no page of a partner may say. Enter ends a phrase.'))}
        {act.error && <Failed error={act.error} />}
        {mayWrite && (
          <div className="btnrow">
            <Button
              busy={act.busy}
              disabled={JSON.stringify(brand) === JSON.stringify(saved)}
              onClick={() => void save()}
            >
              {t('Save')}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
