import { Modal, useMantineColorScheme } from '@mantine/core';
import type { List } from '@sluice/contracts/list';
import type { PartnerRow } from '@sluice/contracts/partner';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setLanguage } from '../i18n/index.js';
import { useGet } from '../lib/data.js';
import { signOut } from '../lib/session.js';
import { Icon, type IconName } from '../parts/icons.js';
import { allPlaces } from './navigation.js';

interface Command {
  id: string;
  label: string;
  hint?: string;
  icon: IconName;
  run: () => void;
}

/** Ctrl K: go anywhere, find a partner, change look or language, all without a mouse. */
export function CommandPalette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const wanted = useDeferredValue(text.trim());
  const partners = useGet<List<PartnerRow>>(opened && wanted.length > 1 ? '/v1/partners' : undefined, {
    search: wanted,
    limit: 6,
  });

  useEffect(() => {
    if (opened) setText('');
  }, [opened]);
  useEffect(() => setAt(0), [text]);

  const fixed: Command[] = [
    ...allPlaces.map((place) => ({
      id: place.to,
      label: t(place.label),
      hint: `G ${(place.key ?? '').toUpperCase()}`,
      icon: place.icon,
      run: () => void navigate({ to: place.to }),
    })),
    { id: 'light', label: t('Light look'), icon: 'settings', run: () => setColorScheme('light') },
    { id: 'dark', label: t('Dark look'), icon: 'settings', run: () => setColorScheme('dark') },
    { id: 'system', label: t('Look as the system'), icon: 'settings', run: () => setColorScheme('auto') },
    { id: 'en', label: 'English', icon: 'settings', run: () => void setLanguage('en') },
    { id: 'de', label: 'Deutsch', icon: 'settings', run: () => void setLanguage('de') },
    {
      id: 'out',
      label: t('Sign out'),
      icon: 'logout',
      run: () => void signOut().finally(() => navigate({ to: '/sign-in' })),
    },
  ];
  const needle = text.trim().toLowerCase();
  const found: Command[] = [
    ...fixed.filter((command) => command.label.toLowerCase().includes(needle)),
    ...(wanted.length > 1 ? (partners.data?.data ?? []) : []).map((partner) => ({
      id: partner.id,
      label: partner.name,
      hint: partner.tierName,
      icon: 'user' as const,
      run: () => void navigate({ to: '/partners/$id', params: { id: partner.id } }),
    })),
  ];
  const go = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };

  return (
    <Modal.Root opened={opened} onClose={onClose} size={560} yOffset="12vh" className="palette">
      <Modal.Overlay />
      <Modal.Content aria-label={t('Search or run a command')} radius="xl">
        <div className="palette-in">
          <Icon name="search" />
          <input
            data-autofocus
            role="combobox"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
            aria-label={t('Search or run a command')}
            placeholder={t('A page, a partner, a command')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
              if (step !== 0) {
                event.preventDefault();
                setAt((now) => (found.length === 0 ? 0 : (now + step + found.length) % found.length));
              } else if (event.key === 'Enter') {
                event.preventDefault();
                go(found[at]);
              }
            }}
          />
        </div>
        <ul id={listId} role="listbox" aria-label={t('Commands')} className="palette-list">
          {found.map((command, index) => (
            <li
              key={command.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              onMouseMove={() => setAt(index)}
              onClick={() => go(command)}
            >
              <Icon name={command.icon} />
              <span className="grow ell">{command.label}</span>
              {command.hint && <span className="muted t12">{command.hint}</span>}
            </li>
          ))}
        </ul>
        {found.length === 0 && <p className="palette-none muted">{t('Nothing is called that.')}</p>}
      </Modal.Content>
    </Modal.Root>
  );
}
