import type { Finding, FindingFix } from '@sluice/rules/analysis/types';
import { renderFinding, renderFix } from '@sluice/rules/analysis/render';
import { useCallback } from 'react';
import { useLocale } from '../table/useTable.js';

/** A finding as its sentence in the language of the page. */
export function useFindingWords(): (finding: Finding) => string {
  const locale = useLocale();
  return useCallback((finding) => renderFinding(finding, locale), [locale]);
}

/** The cure of a finding as the words of its link. */
export function useFixWords(): (fix: FindingFix) => string {
  const locale = useLocale();
  return useCallback((fix) => renderFix(fix, locale), [locale]);
}
