import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../parts/basics.js';
import { Icon, type IconName } from '../../../parts/icons.js';
import { useWide } from '../../rules/editor/use-wide.js';

interface Props {
  /** The step in words. */
  step: string;
  acts: Record<'up' | 'down' | 'rename' | 'duplicate' | 'remove', () => void>;
}

/** What can be done with a step of the outline: side by side where there is room, else in a menu. */
export function StepActions({ step, acts }: Props) {
  const { t } = useTranslation();
  const wide = useWide(768);
  const all: [icon: IconName, label: string, act: () => void][] = [
    ['up', t('Move “{{step}}” up', { step }), acts.up],
    ['down', t('Move “{{step}}” down', { step }), acts.down],
    ['edit', t('Rename “{{step}}”', { step }), acts.rename],
    ['copy', t('Duplicate “{{step}}”', { step }), acts.duplicate],
    ['trash', t('Remove “{{step}}”', { step }), acts.remove],
  ];
  if (wide)
    return (
      <span className="fo-acts">
        {all.map(([icon, label, act]) => (
          <IconButton key={icon} small icon={icon} label={label} onClick={act} />
        ))}
      </span>
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className="btn ghost sq fo-more" aria-label={t('Do something with “{{step}}”', { step })}>
          <Icon name="dots" size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {all.map(([icon, label, act]) => (
          <Menu.Item key={icon} leftSection={<Icon name={icon} size={14} />} onClick={act}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
