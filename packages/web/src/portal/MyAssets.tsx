import type { AssetDto } from '@sluice/contracts/asset';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../lib/data.js';
import { assetWords } from '../pages/assets/words.js';
import { Button } from '../parts/basics.js';
import { Empty, Loaded } from '../parts/feedback.js';

/** What I may advertise with. */
export function MyAssets() {
  const { t } = useTranslation();
  const query = useList<AssetDto>('/v1/assets');
  return (
    <>
      <h1 className="sr">{t('Assets')}</h1>
      <h2 className="st">{t('Assets')}</h2>
      <Loaded query={query} rows={3} height={72}>
        {() =>
          query.rows.length === 0 ? (
            <section className="cm">
              <Empty>{t('Landing pages, banners and copy for you come here.')}</Empty>
            </section>
          ) : (
            query.rows.map((asset) => <Asset key={asset.id} asset={asset} />)
          )
        }
      </Loaded>
    </>
  );
}

function Asset({ asset }: { asset: AssetDto }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const words = asset.text ?? asset.url ?? '';
  return (
    <section className="cm" aria-label={asset.title}>
      <div className="one form">
        <p>
          <b>{asset.title}</b> <span className="muted t12">· {t(assetWords[asset.kind])}</span>
        </p>
        {asset.kind === 'banner' && asset.url && (
          <img src={asset.url} alt={asset.title} className="banner" loading="lazy" />
        )}
        {asset.url && (
          <p className="ell">
            <a href={asset.url} target="_blank" rel="noreferrer">
              {asset.url.replace(/^https:\/\//, '')}
            </a>
          </p>
        )}
        {asset.text && <p style={{ whiteSpace: 'pre-line' }}>{asset.text}</p>}
        <Button
          className="t"
          icon={copied ? 'check' : 'copy'}
          onClick={() => {
            void navigator.clipboard.writeText(words).then(() => {
              setCopied(true);
              window.setTimeout(() => setCopied(false), 2000);
            });
          }}
        >
          <span aria-live="polite">
            {copied ? t('Copied') : asset.text ? t('Copy the text') : t('Copy the address')}
          </span>
        </Button>
      </div>
    </section>
  );
}
