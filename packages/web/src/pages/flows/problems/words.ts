import type { FlowProblem } from '@sluice/flows';
import { renderProblem } from '@sluice/flows/lint/index';
import { segments } from '../../../parts/flow/segments.js';
import type { SentenceSegment } from '@sluice/contracts/commission';

/** A problem in the console's language, its values as tokens. */
export function problemWords(problem: FlowProblem, language: string): SentenceSegment[] {
  return segments(renderProblem(problem, language.startsWith('de') ? 'de' : 'en'));
}
