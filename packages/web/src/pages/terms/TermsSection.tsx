import type { GroupDto, TermsSourceDto } from '@sluice/contracts/group';
import type { ProgrammeTermsDto } from '@sluice/contracts/terms';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch } from '../../lib/api.js';
import { useGet } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button, IconButton } from '../../parts/basics.js';
import { Empty, Loaded } from '../../parts/feedback.js';
import { GroupDialog } from './GroupDialog.js';
import { SourceField } from './SourceField.js';
import { SpendCaps } from './SpendCaps.js';
import { TermsDialog } from './TermsDialog.js';

/** Whose terms count, from the first to the last: a partner's own (on its page), its group's, its tier's, the programme's. */
export function TermsSection() {
  const terms = useGet<ProgrammeTermsDto>('/v1/terms');
  const groups = useGet<{ data: GroupDto[] }>('/v1/groups');
  return (
    <Loaded query={terms} rows={4}>
      {(programme) => (
        <>
          <Loaded query={groups} rows={2}>
            {({ data }) => <Groups groups={data} />}
          </Loaded>
          <ProgrammeCard programme={programme} />
        </>
      )}
    </Loaded>
  );
}

function Groups({ groups }: { groups: GroupDto[] }) {
  const { t } = useTranslation();
  const mayWrite = useCan('terms.write');
  const [editing, setEditing] = useState<GroupDto>();
  const [opened, setOpened] = useState(false);
  const open = (group?: GroupDto) => {
    setEditing(group);
    setOpened(true);
  };
  return (
    <section className="card" aria-labelledby="groups">
      <header>
        <h2 className="t14 b grow" id="groups">
          {t('Groups')}
        </h2>
        {mayWrite && (
          <Button size="sm" icon="plus" onClick={() => open()}>
            {t('New group')}
          </Button>
        )}
      </header>
      {groups.length === 0 ? (
        <Empty>{t('Partners with the same agreement make a group. There is none yet.')}</Empty>
      ) : (
        <table aria-label={t('Groups')}>
          <thead>
            <tr>
              <th>{t('Name')}</th>
              <th>{t('Terms')}</th>
              <th className="r">{t('Partners')}</th>
              <th>
                <span className="sr">{t('Edit')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.key}>
                <td className="m">{group.name}</td>
                <td className="wrap">{group.sentence ?? <span className="sub">{t('those of the tier')}</span>}</td>
                <td className="r num">{group.partners}</td>
                <td className="r">
                  {mayWrite && (
                    <IconButton
                      small
                      icon="edit"
                      label={t('Edit {{name}}', { name: group.name })}
                      onClick={() => open(group)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <GroupDialog group={editing} opened={opened} onClose={() => setOpened(false)} />
    </section>
  );
}

interface Place {
  /** A tier's key; absent for the programme. */
  tier?: string;
  name: string;
  terms?: TermsSourceDto | undefined;
  sentence?: string | undefined;
  otherwise: string;
}

function ProgrammeCard({ programme }: { programme: ProgrammeTermsDto }) {
  const { t } = useTranslation();
  const mayWrite = useCan('terms.write');
  const [place, setPlace] = useState<Place>();
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState<TermsSourceDto | null>(null);
  const places: Place[] = [
    ...programme.tiers.map(({ key, name, terms, sentence }) => ({
      tier: key,
      name: t('Tier {{name}}', { name }),
      terms,
      sentence,
      otherwise: t('those of the programme'),
    })),
    {
      name: t('Programme'),
      terms: programme.terms,
      sentence: programme.sentence,
      otherwise: t('the rule that the flow names'),
    },
  ];
  const save = () =>
    patch('/v1/terms', {
      rev: programme.rev,
      ...(place?.tier === undefined ? { terms: draft } : { tiers: { [place.tier]: draft } }),
    });
  return (
    <section className="card" aria-labelledby="terms">
      <header>
        <h2 className="t14 b" id="terms">
          {t('Terms of tiers and programme')}
        </h2>
      </header>
      <table aria-label={t('Terms of tiers and programme')}>
        <tbody>
          {places.map((each) => (
            <tr key={each.name}>
              <td className="m">{each.name}</td>
              <td className="wrap">{each.sentence ?? <span className="sub">{each.otherwise}</span>}</td>
              <td className="r">
                {mayWrite && (
                  <IconButton
                    small
                    icon="edit"
                    label={t('Edit {{name}}', { name: each.name })}
                    onClick={() => {
                      setPlace(each);
                      setDraft(each.terms ?? null);
                      setOpened(true);
                    }}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <SpendCaps programme={programme} mayWrite={mayWrite} />
      <TermsDialog title={place?.name ?? ''} opened={opened} onClose={() => setOpened(false)} save={save}>
        <SourceField value={draft} otherwise={capital(place?.otherwise ?? '')} onChange={setDraft} />
      </TermsDialog>
    </section>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
