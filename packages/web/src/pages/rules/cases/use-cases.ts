import type { RuleCase } from '@sluice/rules/document';
import type { Json } from '@sluice/rules/cst/value';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../../shell/context.js';
import { useEditor } from '../editor/context.js';
import { programOf, programOfText } from '../editor/run-cases.js';
import type { Facts } from './facts.js';

/** What the version in force and the draft answer for facts. */
export interface Answers {
  readonly inForce?: Json;
  readonly draft?: Json;
}

/** Answers for any facts, run here in the browser. */
export function useAnswers(): (facts: Facts) => Answers {
  const { rule, document, schema, shape } = useEditor();
  const { programme } = useShell();
  const logic = rule.inForce?.logic;
  const programs = useMemo(() => {
    const context = { kind: rule.kind, schema, shape, programme };
    return { inForce: programOfText(logic, context), draft: programOf(document, context) };
  }, [rule.kind, schema, shape, programme, logic, document]);
  return useCallback(
    (facts) => {
      const before = programs.inForce?.run(facts);
      const now = programs.draft?.run(facts);
      return { ...(before?.ok ? { inForce: before.value } : {}), ...(now?.ok ? { draft: now.value } : {}) };
    },
    [programs],
  );
}

export const newCaseId = (): string => `case_${crypto.randomUUID().slice(0, 8)}`;

/** Puts, duplicates and removes cases, each as one step that can be undone. */
export function useCaseActions() {
  const { t } = useTranslation();
  const { change, cases } = useEditor();
  return useMemo(
    () => ({
      put: (each: RuleCase) =>
        change(
          { type: 'put_case', case: each },
          cases.some(({ id }) => id === each.id)
            ? t('Change case “{{title}}”', { title: each.title })
            : t('Add case “{{title}}”', { title: each.title }),
        ),
      duplicate: (each: RuleCase) => {
        const copy = { ...each, id: newCaseId(), title: t('{{title}}, copy', { title: each.title }) };
        const at = cases.findIndex(({ id }) => id === each.id);
        change({ type: 'put_case', case: copy, at: at + 1 }, t('Duplicate case “{{title}}”', { title: each.title }));
        return copy;
      },
      remove: (each: RuleCase) =>
        change({ type: 'remove_case', id: each.id }, t('Delete case “{{title}}”', { title: each.title })),
    }),
    [change, cases, t],
  );
}
