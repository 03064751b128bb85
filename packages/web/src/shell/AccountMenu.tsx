import { Menu, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { languages, setLanguage, type Language } from '../i18n/index.js';
import { signOut, useMe } from '../lib/session.js';
import { Avatar } from '../parts/basics.js';
import { Icon } from '../parts/icons.js';
import { useShell } from './context.js';

const schemes = { light: 'Light', dark: 'Dark', auto: 'As the system' } as const;

/** Who is signed in, look, language, keys, sign out. */
export function AccountMenu() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { openKeys } = useShell();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  if (!me) return null;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className="who" aria-label={t('Account of {{name}}', { name: me.name })}>
          <Avatar name={me.name} big />
          <span className="lbl">
            {me.name}
            <span className="muted"> {t(me.roles[0] ?? '')}</span>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email}</Menu.Label>
        <Menu.Label>{t('Look')}</Menu.Label>
        {(Object.keys(schemes) as (keyof typeof schemes)[]).map((scheme) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme ? <Icon name="check" size={14} /> : null}
            aria-current={colorScheme === scheme}
          >
            {t(schemes[scheme])}
          </Menu.Item>
        ))}
        <Menu.Label>{t('Language')}</Menu.Label>
        {(Object.keys(languages) as Language[]).map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            onClick={() => void setLanguage(language)}
            rightSection={i18n.language === language ? <Icon name="check" size={14} /> : null}
            aria-current={i18n.language === language}
          >
            {languages[language]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={openKeys}>{t('Keys')}</Menu.Item>
        <Menu.Item
          leftSection={<Icon name="logout" size={14} />}
          onClick={() => void signOut().finally(() => navigate({ to: '/sign-in' }))}
        >
          {t('Sign out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
