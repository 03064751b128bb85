import { Select } from '@mantine/core';
import type { GroupDto, TermsSourceDto } from '@sluice/contracts/group';
import type { PartnerAgreementDto } from '@sluice/contracts/terms';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch } from '../../lib/api.js';
import { useGet } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Loaded } from '../../parts/feedback.js';
import { SourceField } from './SourceField.js';
import { TermsDialog } from './TermsDialog.js';

/** What a partner earns by, and whose terms those are. */
export function PartnerTerms({ partner }: { partner: string }) {
  const { t } = useTranslation();
  const query = useGet<PartnerAgreementDto>(`/v1/partners/${partner}/agreement`);
  return (
    <section className="card pad side-card">
      <h2 className="sec">{t('Terms')}</h2>
      <Loaded query={query} rows={2}>
        {(agreement) => <Agreement partner={partner} agreement={agreement} />}
      </Loaded>
    </section>
  );
}

function Agreement({ partner, agreement }: { partner: string; agreement: PartnerAgreementDto }) {
  const { t } = useTranslation();
  const mayWrite = useCan('terms.write');
  const groups = useGet<{ data: GroupDto[] }>('/v1/groups');
  const [opened, setOpened] = useState(false);
  const [group, setGroup] = useState<string | null>(null);
  const [terms, setTerms] = useState<TermsSourceDto | null>(null);
  const { counts } = agreement;
  const whose = {
    partner: t('its own'),
    group: t('of the group {{name}}', { name: counts.name ?? '' }),
    tier: t('of the tier {{name}}', { name: counts.name ?? '' }),
    programme: t('of the programme'),
    flow: '',
  }[counts.level];
  const save = () => patch(`/v1/partners/${partner}/agreement`, { rev: agreement.rev, group, terms });
  return (
    <>
      <p className="wrap">
        {counts.sentence} {whose && <span className="sub">({whose})</span>}
      </p>
      {agreement.group && counts.level !== 'group' && (
        <p className="sub">{t('Group {{name}}', { name: agreement.group.name })}</p>
      )}
      {mayWrite && (
        <div className="btnrow">
          <Button
            icon="edit"
            onClick={() => {
              setGroup(agreement.group?.key ?? null);
              setTerms(agreement.terms ?? null);
              setOpened(true);
            }}
          >
            {t('Change terms…')}
          </Button>
        </div>
      )}
      <TermsDialog title={t('Terms')} opened={opened} onClose={() => setOpened(false)} save={save}>
        <Select
          label={t('Group')}
          data={(groups.data?.data ?? []).map(({ key, name }) => ({ value: key, label: name }))}
          clearable
          placeholder={t('no group')}
          value={group}
          onChange={setGroup}
        />
        <SourceField
          value={terms}
          otherwise={t('None of its own: those of group, tier or programme count')}
          onChange={setTerms}
        />
      </TermsDialog>
    </>
  );
}
