import type { Parameter } from '@sluice/flows';
import type { FormField } from '@sluice/nodes/form-types';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../rules/canvas/use-language.js';
import { useFlowEditor } from '../../editor/context.js';
import { lintContext, variableChoices, type VariableChoice } from './variables.js';

/** Types of parameters that a kind of field takes; others take any. */
const TAKES: Partial<Record<FormField['input'], Parameter['type']>> = {
  duration: 'duration',
  role: 'role',
  template: 'template',
  money: 'money',
  number: 'integer',
};

/** The values that a setting of a step may stand for; `path` names it as `takes` of its kind does. */
export function useVariables(node: string, path: string, input?: FormField['input']): readonly VariableChoice[] {
  const { t } = useTranslation();
  const language = useLanguage();
  const { document, library } = useFlowEditor();
  return useMemo(() => {
    const context = lintContext(document, library);
    const step = context.node(node);
    const wanted = step ? context.core(step)?.takes?.(step.config)[path] : undefined;
    return variableChoices(context, node, wanted, input && TAKES[input], language, (text) => t(text));
  }, [document, library, node, path, input, language, t]);
}
