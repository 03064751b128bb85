import { useMantineColorScheme } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { languages, setLanguage, type Language } from '../i18n/index.js';
import { signOut, useMe } from '../lib/session.js';
import { Button, Seg } from '../parts/basics.js';
import { PayoutMethod } from '../parts/PayoutMethod.js';

/** Who I am here, how it looks, the way out. */
export function MyAccount() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const tier = me?.programme.tiers.find((each) => each.key === me.partner?.tier);
  return (
    <>
      <h1 className="sr">{t('Account')}</h1>
      <h2 className="st">{t('Account')}</h2>
      <section className="cm">
        <div className="one">
          <dl className="dl">
            <dt>{t('Name')}</dt>
            <dd>{me?.partner?.name ?? me?.name}</dd>
            <dt>{t('E-mail')}</dt>
            <dd>{me?.email}</dd>
            <dt>{t('Programme')}</dt>
            <dd>{me?.programme.name}</dd>
            {tier && (
              <>
                <dt>{t('Tier')}</dt>
                <dd>
                  {tier.name}
                  {tier.perks.length > 0 && <span className="muted">: {tier.perks.join(', ')}</span>}
                </dd>
              </>
            )}
          </dl>
        </div>
        {me?.partner && (
          <div className="one">
            <p className="sec">{t('Payout details')}</p>
            <PayoutMethod partner={me.partner.id} mine />
          </div>
        )}
        <div className="one">
          <p className="sec">{t('Tax')}</p>
          <Link to="/portal/tax">{t('Show my tax forms')}</Link>
        </div>
        <div className="one">
          <p className="sec">{t('Look')}</p>
          <Seg
            label={t('Look')}
            value={colorScheme}
            onChange={setColorScheme}
            options={[
              { value: 'light', label: t('Light') },
              { value: 'dark', label: t('Dark') },
              { value: 'auto', label: t('As the system') },
            ]}
          />
        </div>
        <div className="one">
          <p className="sec">{t('Language')}</p>
          <Seg<Language>
            label={t('Language')}
            value={i18n.language === 'de' ? 'de' : 'en'}
            onChange={(language) => void setLanguage(language)}
            options={(Object.keys(languages) as Language[]).map((value) => ({ value, label: languages[value] }))}
          />
        </div>
        <div className="one">
          <Button
            className="t"
            icon="logout"
            onClick={() => void signOut().finally(() => navigate({ to: '/sign-in' }))}
          >
            {t('Sign out')}
          </Button>
        </div>
      </section>
    </>
  );
}
