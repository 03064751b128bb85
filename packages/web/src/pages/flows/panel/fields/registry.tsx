import type { FormField } from '@sluice/nodes/form-types';
import type { ComponentType } from 'react';
import { BranchesField, PathsField, SharesField } from './Branches.js';
import { ChoiceField, ChoiceOrNumberField, ChoicesField, EventTypesField, TagsField, YesNoField } from './Choices.js';
import { ConditionField } from './ConditionField.js';
import { DurationField } from './DurationField.js';
import { JsonText } from './JsonText.js';
import { FlowField, RoleField, RuleField, TemplateField } from './Library.js';
import { MoneyField } from './MoneyField.js';
import { MomentField, QuietHoursField } from './Moments.js';
import { RecipientField } from './Recipient.js';
import { ReferenceField } from './Reference.js';
import { LongTextField, NumberField, TextField } from './Texts.js';
import type { FieldProps } from './types.js';
import { ValuesField } from './Values.js';

/** The control of each kind of field: one line a kind. */
const controls: Readonly<Record<string, ComponentType<FieldProps>>> = {
  text: TextField,
  long_text: LongTextField,
  number: NumberField,
  duration: DurationField,
  rule: RuleField,
  template: TemplateField,
  flow: FlowField,
  role: RoleField,
  event_types: EventTypesField,
  condition: ConditionField,
  branches: BranchesField,
  paths: PathsField,
  shares: SharesField,
  choice: ChoiceField,
  yes_no: YesNoField,
  choices: ChoicesField,
  choice_or_number: ChoiceOrNumberField,
  values: ValuesField,
  tags: TagsField,
  reference: ReferenceField,
  recipient: RecipientField,
  moment: MomentField,
  quiet_hours: QuietHoursField,
  money: MoneyField,
};

/** Kinds of fields whose own control shows references, or that hold none as a whole. */
const OWN: ReadonlySet<string> = new Set([
  'reference',
  'recipient',
  'values',
  'condition',
  'branches',
  'paths',
  'shares',
  'event_types',
]);

/** The control for a field; JSON where none is made for its kind. */
export function controlOf(field: FormField): ComponentType<FieldProps> {
  return controls[field.input] ?? Plain;
}

export function hasControl(input: string): boolean {
  return Object.hasOwn(controls, input);
}

/** Whether the whole setting may be a parameter or a value of an earlier step. */
export function mayRefer(field: FormField): boolean {
  return !OWN.has(field.input);
}

function Plain({ id, label, value, disabled, onChange }: FieldProps) {
  return <JsonText id={id} label={label} value={value} disabled={disabled} onChange={onChange} />;
}
