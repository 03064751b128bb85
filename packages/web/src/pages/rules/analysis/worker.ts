import '../../../lib/no-eval.js';
import { analyse } from '@sluice/rules/analysis/analysis';
import type { AnalysisAnswer, AnalysisRequest } from './use-analysis.js';

/** The analysis beside the page: one request at a time, each answered by its number. */
self.onmessage = ({ data }: MessageEvent<AnalysisRequest>) => {
  const { id, ...input } = data;
  self.postMessage(answer(id, input));
};

function answer(id: number, input: Omit<AnalysisRequest, 'id'>): AnalysisAnswer {
  const { library, ...rest } = input;
  try {
    return { id, analysis: analyse({ ...rest, rules: (name) => library[name] }) };
  } catch (error) {
    return { id, failed: error instanceof Error ? error.message : String(error) };
  }
}
