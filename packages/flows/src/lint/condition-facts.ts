import type { FactField, FactFields, FactsSchema } from '@sluice/rules/facts/schema';
import { eventFacts } from '../event-facts.js';
import type { Parameter } from '../document.js';
import type { LintContext } from './context.js';

/**
 * What a condition at a step may ask about, typed: the trigger's event, the flow's parameters, the subject and what earlier
 * steps give. Money is `{ amount, currency }`, its amount a number of minor units, as conditions see it. With `names`, only
 * those variables.
 */
export function conditionFacts(context: LintContext, id: string, names?: readonly string[]): FactsSchema {
  const { flow } = context;
  const fields: Record<string, FactField> = {};
  const add = (name: string, field: () => FactField): void => {
    if (names === undefined || names.includes(name)) fields[name] = field();
  };
  if (flow.trigger.type === 'event') {
    const { events } = flow.trigger;
    add('event', () => ({ type: 'object', label: { en: 'Event', de: 'Ereignis' }, fields: eventFacts(events) }));
  }
  add('subject', () => ({ type: 'object', label: { en: 'Subject', de: 'Gegenstand' }, fields: SUBJECT }));
  if (flow.parameters.length > 0)
    add('params', () => ({
      type: 'object',
      label: { en: 'Parameters', de: 'Parameter' },
      fields: Object.fromEntries(flow.parameters.map((parameter) => [parameter.key, parameterField(parameter)])),
    }));
  for (const name of context.bindings.of(id)) {
    if (names !== undefined && !names.includes(name)) continue;
    const giver = context.node(name);
    const outputs = giver && context.core(giver)?.outputs?.(giver.config);
    if (giver && outputs) add(name, () => ({ type: 'object', label: context.titleOf(giver), fields: asSeen(outputs) }));
    const variable = giver ? undefined : variableOf(context, name);
    if (variable) add(name, () => asSeen({ [name]: variable })[name] ?? variable);
  }
  const currency = context.library.programme?.currency;
  return { id: 'flow', version: 1, inferred: true, fields, ...(currency !== undefined && { currency }) };
}

/** What a variable is that steps set, where one of them says. */
function variableOf({ flow, catalogue }: LintContext, name: string): FactField | undefined {
  for (const { type, config } of flow.nodes) {
    const variable = catalogue[type]?.core.variables?.(config)[name];
    if (variable) return variable;
  }
  return undefined;
}

const SUBJECT: FactFields = {
  id: { type: 'string', label: { en: 'What the run is about', de: 'Worum es im Lauf geht' } },
  kind: { type: 'string', label: { en: 'Kind', de: 'Art' } },
};

function parameterField({ type, title }: Parameter): FactField {
  switch (type) {
    case 'money':
      return moneyField(title);
    case 'integer':
    case 'decimal':
      return { type, label: title };
    default:
      return { type: 'string', label: title };
  }
}

/** Facts as a condition sees them: what is money has an amount and a currency. */
function asSeen(fields: FactFields): FactFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]): [string, FactField] => {
      if (field.type === 'money') return [name, moneyField(field.label ?? name)];
      if (field.type === 'object') return [name, { ...field, fields: asSeen(field.fields) }];
      return [name, field];
    }),
  );
}

function moneyField(label: NonNullable<FactField['label']>): FactField {
  return {
    type: 'object',
    label,
    fields: {
      amount: { type: 'money', currency: 'programme', label },
      currency: { type: 'string', label: { en: 'Currency', de: 'Währung' } },
    },
  };
}
