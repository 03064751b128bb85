import { diffRules, renderChange } from '@sluice/rules/diff/diff';
import { useDeferredValue, useMemo } from 'react';
import { useEditor } from '../editor/context.js';
import { useLocale } from '../table/useTable.js';

/** A change as a sentence, and the node it is about. */
export interface ChangeLine {
  readonly text: string;
  readonly pointer?: string;
}

/** What the draft changes against the version in force, as it is on the screen; compared here in the browser. */
export function useChanges(): readonly ChangeLine[] {
  const { rule, text, cases, schema, shape, syntaxError } = useEditor();
  const locale = useLocale();
  const draft = useDeferredValue(text);
  const { inForce } = rule;
  return useMemo(() => {
    // A text that is no JSON yet is told as such; it is not one change of everything.
    if (syntaxError) return [];
    const after = { logic: draft, cases };
    return diffRules(inForce, after, schema, shape).map((change) => ({
      text: renderChange(change, locale),
      ...(change.pointer === undefined || change.code === 'branch_removed' ? {} : { pointer: change.pointer }),
    }));
  }, [draft, cases, inForce, schema, shape, locale, syntaxError]);
}
