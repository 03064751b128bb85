import type { RuleDiff } from '@sluice/contracts/rule';
import type { UseQueryResult } from '@tanstack/react-query';
import { useGet } from '../../../lib/data.js';
import { useEditor } from '../editor/context.js';

/** What the saved draft changes against the version in force; read again whenever it is saved. */
export function useChanges(): UseQueryResult<RuleDiff, Error> {
  const { rule, rev, readOnly } = useEditor();
  return useGet<RuleDiff>(rev > 0 && !readOnly ? `/v1/rules/${rule.key}/diff` : undefined);
}
