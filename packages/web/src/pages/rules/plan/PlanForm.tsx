import type { Json } from '@sluice/rules/cst/value';
import { fieldAt } from '@sluice/rules/facts/schema';
import { nameLabel } from '@sluice/rules/views/cells-values';
import {
  addBonus,
  readPlan,
  withBase,
  withRenewals,
  writePlan,
  type NoPlan,
  type Plan,
  type PlanBonus,
  type PlanStep,
} from '@sluice/rules/views/plan';
import type { TableContext } from '@sluice/rules/views/table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../parts/basics.js';
import { Empty } from '../../../parts/feedback.js';
import { useEditor } from '../editor/context.js';
import { useLocale } from '../table/useTable.js';
import { AmountField, MonthsField, TermsField, WordsField } from './fields.js';

/** The common commission rule as a form: a rate for each tier, better terms for some orders, when renewals end. */
export default function PlanForm() {
  const { t } = useTranslation();
  const editor = useEditor();
  const { document, list, schema, shape } = editor;
  const locale = useLocale();
  const context = useMemo((): TableContext => ({ schema, shape, locale }), [schema, shape, locale]);
  const plan = useMemo(
    () => (document && list ? readPlan(document, list, context) : ({ reason: 'list' } as const)),
    [document, list, context],
  );
  if ('reason' in plan) return <Beyond reason={plan} />;
  const set = (next: Plan, label: string, step?: string): void => {
    if (document && list) editor.edit(writePlan(document, list, next, context), label, step);
  };
  return <Form plan={plan} context={context} set={set} title={t('Plan')} />;
}

/** Says which branch a plan cannot say, and where it can be edited. */
function Beyond({ reason }: { reason: NoPlan }) {
  const { t } = useTranslation();
  const editor = useEditor();
  const words = (): string => {
    switch (reason.reason) {
      case 'kind':
        return t('The plan form is for commission rules with tiers. This rule decides something else.');
      case 'list':
        return t('This rule is no list of branches with an answer for the rest, so the plan form cannot show it.');
      case 'row':
        return t(
          'Branch {{row}} asks for something that the plan form does not have. It stays as it is; edit it on the canvas or in the table.',
          { row: reason.row + 1 },
        );
      case 'renewals_later':
        return t('Branch {{row}} ends renewals, but others come before it. In a plan, renewals are decided first.', {
          row: reason.row + 1,
        });
    }
  };
  return (
    <section className="pv">
      <Empty
        action={
          <div className="row">
            <Button
              onClick={() => {
                editor.showView('canvas');
                if ('row' in reason) editor.select(editor.list?.branches[reason.row]?.pointer ?? null);
              }}
            >
              {'row' in reason ? t('Show branch {{row}}', { row: reason.row + 1 }) : t('Show the canvas')}
            </Button>
            <Button onClick={() => editor.showView('table')}>{t('Show the table')}</Button>
          </div>
        }
      >
        {words()}
      </Empty>
    </section>
  );
}

