import type { DecisionDetail, DecisionRow } from '@sluice/contracts/decision';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../lib/data.js';
import { Chip } from './basics.js';
import { FactsAndPath } from './FactsList.js';
import { Loaded } from './feedback.js';
import { RuleLink } from './RuleLink.js';
import { Sentence, When } from './values.js';

/** What a published rule decided: the sentence, the rule and version, the facts it saw, the path it took. */
export function DecisionView({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useGet<DecisionDetail>(`/v1/decisions/${id}`);
  return (
    <section aria-label={t('What the rule decided')}>
      <Loaded query={query} rows={4}>
        {(decision) => (
          <>
            <Sentence segments={decision.segments} />
            <p className="row">
              <RuleLink rule={decision.rule} trace={decision.id} />
              <span className="mono muted t11">{decision.rule.hash.slice(0, 12)}</span>
            </p>
            <FactsAndPath facts={decision.facts} trace={decision.trace} leftOut={decision.traceLeftOut} />
          </>
        )}
      </Loaded>
    </section>
  );
}

/** The newest decision about a partner's tier; nothing where there was none. */
export function LastTierDecision({ partner, tier }: { partner: string; tier: string }) {
  const { t } = useTranslation();
  const query = useList<DecisionRow>('/v1/decisions', { subject: partner, kind: 'tier' }, 1);
  const decision = query.rows[0];
  if (!decision) return null;
  const { outcome } = decision;
  const decided =
    outcome !== null && typeof outcome === 'object' && !Array.isArray(outcome) && typeof outcome['tier'] === 'string'
      ? outcome['tier']
      : 'keep';
  return (
    <section className="card pad" aria-label={t('Last tier review')}>
      <h2 className="sec">
        {t('Last tier review')} <When at={decision.asOf} form="promise" className="muted" />
      </h2>
      <Sentence segments={decision.segments} />
      <p className="row">
        {decided !== 'keep' && decided !== tier && <Chip tone="warn">{t('differs from the tier it has')}</Chip>}
        <RuleLink rule={decision.rule} trace={decision.id} />
      </p>
    </section>
  );
}
