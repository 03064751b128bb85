import { renderExplanation, type ExplanationPart } from '@sluice/domain';
import type { EffectResult } from '@sluice/flows';

/** What came of looking at a page. */
export interface ScannedPage {
  id: string;
  url: string;
  outcome: 'ok' | 'findings' | 'unreachable';
  findings: readonly ExplanationPart[];
  error?: { code: string; message: string };
}

export function scanAnswer(scan: ScannedPage, locale: 'en' | 'de'): EffectResult {
  return {
    port: scan.outcome,
    output: {
      scan: scan.id,
      url: scan.url,
      findings: scan.findings.map(({ code, params }) => ({ code, params })),
      words: renderExplanation(scan.findings, locale),
      ...(scan.error && { error: scan.error.message }),
    },
    label: { code: 'page', params: { url: scan.url, findings: scan.findings.length } },
  };
}