function Form({
  plan,
  context,
  set,
  title,
}: {
  plan: Plan;
  context: TableContext;
  set: (next: Plan, label: string, step?: string) => void;
  title: string;
}) {
  const { t } = useTranslation();
  const editor = useEditor();
  const locked = editor.readOnly || editor.syntaxError !== null;
  const tiers = tiersOf(context, plan);
  const first = plan.steps[0];
  const months = first?.kind === 'renewals' ? first.months : undefined;
  const bonuses = plan.steps.flatMap((step, at) => (step.kind === 'bonus' ? [{ step, at }] : []));
  const baseOf = (tier: string): Json | undefined =>
    plan.steps.find((step) => step.kind === 'base' && step.tier === tier)?.outcome;
  const replace = (at: number, step: PlanStep | undefined, label: string): void => {
    const steps = [...plan.steps];
    if (step) steps[at] = step;
    else steps.splice(at, 1);
    set({ ...plan, steps }, label, step ? `plan ${String(at)}` : undefined);
  };
  const fresh: PlanBonus = {
    kind: 'bonus',
    tiers: [],
    minimum: 10_000,
    countries: [],
    onlyNew: false,
    outcome: baseOf(tiers[0]?.value ?? '') ?? { type: 'percent', rate: '10' },
  };
  return (
    <section className="pv" aria-label={title}>
      <fieldset className="plan" disabled={locked}>
        <section aria-labelledby="plan-base">
          <h2 id="plan-base" className="sec">
            {t('What each tier earns')}
          </h2>
          <div className="plan-rows">
            {tiers.map(({ value, label }) => (
              <div className="plan-row" key={value}>
                <span className="m">{label}</span>
                <TermsField
                  label={t('Terms for {{tier}}', { tier: label })}
                  value={baseOf(value)}
                  context={context}
                  optional
                  hideLabel
                  onChange={(outcome) =>
                    set(withBase(plan, value, outcome), t('Terms for {{tier}}', { tier: label }), `plan ${value}`)
                  }
                />
              </div>
            ))}
          </div>
        </section>
        <section aria-labelledby="plan-bonus">
          <h2 id="plan-bonus" className="sec">
            {t('Other terms for some orders')}
          </h2>
          {bonuses.length === 0 && <p className="muted">{t('None. Every order of a tier earns the same.')}</p>}
          {bonuses.map(({ step, at }, index) => (
            <div className="plan-bonus" key={at} role="group" aria-label={t('Terms {{n}}', { n: index + 1 })}>
              <WordsField
                label={t('Tiers')}
                value={step.tiers}
                placeholder={t('all')}
                choices={tiers}
                onChange={(next) => replace(at, { ...step, tiers: next }, t('Change other terms'))}
              />
              <AmountField
                label={t('From a net order of')}
                value={step.minimum}
                context={context}
                onChange={(minimum) => {
                  const { minimum: _, ...rest } = step;
                  replace(at, minimum === undefined ? rest : { ...rest, minimum }, t('Change other terms'));
                }}
              />
              <WordsField
                label={t("Customer's country")}
                value={step.countries}
                placeholder={t('any')}
                onChange={(countries) => replace(at, { ...step, countries }, t('Change other terms'))}
              />
              <label className="plan-check">
                <input
                  type="checkbox"
                  checked={step.onlyNew}
                  onChange={(event) =>
                    replace(at, { ...step, onlyNew: event.currentTarget.checked }, t('Change other terms'))
                  }
                />
                {t('New customers only')}
              </label>
              <TermsField
                label={t('Pay')}
                value={step.outcome}
                context={context}
                onChange={(outcome) =>
                  outcome !== undefined && replace(at, { ...step, outcome }, t('Change other terms'))
                }
              />
              <IconButton
                icon="trash"
                small
                label={t('Delete these terms')}
                onClick={() => replace(at, undefined, t('Delete other terms'))}
              />
            </div>
          ))}
          <p>
            <Button size="sm" icon="plus" onClick={() => set(addBonus(plan, fresh), t('Add other terms'))}>
              {t('Other terms')}
            </Button>
          </p>
        </section>
        <section aria-labelledby="plan-renewals">
          <h2 id="plan-renewals" className="sec">
            {t('Renewals')}
          </h2>
          <MonthsField
            value={months}
            onChange={(next) => set(withRenewals(plan, next), t('Renewals'), 'plan renewals')}
          />
        </section>
        <section aria-labelledby="plan-rest">
          <h2 id="plan-rest" className="sec">
            {t('Everything else')}
          </h2>
          <div className="plan-rows">
            <div className="plan-row">
              <span className="m">{t('Otherwise')}</span>
              <TermsField
                label={t('Otherwise')}
                value={plan.otherwise}
                context={context}
                hideLabel
                onChange={(otherwise) =>
                  otherwise !== undefined && set({ ...plan, otherwise }, t('Otherwise'), 'plan otherwise')
                }
              />
            </div>
          </div>
        </section>
      </fieldset>
    </section>
  );
}

/** The programme's tiers; those of the rule that it no longer has stay visible. */
function tiersOf({ schema, locale }: TableContext, plan: Plan): readonly { value: string; label: string }[] {
  const field = fieldAt(schema, 'partner.tier');
  const known =
    field?.type === 'enum' ? field.values.map((each) => ({ value: each.value, label: nameLabel(each, locale) })) : [];
  const used = plan.steps.flatMap((step) => (step.kind === 'base' ? [step.tier] : []));
  return [
    ...known,
    ...used.filter((tier) => !known.some(({ value }) => value === tier)).map((value) => ({ value, label: value })),
  ];
}
