import { Select, TextInput } from '@mantine/core';
import type { RuleCreate, RuleDraft } from '@sluice/contracts/rule';
import { RULE_KINDS, type RuleKind } from '@sluice/rules/document';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { ruleKindWord } from './kind-words.js';

/** What each kind of rule is for, in one line. */
const PURPOSE: Readonly<Record<RuleKind, string>> = {
  commission: 'What a partner earns for an order.',
  lead_commission: 'What a partner earns for a lead, a trial or an activation.',
  routing: 'Which way a lead goes.',
  fraud: 'How risky an order is, in points with reasons.',
  tier: 'Which tier a partner belongs to.',
  eligibility: 'Whether an order or partner qualifies.',
  attribution: 'How partners share an order.',
  segment: 'Which partners belong to a group.',
  guard: 'What must not pass without a look.',
};

/** A new rule: title, kind, key. It begins as a draft that answers everything with nothing. */
export function NewRule({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<RuleKind>('commission');
  const [ownKey, setOwnKey] = useState<string>();
  const act = useAct();
  const key = ownKey ?? keyFrom(title);
  const wrongKey = key !== '' && !/^[a-z0-9][a-z0-9_-]{0,63}$/.test(key);
  const ready = title.trim() !== '' && key !== '' && !wrongKey;
  const create = async () => {
    if (!ready || act.busy) return;
    await act.run(async () => {
      const body: RuleCreate = { key, kind, title: title.trim() };
      await post<RuleDraft>('/v1/rules', body);
      await renew('/v1/rules');
      await navigate({ to: '/rules/$key', params: { key } });
    });
  };
  return (
    <ActDialog
      title={t('New rule')}
      verb={t('Create the rule')}
      act={act}
      disabled={!ready}
      onClose={onClose}
      onSubmit={create}
    >
      <TextInput
        label={t('Title')}
        data-autofocus
        required
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Select
        label={t('Decides')}
        description={t(PURPOSE[kind])}
        data={RULE_KINDS.map((value) => ({ value, label: t(ruleKindWord(value)) }))}
        value={kind}
        allowDeselect={false}
        onChange={(next) => next !== null && setKind(next as RuleKind)}
      />
      <TextInput
        label={t('Key')}
        description={t('Flows and other rules name it by this; it cannot be changed later.')}
        required
        value={key}
        error={wrongKey ? t('Small letters, digits, _ and -, at most 64.') : undefined}
        styles={{ input: { fontFamily: 'var(--mono)' } }}
        onChange={(event) => setOwnKey(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

/** "Herbst-Aktion 2026" → `herbst-aktion-2026`. */
export function keyFrom(title: string): string {
  return title
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
}
