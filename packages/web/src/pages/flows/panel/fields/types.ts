import type { Json } from '@sluice/domain';
import type { FlowNode } from '@sluice/flows';
import type { FormField } from '@sluice/nodes/form-types';

/** What every control of a step's form is given. */
export interface FieldProps {
  readonly field: FormField;
  readonly label: string;
  readonly node: FlowNode;
  readonly value: Json | undefined;
  readonly disabled: boolean;
  /** Id of the control that the label names. */
  readonly id: string;
  readonly describedBy: string | undefined;
  /** Undefined takes the setting away. */
  onChange(value: Json | undefined): void;
}
