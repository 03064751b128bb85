import { Select } from '@mantine/core';
import type { TermsSourceDto } from '@sluice/contracts/group';
import type { RuleRow } from '@sluice/contracts/rule';
import type { Json } from '@sluice/rules/cst/value';
import { COMMISSION_TERMS } from '@sluice/rules/schemas/commission';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { OutcomeForm, startOf } from '../rules/canvas/OutcomeForm.js';
import '../../theme/terms.css';

interface Props {
  value: TermsSourceDto | null;
  /** What counts where nothing is set. */
  otherwise: string;
  onChange: (value: TermsSourceDto | null) => void;
}

/** Where terms come from: nothing of its own, a published rule, or fixed terms that are written here. */
export function SourceField({ value, otherwise, onChange }: Props) {
  const { t } = useTranslation();
  const rules = useList<RuleRow>('/v1/rules', undefined, 200);
  const published = (rules.data?.pages.flatMap(({ data }) => data) ?? []).filter(
    ({ kind, version }) => kind === 'commission' && version > 0,
  );
  const kind = value === null ? 'none' : 'rule' in value ? 'rule' : 'terms';
  const choose = (next: string | null) => {
    if (next === null || next === kind) return;
    if (next === 'none') onChange(null);
    else if (next === 'rule') onChange({ rule: published[0]?.key ?? '' });
    else onChange({ terms: fixed(startOf(COMMISSION_TERMS)) });
  };
  return (
    <>
      <Select
        label={t('Terms')}
        data={[
          { value: 'none', label: otherwise },
          { value: 'terms', label: t('Fixed terms') },
          { value: 'rule', label: t('A rule'), disabled: published.length === 0 },
        ]}
        value={kind}
        allowDeselect={false}
        onChange={choose}
      />
      {value !== null && 'rule' in value && (
        <Select
          label={t('Rule')}
          data={published.map(({ key, title }) => ({ value: key, label: title }))}
          value={value.rule}
          allowDeselect={false}
          onChange={(rule) => rule !== null && onChange({ rule })}
        />
      )}
      {value !== null && 'terms' in value && (
        <div className="terms-form">
          <OutcomeForm
            shape={COMMISSION_TERMS}
            value={value.terms as Json}
            disabled={false}
            onChange={(terms) => onChange({ terms: fixed(terms) })}
          />
        </div>
      )}
    </>
  );
}

/** Terms as they are sent: an object, its entries as JSON has them. */
function fixed(terms: Json): Extract<TermsSourceDto, { terms: unknown }>['terms'] {
  return JSON.parse(JSON.stringify(terms)) as Extract<TermsSourceDto, { terms: unknown }>['terms'];
}
