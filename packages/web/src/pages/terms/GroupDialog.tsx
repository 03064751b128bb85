import { Select, TagsInput, TextInput } from '@mantine/core';
import type { GroupDto, TermsSourceDto } from '@sluice/contracts/group';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch, post } from '../../lib/api.js';
import { useShell } from '../../shell/context.js';
import { amountOf, amountText } from '../rules/canvas/amounts.js';
import { useLanguage } from '../rules/canvas/use-language.js';
import { SourceField } from './SourceField.js';
import { TermsDialog } from './TermsDialog.js';

interface Draft {
  key: string;
  name: string;
  terms: TermsSourceDto | null;
  minimum: string;
  methods: string[];
  newPartners: 'submitted' | 'active' | null;
}

/** A new group, or another agreement for one that is there. */
export function GroupDialog({
  group,
  opened,
  onClose,
}: {
  group: GroupDto | undefined;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const currency = useShell().programme?.currency ?? 'USD';
  const [draft, setDraft] = useState<Draft>(empty);
  useEffect(() => {
    if (opened) setDraft(group ? draftOf(group, currency, language) : empty);
  }, [opened, group, currency, language]);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const minimum = draft.minimum.trim() === '' ? undefined : amountOf(draft.minimum, currency, language);
  const badMinimum = draft.minimum.trim() !== '' && minimum === undefined;
  const badKey = !group && draft.key !== '' && !/^[a-z][a-z0-9_-]{0,63}$/.test(draft.key);
  const save = () => {
    const payout = {
      ...group?.payout,
      minimumPayout:
        minimum === undefined ? undefined : { ...group?.payout?.minimumPayout, [currency]: String(minimum) },
      methods: draft.methods.length > 0 ? draft.methods : undefined,
    };
    const body = {
      name: draft.name.trim(),
      terms: draft.terms,
      payout: Object.values(payout).some((each) => each !== undefined) ? payout : null,
      newPartners: draft.newPartners,
    };
    return group
      ? patch(`/v1/groups/${group.key}`, { ...body, rev: group.rev })
      : post('/v1/groups', { ...body, key: draft.key });
  };
  return (
    <TermsDialog
      title={group ? t('Group {{name}}', { name: group.name }) : t('New group')}
      opened={opened}
      onClose={onClose}
      save={save}
      disabled={draft.name.trim() === '' || (!group && draft.key === '') || badKey || badMinimum}
    >
      <TextInput
        label={t('Name')}
        data-autofocus
        value={draft.name}
        onChange={(event) => {
          const name = event.currentTarget.value;
          const follows = !group && draft.key === keyOf(draft.name);
          set({ name, ...(follows && { key: keyOf(name) }) });
        }}
      />
      {!group && (
        <TextInput
          label={t('Key')}
          description={t('Never changes; rules and imports know the group by it.')}
          value={draft.key}
          error={badKey ? t('Small letters, digits, dashes; a letter first') : undefined}
          onChange={(event) => set({ key: event.currentTarget.value })}
        />
      )}
      <SourceField
        value={draft.terms}
        otherwise={t('None of its own: those of the tier count')}
        onChange={(terms) => set({ terms })}
      />
      <TextInput
        label={t('Minimum payout')}
        description={t('Instead of the programme’s.')}
        inputMode="decimal"
        rightSection={<span className="sub">{currency}</span>}
        rightSectionWidth={48}
        value={draft.minimum}
        error={
          badMinimum ? t('An amount, e.g. {{example}}', { example: amountText(5000, currency, language) }) : undefined
        }
        onChange={(event) => set({ minimum: event.currentTarget.value })}
      />
      <TagsInput
        label={t('Payout methods')}
        description={t('Only these rails; all where none is named.')}
        value={draft.methods}
        onChange={(methods) => set({ methods })}
      />
      <Select
        label={t('New partners begin as')}
        data={[
          { value: 'submitted', label: t('waiting for a decision') },
          { value: 'active', label: t('active') },
        ]}
        clearable
        placeholder={t('as in settings')}
        value={draft.newPartners}
        onChange={(next) => set({ newPartners: next === 'submitted' || next === 'active' ? next : null })}
      />
    </TermsDialog>
  );
}

const empty: Draft = { key: '', name: '', terms: null, minimum: '', methods: [], newPartners: null };

function draftOf(group: GroupDto, currency: string, language: string): Draft {
  const minimum = group.payout?.minimumPayout?.[currency];
  return {
    key: group.key,
    name: group.name,
    terms: group.terms ?? null,
    minimum: minimum === undefined ? '' : amountText(minimum, currency, language),
    methods: group.payout?.methods ?? [],
    newPartners: group.newPartners ?? null,
  };
}

/** "Agencies & co" becomes `agencies-co`. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 64);
}
