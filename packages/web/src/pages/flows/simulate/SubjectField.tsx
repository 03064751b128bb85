import { Combobox, InputBase, useCombobox } from '@mantine/core';
import type { PartnerDetail, PartnerRow } from '@sluice/contracts/partner';
import type { List } from '@sluice/contracts/list';
import type { SimulationCase } from '@sluice/flows';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { get } from '../../../lib/api.js';
import { useGet } from '../../../lib/data.js';
import { Avatar } from '../../../parts/basics.js';
import { Failed } from '../../../parts/feedback.js';
import { copiedPartner, partnerIdOf, withPartner } from './scenario-edits.js';

interface Props {
  story: SimulationCase;
  library: FlowLibrary;
  onChange: (story: SimulationCase) => void;
}

/** Who the story is about: invented, or a real partner whose facts are copied into it. */
export function SubjectField({ story, onChange }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const copying = useAct();
  const box = useCombobox({ onDropdownClose: () => setSearch('') });
  const found = useGet<List<PartnerRow>>(box.dropdownOpened ? '/v1/partners' : undefined, { search, limit: 8 });
  const copied = story.world['partners']?.[partnerIdOf(story)];
  const name = typeof copied?.['name'] === 'string' ? copied['name'] : undefined;
  const choose = (id: string) => {
    box.closeDropdown();
    copying.clear();
    if (id === '') return onChange(withPartner(story, undefined));
    void copying.run(async () =>
      onChange(withPartner(story, copiedPartner(await get<PartnerDetail>(`/v1/partners/${id}`)))),
    );
  };
  return (
    <div className="field sim-who">
      <span className="lab" id="sim-who">
        {t('Partner')}
      </span>
      <Combobox store={box} onOptionSubmit={choose}>
        <Combobox.Target>
          <InputBase
            component="button"
            type="button"
            pointer
            aria-labelledby="sim-who"
            leftSection={<Avatar name={name ?? 'Nora Winter'} />}
            rightSection={<span className="unit t12 sim-real">{name ? t('real, copied') : t('invented')}</span>}
            rightSectionWidth={86}
            rightSectionPointerEvents="none"
            onClick={() => box.toggleDropdown()}
          >
            <span className="ell">{name ?? 'Nora Winter'}</span>
          </InputBase>
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Search
            aria-label={t('Search partners')}
            placeholder={t('Search partners')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Combobox.Options>
            <Combobox.Option value="">{t('Invented partner')}</Combobox.Option>
            {found.data?.data.map((partner) => (
              <Combobox.Option key={partner.id} value={partner.id}>
                {partner.name} <span className="muted t12">{partner.tierName}</span>
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {copying.error && <Failed error={copying.error} />}
    </div>
  );
}
