import type { CstDocument } from '@sluice/rules/cst/cst';
import type { TextEdit } from '@sluice/rules/edit/splice';
import type { FactsSchema } from '@sluice/rules/facts/schema';
import type { DecisionList } from '@sluice/rules/views/decision-list';
import { createContext, useContext } from 'react';
import { RuleEditorContext } from '../editor/context.js';

/** What the rows and groups of a condition work with: a rule in its editor is one, a condition of a flow's step another. */
export interface ConditionEditing {
  readonly document: CstDocument | null;
  readonly schema: FactsSchema;
  readonly list: DecisionList | null;
  edit(edit: TextEdit, label: string, step?: string): void;
  readonly readOnly: boolean;
  select(pointer: string | null): void;
  showView(id: string): void;
}

export const ConditionContext = createContext<ConditionEditing | null>(null);

/** The condition around this component, else the rule around it. Throws outside of both. */
export function useConditions(): ConditionEditing {
  const own = useContext(ConditionContext);
  const rule = useContext(RuleEditorContext);
  const editing = own ?? rule;
  if (!editing) throw new Error('useConditions needs a ConditionContext or a RuleEditorContext around it.');
  return editing;
}
